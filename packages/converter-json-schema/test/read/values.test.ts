import { DataError, Decimal, DecimalType, Schema, SchemaBuilder, type Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { converterOn, message, readBy } from '../converter.ts';
import { FakeRegistry } from '../fake-registry.ts';

const integer = (type: string) => ({ type: 'integer', 'connect.type': type });
const logical = (name: string, type: object) => ({ title: `org.apache.kafka.connect.data.${name}`, ...type });
const decimal = (scale: number) =>
  logical('Decimal', { type: 'number', 'connect.type': 'bytes', 'connect.parameters': { scale: `${scale}` } });

describe('JSON is read as', () => {
  test.each<[string, unknown, string, unknown]>([
    ['a long past 2^53', integer('int64'), '9007199254740993', 9007199254740993n],
    ['an integer written with a point', { type: 'integer' }, '1.0', 1],
    ['an integer where numbers are wanted', { type: 'number' }, '5', 5],
    ['the float that is nearest', { type: 'number', 'connect.type': 'float32' }, '0.1', Math.fround(0.1)],
    ['a lone surrogate', { type: 'string' }, '"\\ud83d"', '\ud83d'],
    ['bytes without padding', { type: 'string', 'connect.type': 'bytes' }, '"aGk"', Buffer.from('hi')],
    ['a decimal in base64', decimal(2), '"BNI="', new Decimal(1234n, 2)],
    ['a decimal as a number', decimal(2), '12.34', new Decimal(1234n, 2)],
    ['a decimal that gets the scale of its schema', decimal(3), '1.5', new Decimal(1500n, 3)],
    ['a decimal that keeps digits past its scale', decimal(1), '1.25', new Decimal(125n, 2)],
    [
      'a decimal of more digits than a double has',
      decimal(0),
      '12345678901234567890',
      new Decimal(12345678901234567890n, 0),
    ],
    ['a date', logical('Date', integer('int32')), '3', new Date(3 * 86_400_000)],
    ['a symbol that is no string', { enum: ['a', 5] }, '5', '5'],
    [
      'a map entry by entry',
      {
        type: 'array',
        'connect.type': 'map',
        items: { type: 'object', properties: { key: integer('int32'), value: { type: 'string' } } },
      },
      '[{"value":"x","key":1}]',
      new Map([[1, 'x']]),
    ],
    [
      'keys such as __proto__',
      { type: 'object', additionalProperties: { type: 'string' } },
      '{"__proto__":"x"}',
      new Map([['__proto__', 'x']]),
    ],
    [
      'values without schema',
      { type: 'object', 'connect.type': 'map' },
      '{"a":[1,9007199254740993]}',
      new Map([['a', [1, 9007199254740993n]]]),
    ],
    ['null', { type: ['null', 'string'] }, 'null', null],
    ['the default for null', { oneOf: [{ type: 'null' }, { type: 'string', default: 'd' }] }, 'null', 'd'],
  ])('%s', async (_, schema, json, expected) => {
    expect((await readBy(schema, json)).value).toEqual(expected);
  });
});

describe('JSON that does not fit is refused, and the place named:', () => {
  const inField = (schema: unknown) => ({
    type: 'object',
    properties: { a: { type: 'object', properties: { b: schema } } },
  });
  test.each<[string, unknown, string, RegExp]>([
    ['a number for a string', { type: 'string' }, '5', /a number for field "a\.b", whose schema type is STRING/],
    ['a string for a number', { type: 'integer' }, '"5"', /a string for field "a\.b", whose schema type is INT64/],
    ['a fraction for an integer', { type: 'integer' }, '1.5', /a number with a fraction for field "a\.b"/],
    ['128 for an INT8', integer('int8'), '128', /an integer out of range for field "a\.b", whose schema type is INT8/],
    ['2^63 for an INT64', integer('int64'), '9223372036854775808', /an integer out of range/],
    ['1e400', { type: 'number' }, '1e400', /too large for its schema type FLOAT64/],
    [
      '1e39 for a FLOAT32',
      { type: 'number', 'connect.type': 'float32' },
      '1e39',
      /too large for its schema type FLOAT32/,
    ],
    ['"NaN"', { type: 'number' }, '"NaN"', /a string for field "a\.b"/],
    ['null where it is required', { type: 'string' }, 'null', /Invalid null for field "a\.b", which is required/],
    ['an object for a list', { type: 'array', items: { type: 'string' } }, '{}', /an object for field "a\.b"/],
    ['a wrong item', { type: 'array', items: { type: 'string' } }, '["x",5]', /a number for an item of field "a\.b"/],
    [
      'a wrong value of a map',
      { type: 'object', additionalProperties: { type: 'boolean' } },
      '{"k":1}',
      /a number for a value of field "a\.b"/,
    ],
    [
      'a list for an object',
      { type: 'object', properties: {} },
      '[]',
      /an array for field "a\.b", whose schema type is STRUCT/,
    ],
    ['no base64', { type: 'string', 'connect.type': 'bytes' }, '"?"', /no base64 for field "a\.b"/],
    [
      'a date with a fraction',
      logical('Date', integer('int32')),
      '1.5',
      /a number with a fraction for field "a\.b", whose schema is org.apache.kafka.connect.data.Date/,
    ],
    ['a time after midnight', logical('Time', integer('int32')), '86400001', /Invalid Time of field "a\.b"/],
    ['a timestamp past all dates', logical('Timestamp', integer('int64')), '9000000000000000', /past the year 275760/],
  ])('%s', async (_, schema, json, problem) => {
    const reading = readBy(inField(schema), `{"a":{"b":${json}}}`);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(problem);
  });
});

describe('a message is refused that', () => {
  test.each<[string, (id: number) => Uint8Array, RegExp]>([
    ['has no JSON', (id) => message(id, ''), /has a schema id, but no JSON/],
    ['breaks off', (id) => message(id, '{"a":'), /Malformed JSON: an unexpected end at character 6/],
    ['goes on after its end', (id) => message(id, '{"a":"x"} {}'), /after the document at character 11/],
    ['is no UTF-8', (id) => Buffer.concat([message(id, ''), Buffer.from([0x22, 0xff, 0x22])]), /no valid UTF-8/],
    ['has no frame', () => Buffer.from('{"a":"x"}'), /begins with the byte 0x7b/],
    ['names an unknown schema', () => message(99, '{}'), /There is no schema 99/],
    ['is empty', () => Buffer.alloc(0), /is empty/],
  ])('%s', async (_, bytes, problem) => {
    const registry = new FakeRegistry();
    const id = registry.add('t-value', { type: 'object', properties: { a: { type: 'string' } } });
    const reading = (async () => converterOn(registry).read(bytes(id)))();
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(problem);
  });
});

test('a schema of another type is refused with its name', async () => {
  const registry = new FakeRegistry();
  const id = registry.add('t-value', '"string"', { schemaType: 'AVRO' });
  await expect(converterOn(registry).read(message(id, '{}'))).rejects.toThrow(/is of type AVRO, not JSON/);
});

test('properties that are not there take the default, or none; others are passed over', async () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'string', default: 'd' } },
  };
  const { value } = await readBy(schema, { c: { deep: [1] } });
  expect((value as Struct).values).toEqual([null, 'd']);
});

