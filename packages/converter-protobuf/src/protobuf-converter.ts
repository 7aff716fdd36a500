import { DataError, NULL_SCHEMA_AND_VALUE } from '@causeway/api';
import type { ConfigMap, Converter, Schema, SchemaAndValue } from '@causeway/api';
import { FRAME_BYTES, SchemaRegistryClient, readSchemaId } from '@causeway/schema-registry';
import { type ProtobufSettings, protobufSettings } from './config.ts';
import { SchemasToRead } from './schemas-to-read.ts';
import { SchemasToWrite, type TopicWriter } from './schemas-to-write.ts';
import { Cursor } from './wire/cursor.ts';
import type { FastText } from './wire/fast-text.ts';
import { Malformed } from './wire/malformed.ts';
import { Output } from './wire/output.ts';
import type { FileReader } from './read/message-reader.ts';

/**
 * Converts keys and values to Protobuf and back, with schemas in a registry, as `io.confluent.connect.protobuf.ProtobufConverter` does.
 *
 * ```ts
 * const converter = new ProtobufConverter();
 * converter.configure({ 'schema.registry.url': 'http://localhost:8081' }, false);
 * await converter.fromConnectData('logins', schema, struct);
 * ```
 */
export class ProtobufConverter implements Converter {
  readonly #output = new Output();
  readonly #cursor = new Cursor();
  #isKey = false;
  #client: SchemaRegistryClient | null = null;
  #toRead: SchemasToRead | null = null;
  #toWrite: SchemasToWrite | null = null;

  /**
   * @param client the registry, where it is not the one of the settings
   * @throws ConfigError for a setting that can't be used
   */
  configure(config: ConfigMap, isKey: boolean, client?: SchemaRegistryClient): void {
    const settings: ProtobufSettings = protobufSettings(config);
    this.#isKey = isKey;
    this.#client = client ?? new SchemaRegistryClient(settings.registry);
    this.#toRead = new SchemasToRead(this.#client, settings);
    this.#toWrite = new SchemasToWrite(this.#client, settings, isKey);
  }

  /** Null is a null message (a tombstone), whatever the schema. A promise only where the registry must be asked. */
  fromConnectData(topic: string, schema: Schema | null, value: unknown): Buffer | null | Promise<Buffer> {
    if (value === null || value === undefined) return null;
    if (schema === null)
      throw new DataError(
        `Protobuf needs a schema, but the ${this.#which} of a record for topic ${topic} has none: use a converter that takes data without schemas, such as org.apache.kafka.connect.json.JsonConverter`,
      );
    const found = configured(this.#toWrite).find(topic, schema);
    return found instanceof Promise
      ? found.then((writer) => this.#write(topic, writer, value))
      : this.#write(topic, found, value);
  }

  /** A promise only for a schema id that was not seen before. */
  toConnectData(topic: string, bytes: Uint8Array | null): SchemaAndValue | Promise<SchemaAndValue> {
    if (bytes === null) return NULL_SCHEMA_AND_VALUE;
    const id = readSchemaId(bytes, topic, this.#isKey);
    const found = configured(this.#toRead).find(id, topic);
    const buffer = asBuffer(bytes);
    return found instanceof Promise
      ? found.then((reader) => this.#read(topic, id, reader, buffer))
      : this.#read(topic, id, found, buffer);
  }

  async close(): Promise<void> {
    await this.#client?.close();
  }

  get #which(): string {
    return this.#isKey ? 'key' : 'value';
  }

  #write(topic: string, { prefix, writer }: TopicWriter, value: unknown): Buffer {
    const output = this.#output;
    output.begin();
    output.reserve(prefix.length);
    output.raw(prefix);
    try {
      writer.write(value, output, 0);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      throw error.toDataError(`Writing the ${this.#which} of a record for topic ${topic} as Protobuf`);
    }
    return output.finish();
  }

  #read(topic: string, id: number, reader: FileReader, bytes: Buffer): SchemaAndValue {
    this.#cursor.reset(bytes, FRAME_BYTES);
    try {
      return reader.read(this.#cursor);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      throw error.toDataError(`Reading the ${this.#which} of a record of topic ${topic} as Protobuf (schema id ${id})`);
    }
  }
}

/** Buffer.isBuffer is slower than a look at one of its methods. */
function asBuffer(bytes: Uint8Array): Buffer {
  return typeof (bytes as Partial<FastText>).utf8Slice === 'function'
    ? (bytes as Buffer)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function configured<T>(part: T | null): T {
  if (part === null) throw new DataError('The converter is used before it is configured');
  return part;
}
