import {
  type ConfigMap,
  type Converter,
  DataError,
  NULL_SCHEMA_AND_VALUE,
  type Schema,
  type SchemaAndValue,
  asDataError,
} from '@causeway/api';
import { FRAME_BYTES, type Maybe, SchemaRegistryClient, readSchemaId } from '@causeway/schema-registry';
import { converterSettings } from './config.ts';
import { Input } from './read/input.ts';
import { type MessageReader, Readers } from './read/readers.ts';
import { placed } from './read/value-reader.ts';
import { Output } from './write/output.ts';
import { type MessageWriter, Writers, isOver, withoutLength } from './write/writers.ts';

/**
 * Converts keys and values to Avro and back, with their schemas in a registry, as `io.confluent.connect.avro.AvroConverter` does.
 *
 * Answers at once for schemas that were seen before, and with a promise where the registry must be asked.
 */
export class AvroConverter implements Converter {
  #isKey = false;
  readonly #givenRegistry: SchemaRegistryClient | null;
  #registry!: SchemaRegistryClient;
  #writers!: Writers;
  #readers!: Readers;
  readonly #out = new Output();
  readonly #input = new Input();
  // What the last record was written and read with: mostly the next one is too
  #lastSchema: Schema | null | undefined = undefined;
  #lastTopic = '';
  #lastWriter!: MessageWriter;
  #lastReader: MessageReader | null = null;
  #lastReadTopic = '';

  /** @param registry to be asked instead of the one in the settings */
  constructor(registry: SchemaRegistryClient | null = null) {
    this.#givenRegistry = registry;
  }

  /** @throws ConfigError for settings that can't be used */
  configure(config: ConfigMap, isKey: boolean): void {
    const settings = converterSettings(config);
    this.#isKey = isKey;
    this.#registry = this.#givenRegistry ?? new SchemaRegistryClient(settings.registry);
    this.#writers = new Writers(settings, this.#registry, isKey);
    this.#readers = new Readers(settings, this.#registry, isKey);
  }

  /** Null is a null message, a tombstone, where the schema allows it. */
  fromConnectData(topic: string, schema: Schema | null, value: unknown): Maybe<Buffer | null> {
    if (value === null || value === undefined) {
      if (schema === null || schema.optional) return null;
      throw new DataError(`The ${this.#which(topic)} is null, but its schema requires one`);
    }
    if (schema === this.#lastSchema && topic === this.#lastTopic && !isOver(this.#lastWriter))
      return this.#write(this.#lastWriter, topic, value);
    const writer = this.#writers.known(topic, schema) ?? this.#find(() => this.#writers.find(topic, schema), topic);
    if (writer instanceof Promise) return writer.then((found) => this.#writeFirst(found, topic, schema, value));
    return this.#writeFirst(writer, topic, schema, value);
  }

  #writeFirst(writer: MessageWriter, topic: string, schema: Schema | null, value: unknown): Buffer {
    this.#lastSchema = schema;
    this.#lastTopic = topic;
    this.#lastWriter = writer;
    return this.#write(writer, topic, value);
  }

  #write(writer: MessageWriter, topic: string, value: unknown): Buffer {
    const out = this.#out;
    out.begin();
    out.frame(writer.id);
    try {
      writer.write(out, value);
    } catch (error) {
      throw this.#located(asDataError(error, 'writing it as Avro'), topic);
    }
    const message = out.finish();
    return writer.isBytes ? withoutLength(message) : message;
  }

  toConnectData(topic: string, bytes: Uint8Array | null): Maybe<SchemaAndValue> {
    if (bytes === null) return NULL_SCHEMA_AND_VALUE;
    const id = readSchemaId(bytes, topic, this.#isKey);
    const last = this.#lastReader;
    if (last !== null && id === last.id && topic === this.#lastReadTopic) return this.#read(last, topic, bytes);
    const reader =
      this.#readers.known(topic, id) ?? this.#find(() => this.#readers.find(topic, id), topic, ` with schema id ${id}`);
    if (reader instanceof Promise) {
      const copy = Buffer.from(bytes); // the caller may use its memory again until the registry answers
      return reader.then((found) => this.#readFirst(found, topic, copy));
    }
    return this.#readFirst(reader, topic, bytes);
  }

  #readFirst(reader: MessageReader, topic: string, bytes: Uint8Array): SchemaAndValue {
    this.#lastReader = reader;
    this.#lastReadTopic = topic;
    return this.#read(reader, topic, bytes);
  }

  #read({ schema, read, id }: MessageReader, topic: string, bytes: Uint8Array): SchemaAndValue {
    const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const input = this.#input;
    input.begin(buffer, FRAME_BYTES);
    try {
      return { schema, value: read(input) };
    } catch (error) {
      throw this.#located(asDataError(placed(error, 'value'), 'reading it as Avro'), topic, ` with schema id ${id}`);
    }
  }

  async close(): Promise<void> {
    await this.#registry.close();
  }

  /** Asks for what is not known yet. What is wrong with a schema is wrong with a record. */
  #find<T>(find: () => Maybe<T>, topic: string, detail = ''): Maybe<T> {
    try {
      const found = find();
      if (!(found instanceof Promise)) return found;
      return found.catch((error: unknown) => {
        throw this.#located(error, topic, detail);
      });
    } catch (error) {
      throw this.#located(error, topic, detail);
    }
  }

  /** Says of which record a DataError speaks. */
  #located(error: unknown, topic: string, detail = ''): unknown {
    if (!(error instanceof DataError)) return error;
    return new DataError(`${error.message} (${this.#which(topic)}${detail})`, { cause: error, code: error.code });
  }

  #which(topic: string): string {
    return `${this.#isKey ? 'key' : 'value'} of a record of topic ${topic}`;
  }
}
