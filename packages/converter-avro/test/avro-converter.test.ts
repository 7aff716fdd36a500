import {
  ConfigError,
  DataError,
  Decimal,
  DecimalType,
  Schema,
  SchemaBuilder,
  Struct,
  TimestampType,
  equalValues,
} from '@causeway/api';
import type { SchemaAndValue } from '@causeway/api';
import { framed } from '@causeway/schema-registry';
import { describe, expect, test } from 'vitest';
import plugins, { AvroConverter } from '../src/index.ts';
import { fixtures } from './fixtures.ts';
import { registryDouble } from './registry-double.ts';

const url = { 'schema.registry.url': 'http://registry' };

function setUp(settings: Readonly<Record<string, string>> = {}, list: Parameters<typeof registryDouble>[0] = []) {
  const registry = registryDouble(list);
  const converter = new AvroConverter(registry.client);
  converter.configure({ ...url, ...settings }, false);
  return { converter, ...registry };
}

const latest = { 'auto.register.schemas': 'false', 'use.latest.version': 'true' };
const row = SchemaBuilder.struct()
  .name('Row')
  .field('a', Schema.INT32_SCHEMA)
  .field('b', Schema.OPTIONAL_STRING_SCHEMA)
  .build();
const avroRow = (...fields: object[]): string => JSON.stringify({ type: 'record', name: 'Row', fields });

describe('values', () => {
  const cases = fixtures.flatMap(({ title, schema, values }) =>
    values.map(([value, hex]) => ({ title, schema, value, hex })),
  );

  test.each(cases)('of $title are written as $hex and come back', async ({ schema, value, hex }) => {
    const { converter } = setUp();
    const first = await converter.fromConnectData('t', schema, value);
    expect(first!.toString('hex')).toBe(`0000000001${hex}`);
    expect(converter.fromConnectData('t', schema, value)).toEqual(first);
    const { value: back } = await converter.toConnectData('t', first);
    if (value instanceof Struct) expect((back as Struct).values.map(plain)).toEqual(value.values.map(plain));
    else expect(equalValues(back, value)).toBe(true);
    expect((converter.toConnectData('t', first) as SchemaAndValue).schema === null).toBe(schema === null);
  });

  const plain = (value: unknown): unknown => (value instanceof Struct ? value.values.map(plain) : (value ?? null));

  test.each([
    ['no schema', null],
    ['an optional schema', Schema.OPTIONAL_INT32_SCHEMA],
  ])('null with %s is a tombstone', (_, schema) => {
    expect(setUp().converter.fromConnectData('t', schema, null)).toBeNull();
  });

  test('a tombstone is null without a schema', () => {
    expect(setUp().converter.toConnectData('t', null)).toEqual({ schema: null, value: null });
  });

  test('an equal schema object is registered once', async () => {
    const { converter, list } = setUp();
    const schema = (): Schema => SchemaBuilder.struct().name('R').field('a', Schema.INT32_SCHEMA).build();
    const first = schema();
    await converter.fromConnectData('t', first, new Struct(first, [1]));
    const second = schema();
    expect(converter.fromConnectData('t', second, new Struct(second, [2]))).toBeInstanceOf(Buffer);
    expect(list).toHaveLength(1);
  });

  test('a message keeps its bytes while others are written', async () => {
    const { converter } = setUp();
    const first = (await converter.fromConnectData('t', Schema.STRING_SCHEMA, 'first'))!;
    for (let i = 0; i < 5000; i++)
      void converter.fromConnectData('t', Schema.STRING_SCHEMA, `another ${i} with some more text`);
    expect((await converter.toConnectData('t', first)).value).toBe('first');
  });

  test('a string of many megabytes is written and read', async () => {
    const { converter } = setUp();
    const long = 'ü'.repeat(10 * 1024 * 1024);
    const bytes = await converter.fromConnectData('t', Schema.STRING_SCHEMA, long);
    expect((await converter.toConnectData('t', bytes)).value === long).toBe(true);
  });

  test('bytes read are a copy', async () => {
    const { converter } = setUp();
    const bytes = (await converter.fromConnectData('t', Schema.BYTES_SCHEMA, Buffer.of(1, 2)))!;
    const { value } = await converter.toConnectData('t', bytes);
    bytes.fill(9);
    expect([...(value as Buffer)]).toEqual([1, 2]);
  });

  test.each([
    ['is written', {}, 5],
    ['is not written where nulls are to stay', { 'ignore.default.for.nullables': 'true' }, null],
  ])('a default in the place of null %s', async (_, settings, expected) => {
    const { converter } = setUp(settings);
    const schema = SchemaBuilder.struct()
      .name('R')
      .field('a', SchemaBuilder.int32().optional().defaultValue(5).build())
      .build();
    const bytes = await converter.fromConnectData('t', schema, new Struct(schema, [null]));
    const { value } = await converter.toConnectData('t', bytes);
    expect((value as Struct).values).toEqual([expected]);
  });
});

