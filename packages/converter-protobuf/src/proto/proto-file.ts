import { DataError } from '@causeway/api';
import protobuf from 'protobufjs';
import type { Field, NamespaceBase, Type } from 'protobufjs';
import { parseSource } from './parse-source.ts';
import { addWellKnownFile } from './well-known.ts';

/** The text of a file and, by the names under which it imports them, those of the files it needs. */
export interface ProtoSource {
  readonly text: string;
  readonly imports: ReadonlyMap<string, string>;
}

/** A parsed schema: the messages that its own file defines, in their order, by which messages are counted on the wire. */
export class ProtoFile {
  readonly #messages: readonly Type[];

  constructor(messages: readonly Type[]) {
    this.#messages = messages;
  }

  /** The message of these indexes. @throws DataError if there is none */
  messageAt(indexes: readonly number[]): Type {
    let [messages, found] = [this.#messages, null as Type | null];
    for (const index of indexes) {
      found = messages[index] ?? null;
      if (found === null)
        throw new DataError(
          `The schema has no message with the indexes [${indexes.join(', ')}]: there are ${messages.length} where index ${index} is asked for`,
          { code: 'ERR_PROTOBUF_INDEX' },
        );
      messages = messagesOf(found);
    }
    return found!;
  }

  /** Where the message of this full name is; null if the file has none. */
  indexesOf(fullName: string): readonly number[] | null {
    return find(this.#messages, fullName);
  }

  /** Full names of the outermost messages. */
  get names(): string[] {
    return this.#messages.map(fullName);
  }
}

function find(messages: readonly Type[], name: string): readonly number[] | null {
  for (const [index, message] of messages.entries()) {
    if (fullName(message) === name) return [index];
    const inner = find(messagesOf(message), name);
    if (inner !== null) return [index, ...inner];
  }
  return null;
}

/** Without the dot with which protobufjs begins it. */
export const fullName = (of: { readonly fullName: string }): string => of.fullName.slice(1);

/** The name in the file; protobufjs's own files have theirs in camel case. */
export const fieldName = (field: Field): string => (field as { protoName?: string | null }).protoName ?? field.name;

/** Fields of the message itself, without those that extensions add. */
export const fieldsOf = (type: Type): Field[] => type.fieldsArray.filter((field) => field.declaringField === null);

/** Groups are messages too, but are not counted. */
const messagesOf = (namespace: NamespaceBase): Type[] =>
  namespace.nestedArray.filter((it): it is Type => it instanceof protobuf.Type && !isGroup(it));

const isGroup = (type: Type): boolean => (type as { readonly group?: boolean }).group === true;

/** @throws DataError for a text that is no protobuf file, or imports what is not there */
export function parseProtoFile({ text, imports }: ProtoSource): ProtoFile {
  const root = new protobuf.Root();
  const parsed = attempt('the schema', () => parseSource(text, root));
  // Before other files add theirs to the same package
  const messages = messagesOf(parsed.namespace);
  const loaded = new Set<string>();
  const load = (names: readonly string[], from: string): void => {
    for (const name of names) {
      if (loaded.has(name)) continue;
      loaded.add(name);
      const text = imports.get(name);
      const further = attempt(name, () =>
        text === undefined ? addWellKnownFile(root, name) : parseSource(text, root).imports,
      );
      if (further === null) throw new DataError(`Protobuf: ${from} imports ${name}, but has no reference of that name`);
      load(further, name);
    }
  };
  load(parsed.imports, 'the schema');
  attempt('the schema', () => root.resolveAll());
  return new ProtoFile(messages);
}

function attempt<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new DataError(`Protobuf: ${file} can't be used: ${(cause as Error).message}`, {
      cause,
      code: 'ERR_PROTOBUF_SCHEMA',
    });
  }
}
