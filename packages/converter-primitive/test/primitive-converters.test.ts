import { ConfigError, DataError, Schema, int64 } from '@causeway/api';
import type { Converter, HeaderConverter } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import plugins from '../src/index.ts';

function converter(name: string): Converter & HeaderConverter {
  const plugin = plugins.find((p) => p.kind === 'converter' && p.class.endsWith(`.${name}`))!;
  const created = plugin.create() as Converter & HeaderConverter;
  created.configure({}, false);
  return created;
}

function roundTrip(name: string, schema: Schema, value: unknown): unknown {
  const used = converter(name);
  const bytes = used.fromConnectHeader('t', 'h', schema, value);
  return used.toConnectHeader('t', 'h', bytes).value;
}

describe('every value comes back through', () => {
  test.each([
    ['BooleanConverter', Schema.BOOLEAN_SCHEMA, fc.boolean()],
    ['ShortConverter', Schema.INT16_SCHEMA, fc.integer({ min: -32768, max: 32767 })],
    ['IntegerConverter', Schema.INT32_SCHEMA, fc.integer()],
    ['LongConverter', Schema.INT64_SCHEMA, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(int64)],
    ['FloatConverter', Schema.FLOAT32_SCHEMA, fc.float()],
    ['DoubleConverter', Schema.FLOAT64_SCHEMA, fc.double()],
    ['ByteArrayConverter', Schema.BYTES_SCHEMA, fc.uint8Array().map((bytes) => Buffer.from(bytes))],
  ] as const)('%s', (name, schema, values) => {
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (value) => {
        expect(roundTrip(name, schema, value)).toEqual(value);
      }),
    );
  });
});

describe('numbers that are not of the type are refused', () => {
  test.each([
    ['ShortConverter', 'past 16 bits', Schema.INT16_SCHEMA, 32768],
    ['ShortConverter', 'with a fraction', Schema.INT16_SCHEMA, 1.5],
    ['ShortConverter', 'that is -32769', Schema.INT16_SCHEMA, -32769],
    ['IntegerConverter', 'past 32 bits', Schema.INT32_SCHEMA, 2 ** 31],
    ['IntegerConverter', 'that is no number', Schema.INT32_SCHEMA, NaN],
    ['IntegerConverter', 'that is a bigint', Schema.INT32_SCHEMA, 1n],
    ['LongConverter', 'past 64 bits', Schema.INT64_SCHEMA, 2n ** 63n],
    ['LongConverter', 'past 2^53, which has lost digits', Schema.INT64_SCHEMA, 2 ** 53],
    ['FloatConverter', 'that is a bigint', Schema.FLOAT32_SCHEMA, 1n],
    ['DoubleConverter', 'that is an integer without schema', null, 1],
    ['LongConverter', 'that is a double without schema', null, 1.5],
  ])('%s: a number %s', (name, _, schema, value) => {
    expect(() => converter(name).fromConnectData('t', schema, value, null)).toThrow(DataError);
  });
});

test.each([
  [
    'ShortConverter',
    Schema.INT32_SCHEMA,
    1,
    'ShortConverter writes values of schema type INT16, not of kind integer number of schema type INT32',
  ],
  ['IntegerConverter', null, 1, 'INT32, not of kind integer number without schema: give the value that schema'],
  ['ByteArrayConverter', Schema.STRING_SCHEMA, 'secret', 'schema type BYTES, not STRING'],
  ['BooleanConverter', null, 'secret', 'writes booleans, not a value of kind string'],
])('%s says what is wrong, and shows no value', (name, schema, value, message) => {
  expect(() => converter(name).fromConnectData('t', schema, value, null)).toThrow(message);
  expect(() => converter(name).fromConnectData('t', schema, value, null)).not.toThrow('secret');
});

test.each([
  ['ShortConverter', 'reads an INT16 from 2 bytes, but there are 3'],
  ['BooleanConverter', 'A boolean is 1 byte long, but there are 3'],
])('%s says how many bytes it needs', (name, message) => {
  expect(() => converter(name).toConnectData('t', Buffer.alloc(3), null)).toThrow(message);
});

test('BooleanConverter reads no byte but 0 and 1', () => {
  expect(() => converter('BooleanConverter').toConnectData('t', Buffer.from([2]), null)).toThrow(DataError);
});

test('ByteArrayConverter copies what it reads, for the bytes are the caller’s', () => {
  const bytes = Buffer.from('abc');
  const { value } = converter('ByteArrayConverter').toConnectData('t', bytes, null) as { value: Buffer };
  bytes.fill(0);
  expect(value.toString()).toBe('abc');
});

test('numbers are read from any view of bytes', () => {
  const view = new Uint8Array([9, 0, 0, 0, 7, 9]).subarray(1, 5);
  expect(converter('IntegerConverter').toConnectData('t', view, null)).toEqual({
    schema: Schema.OPTIONAL_INT32_SCHEMA,
    value: 7,
  });
});

test.each(['ShortConverter', 'BooleanConverter'])('%s refuses a converter.type that there is not', (name) => {
  const used: HeaderConverter = converter(name);
  expect(() => used.configure({ 'converter.type': 'both' })).toThrow(ConfigError);
});