describe('a value that does not fit is a DataError that names its place', () => {
  const nested = SchemaBuilder.struct()
    .name('N')
    .field('row', row)
    .field('list', SchemaBuilder.array(row).build())
    .build();
  const good = new Struct(row, [1, null]);

  test.each<[string, Schema | null, unknown, string]>([
    [
      'a text for a number',
      Schema.INT32_SCHEMA,
      'x',
      'Invalid type for INT32 of value: string (value of a record of topic t)',
    ],
    ['a number too large', Schema.INT8_SCHEMA, 128, 'INT8'],
    ['a fraction', Schema.INT64_SCHEMA, 1.5, 'INT64'],
    ['a bigint past 64 bits', Schema.INT64_SCHEMA, 2n ** 63n, 'INT64'],
    ['an unsafe number', Schema.INT64_SCHEMA, 2 ** 60, 'INT64'],
    ['a number past the range of floats', Schema.FLOAT32_SCHEMA, 1e39, 'too large for FLOAT32'],
    ['null where a value is required', Schema.INT32_SCHEMA, null, 'requires one'],
    ['null in a field', row, new Struct(row, [null, null]), 'Found null for required field "a"'],
    [
      'a wrong value in a field of a field',
      nested,
      new Struct(nested, [new Struct(row, ['x', null]), []]),
      'field "row.a"',
    ],
    [
      'a wrong value in a list',
      nested,
      new Struct(nested, [good, [good, new Struct(row, [1, 2])]]),
      'field "b" of an item of field "list"',
    ],
    ['another struct', row, new Struct(SchemaBuilder.struct().name('Row').build()), 'Mismatching schema'],
    ['an object', row, { a: 1 }, 'Invalid type for Row'],
    ['a Date without a time', TimestampType.builder().build(), new Date(NaN), 'no point in time'],
    ['a Decimal of another scale', DecimalType.schema(2), new Decimal(1n, 3), 'mismatching scale'],
    [
      'a map with a null key',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
      new Map([[null, 1]]),
      'a key of value',
    ],
    ['a symbol for schemaless data', null, Symbol('x'), "can't hold"],
  ])('%s', async (_, schema, value, text) => {
    const { converter } = setUp();
    const write = async (): Promise<unknown> => converter.fromConnectData('t', schema, value);
    await expect(write()).rejects.toBeInstanceOf(DataError);
    await expect(write()).rejects.toThrow(text);
  });

  test('and the next value is written as if nothing had been', async () => {
    const { converter } = setUp();
    const expected = await converter.fromConnectData('t', row, good);
    expect(() => converter.fromConnectData('t', row, new Struct(row, [1, 2]))).toThrow(DataError);
    expect(converter.fromConnectData('t', row, good)).toEqual(expected);
  });

  test('data nested without end is refused', async () => {
    const { converter } = setUp();
    const list: unknown[] = [];
    list.push(list);
    await expect((async () => converter.fromConnectData('t', null, list))()).rejects.toThrow('nested more than 1000');
  });
});

