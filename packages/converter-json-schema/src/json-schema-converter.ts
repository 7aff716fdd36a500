import { DataError, NULL_SCHEMA_AND_VALUE } from '@causeway/api';
import type { ConfigMap, Converter, Schema, SchemaAndValue } from '@causeway/api';
import { SchemaRegistryClient } from '@causeway/schema-registry';
import { jsonSchemaSettings } from './config.ts';
import { MessageReader } from './read/message-reader.ts';
import { Validators } from './validate/validators.ts';
import { MessageWriter } from './write/message-writer.ts';

/**
 * Converts keys and values to JSON with a JSON schema in a schema registry and back, as `io.confluent.connect.json.JsonSchemaConverter` does.
 * Answers at once for schemas that were seen before.
 */
export class JsonSchemaConverter implements Converter {
  #client: SchemaRegistryClient | null = null;
  #writer: MessageWriter | null = null;
  #reader: MessageReader | null = null;

  /** @throws ConfigError for settings that can't be used */
  configure(config: ConfigMap, isKey: boolean): void {
    const settings = jsonSchemaSettings(config);
    const client = new SchemaRegistryClient(settings.registry);
    const validators = new Validators(settings);
    this.#client = client;
    this.#writer = new MessageWriter(settings, client, validators, isKey);
    this.#reader = new MessageReader(settings, client, validators, isKey);
  }

  /** Null without a schema is a null message (a tombstone); null with an optional one is the JSON null. */
  fromConnectData(topic: string, schema: Schema | null, value: unknown): Buffer | null | Promise<Buffer | null> {
    if (schema !== null) return this.#writer!.write(topic, schema, value);
    if (value === null || value === undefined) return null;
    throw new DataError(
      `A value for topic ${topic} has no schema, which JsonSchemaConverter can't do without: use org.apache.kafka.connect.json.JsonConverter with schemas.enable=false for such data`,
    );
  }

  toConnectData(topic: string, bytes: Uint8Array | null): SchemaAndValue | Promise<SchemaAndValue> {
    return bytes === null ? NULL_SCHEMA_AND_VALUE : this.#reader!.read(topic, bytes);
  }

  async close(): Promise<void> {
    await this.#client?.close();
  }
}
