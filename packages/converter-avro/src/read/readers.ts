import { BoundedMap, ConfigError, DataError, type Schema } from '@causeway/api';
import { type Maybe, type RegisteredSchema, type SchemaRegistryClient, andThen } from '@causeway/schema-registry';
import type { ConverterSettings } from '../config.ts';
import { recordNameOf } from '../schema/avro-kinds.ts';
import type { AvroType } from '../schema/avro-type.ts';
import { parseRegistered } from '../schema/parse-registered.ts';
import { toConnectSchema } from '../schema/to-connect.ts';
import { logicalRead } from './logical.ts';
import { type Read, compileReader } from './value-reader.ts';

/** How messages of one schema id are read. */
export interface MessageReader {
  readonly id: number;
  /** null for schemaless data. */
  readonly schema: Schema | null;
  readonly read: Read;
}

/** Asks for each schema of a topic once. */
export class Readers {
  readonly #settings: ConverterSettings;
  readonly #registry: SchemaRegistryClient;
  readonly #isKey: boolean;
  readonly #byTopic: BoundedMap<string, BoundedMap<number, MessageReader>>;

  constructor(settings: ConverterSettings, registry: SchemaRegistryClient, isKey: boolean) {
    this.#settings = settings;
    this.#registry = registry;
    this.#isKey = isKey;
    this.#byTopic = new BoundedMap(settings.cacheSize);
  }

  /** For a schema that was read from this topic before. */
  known(topic: string, id: number): MessageReader | undefined {
    return this.#byTopic.get(topic)?.get(id);
  }

  find(topic: string, id: number): Maybe<MessageReader> {
    return andThen(this.#registry.getById(id, topic), (registered) =>
      andThen(parseRegistered(registered, this.#registry), (type) =>
        andThen(this.#version(topic, registered, type), (version) => this.#compile(topic, id, type, version)),
      ),
    );
  }

  #compile(topic: string, id: number, type: AvroType, version: number | null): MessageReader {
    const { avro, cacheSize } = this.#settings;
    const reader = messageReader(id, type, version, avro);
    let byId = this.#byTopic.get(topic);
    if (byId === undefined) this.#byTopic.set(topic, (byId = new BoundedMap(cacheSize)));
    byId.set(id, reader);
    return reader;
  }

  /** Java: which version the schema is of its subject; null where the subject doesn't have it, as for a copied topic. */
  #version(topic: string, registered: RegisteredSchema, type: AvroType): Maybe<number | null> {
    const { keySubject, valueSubject } = this.#settings.registry;
    try {
      const subject = (this.#isKey ? keySubject : valueSubject)(topic, this.#isKey, recordNameOf(type));
      const doing = `looking up the version of schema id ${registered.id} under subject ${subject}`;
      const found = this.#registry.lookUp(subject, registered, { doing });
      return found instanceof Promise ? found.then(({ version }) => version, noVersion) : found.version;
    } catch (error) {
      return noVersion(error);
    }
  }
}

/** The schema itself is there, so only a registry that can't answer stops the record. */
function noVersion(error: unknown): null {
  if (error instanceof DataError || error instanceof ConfigError) return null;
  throw error;
}

function messageReader(
  id: number,
  type: AvroType,
  version: number | null,
  avro: ConverterSettings['avro'],
): MessageReader {
  const schema = toConnectSchema(type, version, avro);
  if (type.kind !== 'bytes' || schema === null) return { id, schema, read: compileReader(type, schema, avro, 'value') };
  // Java: bytes alone stand without their length
  const rest: Read = (input) => input.rest();
  return { id, schema, read: logicalRead(schema, rest) ?? rest };
}
