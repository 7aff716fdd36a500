import type { Schema, SchemaAndValue } from '@causeway/api';
import { SchemaRegistryClient } from '@causeway/schema-registry';
import { jsonSchemaSettings } from '../src/config.ts';
import { MessageReader } from '../src/read/message-reader.ts';
import { Validators } from '../src/validate/validators.ts';
import { MessageWriter } from '../src/write/message-writer.ts';
import { FakeRegistry } from './fake-registry.ts';

/** What the converter is made of, on a registry in memory. */
export function converterOn(registry: FakeRegistry, config: Record<string, string> = {}) {
  const settings = jsonSchemaSettings({ 'schema.registry.url': 'http://nowhere', ...config });
  const client = new SchemaRegistryClient({ ...settings.registry, transport: registry });
  const validators = new Validators(settings);
  const writer = new MessageWriter(settings, client, validators, false);
  const reader = new MessageReader(settings, client, validators, false);
  return {
    write: (schema: Schema, value: unknown, topic = 't') => writer.write(topic, schema, value),
    read: (bytes: Uint8Array, topic = 't') => reader.read(topic, bytes),
  };
}

export type ConverterOnRegistry = ReturnType<typeof converterOn>;

/** A message as another program would write it. */
export function message(id: number, json: unknown): Buffer {
  const head = Buffer.alloc(5);
  head.writeInt32BE(id, 1);
  return Buffer.concat([head, Buffer.from(typeof json === 'string' ? json : JSON.stringify(json))]);
}

/** Reads JSON by a JSON schema. */
export async function readBy(
  schema: unknown,
  json: unknown,
  config: Record<string, string> = {},
): Promise<SchemaAndValue> {
  const registry = new FakeRegistry();
  const id = registry.add('other', schema);
  return converterOn(registry, config).read(message(id, json));
}
