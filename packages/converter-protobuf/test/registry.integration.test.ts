import { randomUUID } from 'node:crypto';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { DateType, Decimal, DecimalType, Schema, SchemaBuilder, Struct, TimeType, TimestampType } from '@causeway/api';
import { afterAll, describe, expect, test } from 'vitest';
import { ProtobufConverter } from '../src/index.ts';
import { errorOf } from './memory-registry.ts';
import { plain } from './shown.ts';

const url = process.env['SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const subjects: string[] = [];
const converters: ProtobufConverter[] = [];

/** Those that refer to others go first. */
afterAll(async () => {
  await Promise.all(converters.map((converter) => converter.close()));
  for (const subject of subjects.toReversed())
    for (const suffix of ['', '?permanent=true'])
      await fetch(`${url}/subjects/${subject}${suffix}`, { method: 'DELETE' });
});

function newTopic(): string {
  const topic = `protobuf-test-${randomUUID()}`;
  subjects.push(`${topic}-value`);
  return topic;
}

function newConverter(settings: Readonly<Record<string, string>> = {}): ProtobufConverter {
  const converter = new ProtobufConverter();
  converter.configure({ 'schema.registry.url': url, ...settings }, false);
  converters.push(converter);
  return converter;
}

async function register(subject: string, schema: string, references: readonly object[] = []): Promise<number> {
  if (!subjects.includes(subject)) subjects.push(subject);
  const body = JSON.stringify({ schemaType: 'PROTOBUF', schema, references });
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  const answer = await fetch(`${url}/subjects/${subject}/versions`, { method: 'POST', body, headers });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { id: number }).id;
}

const inner = SchemaBuilder.struct()
  .name('com.example.Address')
  .optional()
  .field('street', Schema.STRING_SCHEMA)
  .build();
const everything = SchemaBuilder.struct()
  .name('com.example.Everything')
  .field('i8', Schema.INT8_SCHEMA)
  .field('i64', Schema.INT64_SCHEMA)
  .field('d', Schema.OPTIONAL_FLOAT64_SCHEMA)
  .field('text', Schema.OPTIONAL_STRING_SCHEMA)
  .field('dec', DecimalType.builder(2).optional().build())
  .field('date', DateType.builder().optional().build())
  .field('time', TimeType.builder().optional().build())
  .field('at', TimestampType.builder().optional().build())
  .field('list', SchemaBuilder.array(Schema.INT32_SCHEMA).build())
  .field('map', SchemaBuilder.map(Schema.STRING_SCHEMA, inner).build())
  .field('address', inner)
  .build();
const value = Struct.of(everything, [
  -3,
  -9007199254740993n,
  2.5,
  'größe',
  new Decimal(-12345n, 2),
  new Date('2020-02-29'),
  new Date(3_723_004),
  new Date('2021-01-01T00:00:00.123Z'),
  [1, -1, 300],
  new Map([['a', Struct.of(inner, ['x'])]]),
  null,
]);

test.each([
  ['as it is', {}],
  ['with optional.for.nullables', { 'optional.for.nullables': 'true' }],
  ['with wrapper.for.nullables', { 'wrapper.for.nullables': 'true' }],
])('the registry takes the schema, and another converter reads the records: %s', async (_, settings) => {
  const topic = newTopic();
  const bytes = await newConverter(settings).fromConnectData(topic, everything, value);
  const converter = newConverter({ ...settings, 'enhanced.protobuf.schema.support': 'true' });
  const read = await converter.toConnectData(topic, bytes);
  expect(plain(read.value)).toEqual(plain(value));
  // What was read has the same schema for the registry, and so the same id
  expect(await converter.fromConnectData(topic, read.schema, read.value)).toEqual(bytes);
});

test('enums, unions and messages that hold themselves are registered', async () => {
  const topic = newTopic();
  const id = await register(
    `${topic}-value`,
    'syntax = "proto3"; package com.example; message Node { enum Color { RED = 0; BLUE = 3; } Color color = 1; oneof either { string a = 2; Node b = 3; } map<string, Node> nodes = 4; }',
  );
  const converter = newConverter();
  const bytes = Buffer.from([
    0,
    id >>> 24,
    id >>> 16,
    id >>> 8,
    id,
    0,
    8,
    3,
    26,
    2,
    18,
    0,
    34,
    7,
    10,
    1,
    120,
    18,
    2,
    8,
    3,
  ]);
  const read = await converter.toConnectData(topic, bytes);
  expect(plain(read.value)).toMatchObject({ color: 'BLUE', either_0: { a: null, b: { either_0: { a: '' } } } });
  const other = newTopic();
  const again = await converter.toConnectData(other, await converter.fromConnectData(other, read.schema, read.value));
  expect(plain(again.value)).toEqual(plain(read.value));
});

test('references are followed', async () => {
  const [first, second, topic] = [newTopic(), newTopic(), newTopic()];
  await register(`${first}-value`, 'syntax = "proto3"; package a; message A { int32 x = 1; }');
  await register(`${second}-value`, 'syntax = "proto3"; package b; import "a.proto"; message B { a.A a = 1; }', [
    { name: 'a.proto', subject: `${first}-value`, version: 1 },
  ]);
  const id = await register(`${topic}-value`, 'syntax = "proto3"; import "b.proto"; message C { b.B b = 1; }', [
    { name: 'b.proto', subject: `${second}-value`, version: 1 },
  ]);
  const bytes = Buffer.from([0, id >>> 24, id >>> 16, id >>> 8, id, 0, 10, 4, 10, 2, 8, 5]);
  expect(plain((await newConverter().toConnectData(topic, bytes)).value)).toEqual({ b: { a: { x: 5 } } });
});

test('an id that the registry does not have is refused, and named', async () => {
  const error = await errorOf(() => newConverter().toConnectData('t', Buffer.from([0, 0x7f, 0, 0, 1, 0])));
  expect(error.message).toContain(String(0x7f000001));
});

describe('@kafkajs/confluent-schema-registry', () => {
  const login = SchemaBuilder.struct()
    .name('com.example.Login')
    .field('id', Schema.INT32_SCHEMA)
    .field('name', Schema.STRING_SCHEMA)
    .build();

  test('reads what is written', async () => {
    const topic = newTopic();
    const bytes = await newConverter().fromConnectData(topic, login, Struct.of(login, [5, 'Ada']));
    const decoded = (await new SchemaRegistry({ host: url }).decode(bytes!)) as object;
    expect({ ...decoded }).toEqual({ id: 5, name: 'Ada' });
  });

  test('writes what is read, once the message indexes are put in that it leaves out', async () => {
    const topic = newTopic();
    const client = new SchemaRegistry({ host: url });
    const schema =
      'syntax = "proto3"; package com.example; message Login { int32 id = 1; string name = 2; repeated string tags = 3; }';
    const { id } = await client.register({ type: SchemaType.PROTOBUF, schema }, { subject: `${topic}-value` });
    const encoded = await client.encode(id, { id: 5, name: 'Ada', tags: ['a', 'b'] });
    const bytes = Buffer.concat([encoded.subarray(0, 5), Buffer.from([0]), encoded.subarray(5)]);
    expect(plain((await newConverter().toConnectData(topic, bytes)).value)).toEqual({
      id: 5,
      name: 'Ada',
      tags: ['a', 'b'],
    });
    expect((await errorOf(() => newConverter().toConnectData(topic, encoded))).message).toContain('message');
  });
});