test('the registry is asked once for a schema; after that everything is answered at once', async () => {
  const registry = new FakeRegistry();
  const id = registry.add('t-value', { type: 'string', title: 'Name' });
  const converter = converterOn(registry);
  const first = await converter.read(message(id, '"a"'));
  const asked = registry.requests.length;
  const second = converter.read(message(id, '"b"'));
  expect(second).not.toBeInstanceOf(Promise);
  expect((second as typeof first).schema).toBe(first.schema);
  expect(first.schema!.version).toBe(1);
  expect(registry.requests).toHaveLength(asked);
});

test('a string of 50 MB is read and written', async () => {
  const long = 'x'.repeat(50 * 1024 * 1024);
  const converter = converterOn(new FakeRegistry());
  const bytes = (await converter.write(Schema.STRING_SCHEMA, long))!;
  expect((await converter.read(bytes)).value === long).toBe(true);
}, 60_000);

test('a decimal as a number is read whatever decimal.format says', async () => {
  const schema = SchemaBuilder.struct().field('d', DecimalType.schema(2)).build();
  expect(schema.field('d')!.schema.name).toBe(DecimalType.LOGICAL_NAME);
  const { value } = await readBy({ type: 'object', properties: { d: decimal(2) } }, '{"d":1.25}', {
    'decimal.format': 'BASE64',
  });
  expect((value as Struct).get('d')).toEqual(new Decimal(125n, 2));
});