describe('malformed messages', () => {
  const schema = JSON.stringify({
    type: 'record',
    name: 'R',
    fields: [
      { name: 'n', type: { type: 'record', name: 'N', fields: [{ name: 's', type: 'string' }] } },
      { name: 'u', type: ['null', 'int'] },
      { name: 'e', type: { type: 'enum', name: 'E', symbols: ['A'] } },
      { name: 'l', type: { type: 'array', items: { type: 'record', name: 'Z', fields: [] } } },
    ],
  });
  const hex = (text: string): Buffer => framed(1, Buffer.from(text, 'hex'));

  test.each([
    ['cut off in a string', '0a4142', 'The field "n.s" can\'t be read: the message ends before it does'],
    ['a string longer than the message', 'feffffffffffffffff01', 'field "n.s"'],
    ['a negative length', '01', 'its length is -1'],
    ['a union without this branch', '0004', 'field "u"'],
    ['an int past 32 bits', '000280808080808001', 'too large for an int'],
    ['an endless number', '0002ffffffffffffffffffffff', 'longer than 64 bits'],
    ['an unknown symbol', '000002', 'has no symbol number 1'],
    ['a list that can not be', '000000feffffffffffff1f', 'items of no bytes'],
    ['nothing', '', 'field "n.s"'],
  ])('%s', async (_, text, message) => {
    const { converter } = setUp({}, [{ subject: 't-value', schema }]);
    const read = async (): Promise<unknown> => converter.toConnectData('t', hex(text));
    await expect(read()).rejects.toBeInstanceOf(DataError);
    await expect(read()).rejects.toThrow(message);
    await expect(read()).rejects.toThrow('(value of a record of topic t with schema id 1)');
  });

  test.each([
    ['without a frame', Buffer.from('{"a":1}'), 'looks like JSON'],
    ['with an unknown id', framed(9, ''), 'not found'],
    ['with a schema of another type', framed(1, ''), 'of the type PROTOBUF'],
    ['with a schema that is none', framed(2, ''), "Schema 2 can't be read"],
  ])('%s', async (_, bytes, message) => {
    const { converter } = setUp({}, [
      { subject: 's', schema: 'x', schemaType: 'PROTOBUF' },
      { subject: 's', schema: '{"type":"recrd"}' },
    ]);
    const read = async (): Promise<unknown> => converter.toConnectData('t', bytes);
    await expect(read()).rejects.toBeInstanceOf(DataError);
    await expect(read()).rejects.toThrow(message);
  });
});

describe('reading', () => {
  test('resolves references', async () => {
    const { converter } = setUp({}, [
      { subject: 'addr', schema: '{"type":"record","name":"a.Address","fields":[{"name":"city","type":"string"}]}' },
      {
        subject: 't-value',
        schema: '{"type":"record","name":"P","fields":[{"name":"home","type":"a.Address"}]}',
        references: [{ name: 'a.Address', subject: 'addr', version: 1 }],
      },
    ]);
    const read = await converter.toConnectData('t', framed(2, Buffer.from('024f', 'hex')));
    expect(((read.value as Struct).values[0] as Struct).values).toEqual(['O']);
  });

  test.each([
    ['has the version of its subject', 't', 2],
    ['has no version in a topic whose subject does not know it', 'other', null],
  ])('the schema %s', async (_, topic, version) => {
    const { converter } = setUp({}, [
      { subject: 't-value', schema: avroRow() },
      { subject: 't-value', schema: avroRow({ name: 'a', type: 'int' }) },
    ]);
    expect((await converter.toConnectData(topic, framed(2, Buffer.of(2)))).schema!.version).toBe(version);
  });

  test('accepts blocks with their size, as other writers make them', async () => {
    const { converter } = setUp({}, [{ subject: 't-value', schema: '{"type":"array","items":"int"}' }]);
    const { value } = await converter.toConnectData('t', framed(1, Buffer.from('0304020402' + '0600', 'hex')));
    expect(value).toEqual([1, 2, 3]);
  });
});

