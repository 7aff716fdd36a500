import { asDataError, DataError, NULL_SCHEMA_AND_VALUE } from '@causeway/api';
import type { ConfigMap, Converter, HeaderConverter, Schema, SchemaAndValue } from '@causeway/api';
import { type JsonSettings, jsonSettings } from './config.ts';
import { EnvelopeReader } from './read/envelope.ts';
import { PayloadReader, schemaFromContent } from './read/payload.ts';
import { SchemaWriters } from './write/schema-writers.ts';
import { writeSchemaless } from './write/schemaless.ts';

interface MessageReader {
  read(topic: string, bytes: Buffer): SchemaAndValue;
}

/**
 * Converts keys, values and headers to JSON and back, as `org.apache.kafka.connect.json.JsonConverter` does.
 *
 * ```ts
 * const converter = new JsonConverter();
 * converter.configure({ 'schemas.enable': 'false' }, false);
 * converter.fromConnectData('topic', null, new Map([['a', 1]])); // '{"a":1}'
 * ```
 */
export class JsonConverter implements Converter, HeaderConverter {
  #settings!: JsonSettings;
  #writers!: SchemaWriters;
  #reader!: MessageReader;

  /** With the default settings until `configure` is called. */
  constructor() {
    this.configure({});
  }

  /** @throws ConfigError for a setting that can't be used, DataError for a schema.content that is no schema */
  configure(config: ConfigMap, isKey?: boolean): void {
    const type = isKey === undefined ? (config['converter.type'] ?? 'header') : isKey ? 'key' : 'value';
    const settings = jsonSettings({ ...config, 'converter.type': type });
    const schema = settings.schemaContent === null ? null : schemaFromContent(settings.schemaContent, settings);
    this.#settings = settings;
    this.#writers = new SchemaWriters(settings);
    this.#reader =
      settings.schemasEnabled && schema === null
        ? new EnvelopeReader(settings)
        : new PayloadReader(settings.schemasEnabled ? schema : null, settings);
  }

  /** The JSON, as bytes with a schema and else as a text. Null without a schema is a null message (a tombstone), null with one is written. */
  fromConnectData(_topic: string, schema: Schema | null, value: unknown): string | Buffer | null {
    if (schema !== null) return this.#write(schema, value);
    if (value === null || value === undefined) return null;
    const text = schemalessText(value);
    return this.#settings.schemasEnabled ? `{"schema":null,"payload":${text}}` : text;
  }

  #write(schema: Schema, value: unknown): Buffer {
    try {
      return this.#writers.write(schema, value);
    } catch (error) {
      throw asDataError(error, 'writing as JSON');
    }
  }

  release(): void {
    this.#writers.release();
  }

  toConnectData(topic: string, bytes: Uint8Array | null): SchemaAndValue {
    if (bytes === null) return NULL_SCHEMA_AND_VALUE;
    const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      return this.#reader.read(topic, buffer);
    } catch (error) {
      throw buffer[0] === 0 && error instanceof DataError ? withRegistryHint(error) : error;
    }
  }

  fromConnectHeader(topic: string, _key: string, schema: Schema | null, value: unknown): Buffer | null {
    const text = this.fromConnectData(topic, schema, value);
    return typeof text === 'string' ? Buffer.from(text) : text;
  }

  toConnectHeader(topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectData(topic, bytes);
  }
}

/** @throws DataError for what has no schema type, or is nested too deeply */
function schemalessText(value: unknown): string {
  try {
    return writeSchemaless(value);
  } catch (error) {
    throw asDataError(error, 'writing as JSON');
  }
}

function withRegistryHint(cause: DataError): DataError {
  const hint =
    'The bytes begin with 0, as those written with a schema registry do: use the converter that they were written with.';
  return new DataError(`${cause.message}. ${hint}`, { cause });
}
