import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  DataError,
  Decimal,
  DecimalType,
  RetriableError,
  Schema,
  SchemaBuilder,
  Struct,
  TimestampType,
} from '@causeway/api';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { afterAll, describe, expect, test } from 'vitest';
import { JsonSchemaConverter } from '../src/index.ts';
import { message } from './converter.ts';

const url = process.env['SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const kafkajs = new SchemaRegistry({ host: url }, { [SchemaType.JSON]: { strict: false, validateFormats: false } });
const topics: string[] = [];
const opened: JsonSchemaConverter[] = [];

function newTopic(): string {
  const topic = `json-schema-${randomUUID()}`;
  topics.push(topic);
  return topic;
}

function converter(config: Record<string, string> = {}, isKey = false): JsonSchemaConverter {
  const created = new JsonSchemaConverter();
  created.configure({ 'schema.registry.url': url, ...config }, isKey);
  opened.push(created);
  return created;
}

/** By the registry's own interface, as any other program. */
async function api(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'Content-Type': 'application/vnd.schemaregistry.v1+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

const login = SchemaBuilder.struct()
  .name('demo.Login')
  .field('id', Schema.INT64_SCHEMA)
  .field('user', Schema.STRING_SCHEMA)
  .field('amount', DecimalType.schema(2))
  .field('at', TimestampType.builder().optional().build())
  .field('tags', SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
  .build();
const value = Struct.of(login, [7, 'Ännchen', new Decimal(1250n, 2), new Date(1650000000123), ['a']]);

afterAll(async () => {
  for (const it of opened) await it.close();
  for (const topic of topics) {
    for (const subject of [`${topic}-value`, `${topic}-key`]) {
      await api('DELETE', `/subjects/${subject}`);
      await api('DELETE', `/subjects/${subject}?permanent=true`);
    }
  }
});

describe('with a real registry', () => {
  test('keys and values come back, in another converter too', async () => {
    for (const isKey of [false, true]) {
      const topic = newTopic();
      const bytes = await converter({}, isKey).fromConnectData(topic, login, value);
      const read = await converter({}, isKey).toConnectData(topic, bytes);
      expect((read.value as Struct).values).toEqual(value.values);
      expect(read.schema!.version).toBe(1);
      expect(await api('GET', '/subjects')).toContain(`${topic}-${isKey ? 'key' : 'value'}`);
    }
  });

  test('a changed schema gets an id of its own, and messages of both are read', async () => {
    const topic = newTopic();
    const used = converter();
    const first = await used.fromConnectData(topic, login, value);
    const wider = SchemaBuilder.struct()
      .name('demo.Login')
      .field('id', Schema.INT64_SCHEMA)
      .field('more', Schema.OPTIONAL_STRING_SCHEMA)
      .build();
    await api('PUT', `/config/${topic}-value`, { compatibility: 'NONE' });
    const second = await used.fromConnectData(topic, wider, Struct.of(wider, [8, null]));
    expect(second!.readInt32BE(1)).not.toBe(first!.readInt32BE(1));
    const reader = converter();
    const names = async (bytes: Buffer | null) =>
      (await reader.toConnectData(topic, bytes)).schema!.fields.map((f) => f.name);
    expect(await names(first)).toEqual(['id', 'user', 'amount', 'at', 'tags']);
    expect(await names(second)).toEqual(['id', 'more']);
  });

  test('the schema of a topic is found by auto.register.schemas=false and use.latest.version', async () => {
    const topic = newTopic();
    const first = await converter().fromConnectData(topic, login, value);
    const lookedUp = converter({ 'auto.register.schemas': 'false' });
    const latest = converter({ 'auto.register.schemas': 'false', 'use.latest.version': 'true' });
    expect(await lookedUp.fromConnectData(topic, login, value)).toEqual(first);
    expect(await latest.fromConnectData(topic, login, value)).toEqual(first);
  });

  test('references are followed', async () => {
    const topic = newTopic();
    const part = newTopic();
    await api('POST', `/subjects/${part}-value/versions`, {
      schemaType: 'JSON',
      schema: '{"type":"object","properties":{"zip":{"type":"integer"}}}',
    });
    const { id } = (await api('POST', `/subjects/${topic}-value/versions`, {
      schemaType: 'JSON',
      schema: '{"type":"object","properties":{"address":{"$ref":"address.json"}}}',
      references: [{ name: 'address.json', subject: `${part}-value`, version: 1 }],
    })) as { id: number };
    const read = await converter({ 'json.fail.invalid.schema': 'true' }).toConnectData(
      topic,
      message(id, { address: { zip: 5 } }),
    );
    expect(((read.value as Struct).get('address') as Struct).get('zip')).toBe(5);
  });

  test('an unknown id is a bad record; a registry that is not there is to be tried again', async () => {
    await expect(converter().toConnectData(newTopic(), message(2_000_000_000, {}))).rejects.toThrow(DataError);
    const gone = converter({ 'schema.registry.url': 'http://127.0.0.1:1', 'max.retries': '0' });
    await expect(gone.fromConnectData(newTopic(), login, value)).rejects.toThrow(RetriableError);
  });
});

describe('kafkajs', () => {
  test('reads what we write, and finds that it fits the schema', async () => {
    const topic = newTopic();
    const bytes = await converter({ 'decimal.format': 'NUMERIC' }).fromConnectData(topic, login, value);
    expect(await kafkajs.decode(bytes!)).toEqual({
      id: 7,
      user: 'Ännchen',
      amount: 12.5,
      at: 1650000000123,
      tags: ['a'],
    });
  });

  test('is read by us', async () => {
    const topic = newTopic();
    const { id } = await kafkajs.register(
      { type: SchemaType.JSON, schema: fixture('order.schema.json') },
      { subject: `${topic}-value` },
    );
    const bytes = await kafkajs.encode(id, JSON.parse(fixture('order.json')));
    const read = await converter({ 'json.fail.invalid.schema': 'true' }).toConnectData(topic, bytes);
    const order = read.value as Struct;
    expect(order.schema.fields.map((f) => `${f.name} ${f.schema.type}`)).toEqual([
      'id INT64',
      'placed STRING',
      'total FLOAT64',
      'paid BOOLEAN',
      'note STRING',
      'state STRING',
      'lines ARRAY',
      'labels MAP',
    ]);
    expect(order.get('note')).toBe('für Ännchen 😀');
    expect((order.get('lines') as Struct[]).map((line) => line.values)).toEqual([
      ['tea', 2],
      ['cup', 1],
    ]);
    expect([...(order.get('labels') as Map<string, string>)]).toEqual([
      ['__proto__', 'x'],
      ['gift', 'yes'],
    ]);
  });
});