describe('writing with a schema of the registry', () => {
  const value = new Struct(row, [7, 'x']);

  test.each([
    [
      'fields in another order',
      avroRow({ name: 'b', type: ['null', 'string'] }, { name: 'a', type: 'int' }),
      '0202780e',
    ],
    ['a wider type', avroRow({ name: 'a', type: 'long' }, { name: 'b', type: ['string', 'null'] }), '0e000278'],
    [
      'a field with a default more',
      avroRow(
        { name: 'a', type: 'int' },
        { name: 'b', type: ['null', 'string'] },
        { name: 'c', type: 'string', default: 'hi' },
      ),
      '0e0202780468' + '69',
    ],
    [
      'an enum for a text',
      avroRow(
        { name: 'a', type: 'int' },
        { name: 'b', type: ['null', { type: 'enum', name: 'E', symbols: ['y', 'x'] }] },
      ),
      '0e0202',
    ],
  ])('%s', async (_, schema, hex) => {
    const { converter } = setUp(latest, [{ subject: 't-value', schema }]);
    const bytes = await converter.fromConnectData('t', row, value);
    expect(bytes!.toString('hex')).toBe(`0000000001${hex}`);
  });

  test.each([
    ['lacks a field', avroRow({ name: 'a', type: 'int' }), 'has no field "b"'],
    [
      'requires a field more',
      avroRow({ name: 'a', type: 'int' }, { name: 'b', type: ['null', 'string'] }, { name: 'c', type: 'int' }),
      'requires field "c"',
    ],
    [
      'is narrower',
      avroRow({ name: 'a', type: 'boolean' }, { name: 'b', type: ['null', 'string'] }),
      'field "a" can\'t hold INT32',
    ],
    ['does not allow null', avroRow({ name: 'a', type: 'int' }, { name: 'b', type: 'string' }), ''],
  ])('is refused where it %s', async (_, schema, text) => {
    const { converter } = setUp(latest, [{ subject: 't-value', schema }]);
    const write = async (): Promise<unknown> =>
      converter.fromConnectData('t', row, text === '' ? new Struct(row, [1, null]) : value);
    await expect(write()).rejects.toBeInstanceOf(DataError);
    await expect(write()).rejects.toThrow(text);
  });

  test('a field that it lacks is left out where no check is asked for', async () => {
    const settings = { ...latest, 'latest.compatibility.strict': 'false' };
    const { converter } = setUp(settings, [{ subject: 't-value', schema: avroRow({ name: 'a', type: 'int' }) }]);
    expect((await converter.fromConnectData('t', row, value))!.toString('hex')).toBe('00000000010e');
  });

  test.each([
    ['timestamp-micros', 1_640_995_200_123_000],
    ['timestamp-millis', new Date(1_640_995_200_123)],
  ])('a Timestamp is counted as the schema says: %s', async (logicalType, expected) => {
    const schema = SchemaBuilder.struct().name('Row').field('t', TimestampType.builder().build()).build();
    const avro = avroRow({ name: 't', type: { type: 'long', logicalType } });
    const { converter } = setUp(latest, [{ subject: 't-value', schema: avro }]);
    const bytes = await converter.fromConnectData('t', schema, new Struct(schema, [new Date(1_640_995_200_123)]));
    const { value: read } = await converter.toConnectData('t', bytes);
    expect((read as Struct).values).toEqual([expected]);
  });

  test('a schema that is not there is not registered', async () => {
    const { converter, list } = setUp({ 'auto.register.schemas': 'false' });
    await expect((async () => converter.fromConnectData('t', row, value))()).rejects.toThrow(DataError);
    expect(list).toHaveLength(0);
  });

  test.each([
    ['TopicNameStrategy', 't-value'],
    ['RecordNameStrategy', 'Row'],
    ['io.confluent.kafka.serializers.subject.TopicRecordNameStrategy', 't-Row'],
  ])('%s registers it under %s', async (strategy, subject) => {
    const { converter, list } = setUp({ 'value.subject.name.strategy': strategy });
    await converter.fromConnectData('t', row, value);
    expect(list.map((entry) => entry.subject)).toEqual([subject]);
  });
});

test('the plugin has the name of its Java class', () => {
  expect(plugins.map((plugin) => plugin.class)).toEqual(['io.confluent.connect.avro.AvroConverter']);
});

test('settings without an address are refused', () => {
  expect(() => new AvroConverter().configure({}, false)).toThrow(ConfigError);
});
