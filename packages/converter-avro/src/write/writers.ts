import { BoundedMap, DataError, type Schema } from '@causeway/api';
import {
  FRAME_BYTES,
  type Maybe,
  type RegisteredSchema,
  type SchemaRegistryClient,
  type SchemaText,
  schemaToWrite,
  andThen,
} from '@causeway/schema-registry';
import type { ConverterSettings } from '../config.ts';
import type { AvroType } from '../schema/avro-type.ts';
import { recordNameOf } from '../schema/avro-kinds.ts';
import { parseRegistered } from '../schema/parse-registered.ts';
import { parseSchema } from '../schema/parse-schema.ts';
import { toAvroSchema } from '../schema/to-avro.ts';
import { compileWriter } from './value-writer.ts';
import type { Write } from './write.ts';

/** How values of a schema are written to a topic. */
export interface MessageWriter {
  readonly id: number;
  readonly write: Write;
  /** Java: bytes alone stand without their length. */
  readonly isBytes: boolean;
  /** When to ask the registry again, by `performance.now()`. */
  readonly until: number;
}

/** A schema of Connect with its Avro schema. */
interface Mapped {
  /** null is schemaless data. */
  readonly schema: Schema | null;
  readonly type: AvroType;
  readonly text: SchemaText;
  readonly byTopic: BoundedMap<string, MessageWriter>;
}

/** How many of the latest schemas are compared by content with one that was not seen before. */
const COMPARED = 4;

/** Maps and registers each schema once. Sources that make a new, equal schema object for each record cost a comparison. */
export class Writers {
  readonly #settings: ConverterSettings;
  readonly #registry: SchemaRegistryClient;
  readonly #isKey: boolean;
  readonly #mapped: BoundedMap<Schema | null, Mapped>;
  readonly #latest: Mapped[] = [];

  constructor(settings: ConverterSettings, registry: SchemaRegistryClient, isKey: boolean) {
    this.#settings = settings;
    this.#registry = registry;
    this.#isKey = isKey;
    this.#mapped = new BoundedMap(settings.cacheSize);
  }

  /** For a schema that was written to this topic before, while that holds. */
  known(topic: string, schema: Schema | null): MessageWriter | undefined {
    const known = this.#mapped.get(schema)?.byTopic.get(topic);
    return known !== undefined && !isOver(known) ? known : undefined;
  }

  find(topic: string, schema: Schema | null): Maybe<MessageWriter> {
    const mapped = this.#mapped.get(schema) ?? this.#equalOrNew(schema);
    const known = this.known(topic, schema);
    if (known !== undefined) return known;
    return andThen(this.#register(topic, mapped), (writer) => {
      mapped.byTopic.set(topic, writer);
      return writer;
    });
  }

  #equalOrNew(schema: Schema | null): Mapped {
    const equal = schema === null ? undefined : this.#latest.find((latest) => latest.schema?.equals(schema) === true);
    const mapped = equal ?? this.#map(schema);
    this.#mapped.set(schema, mapped);
    return mapped;
  }

  #map(schema: Schema | null): Mapped {
    const { avro, cacheSize } = this.#settings;
    const text = toAvroSchema(schema, avro);
    const mapped = {
      schema,
      type: parseSchema(text),
      text: { schemaType: 'AVRO', schema: text, references: [] },
      byTopic: new BoundedMap<string, MessageWriter>(cacheSize),
    } as const;
    this.#latest.unshift(mapped);
    this.#latest.length = Math.min(this.#latest.length, COMPARED);
    return mapped;
  }

  #register(topic: string, mapped: Mapped): Maybe<MessageWriter> {
    const { registry: settings } = this.#settings;
    const strategy = this.#isKey ? settings.keySubject : settings.valueSubject;
    const subject = strategy(topic, this.#isKey, recordNameOf(mapped.type));
    const check = (registered: RegisteredSchema): Maybe<string | null> =>
      andThen(parseRegistered(registered, this.#registry), (type) => this.#problem(mapped, type));
    const isFixed = settings.autoRegister || !settings.useLatestVersion || settings.latestTtlMs === null;
    const until = isFixed ? Infinity : performance.now() + settings.latestTtlMs;
    return andThen(schemaToWrite(this.#registry, settings, subject, mapped.text, check), ({ id, registered }) => {
      if (registered === null) return this.#writer(mapped, mapped.type, { id, until, dropsUnknown: false });
      return andThen(parseRegistered(registered, this.#registry), (type) =>
        this.#writer(mapped, type, { id, until, dropsUnknown: true }),
      );
    });
  }

  #writer(
    { schema }: Mapped,
    type: AvroType,
    { id, until, dropsUnknown }: { readonly id: number; readonly until: number; readonly dropsUnknown: boolean },
  ): MessageWriter {
    const write = compileWriter(schema, type, { settings: this.#settings.avro, place: 'value', dropsUnknown });
    return { id, write, until, isBytes: type.kind === 'bytes' };
  }

  /** Why not every value of the schema can be written with this type; null if it can. */
  #problem({ schema }: Mapped, type: AvroType): string | null {
    try {
      compileWriter(schema, type, { settings: this.#settings.avro, place: 'value', dropsUnknown: false });
      return null;
    } catch (error) {
      if (error instanceof DataError) return error.message;
      throw error;
    }
  }
}

/** Asks the clock only where there is an end. */
export const isOver = ({ until }: MessageWriter): boolean => until !== Infinity && performance.now() >= until;

/** Takes away the length before the bytes of a message. */
export function withoutLength(message: Buffer): Buffer {
  let start = FRAME_BYTES;
  while (message[start]! >= 0x80) start++;
  return Buffer.concat([message.subarray(0, FRAME_BYTES), message.subarray(start + 1)]);
}
