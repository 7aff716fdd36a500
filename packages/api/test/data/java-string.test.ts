import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, Float64, javaDouble, javaFloat, javaString, Schema, SchemaBuilder, Struct } from '@causeway/api';

describe('javaDouble prints', () => {
  test.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [100, '100.0'],
    [0.1, '0.1'],
    [9999999, '9999999.0'],
    [1e7, '1.0E7'],
    [12345678.9, '1.23456789E7'],
    [0.001, '0.001'],
    [0.00012345, '1.2345E-4'],
    [1e21, '1.0E21'],
    [-1.5e300, '-1.5E300'],
    [5e-324, '4.9E-324'],
    [1e-323, '9.9E-324'],
    [Number.MAX_VALUE, '1.7976931348623157E308'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
  ])('%d as %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  test('any number so that it reads back as itself', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(Number(javaDouble(value))).toBe(value);
      }),
    );
  });
});

describe('javaFloat prints', () => {
  test.each([
    [Math.fround(0.1), '0.1'],
    [Math.fround(1.9), '1.9'],
    [Math.fround(0.001), '0.001'],
    [16777216, '1.6777216E7'],
    [3.4028234663852886e38, '3.4028235E38'],
    [1.401298464324817e-45, '1.4E-45'],
    [-1.5, '-1.5'],
    [-0, '-0.0'],
    [NaN, 'NaN'],
  ])('%d as %s', (value, text) => {
    expect(javaFloat(value)).toBe(text);
  });

  test('any 32-bit number so that it reads back as itself, in at most nine digits', () => {
    fc.assert(
      fc.property(fc.float(), (value) => {
        const text = javaFloat(value);
        expect(Math.fround(Number(text))).toBe(value);
        const digits = text.replace(/E.*|[-.]/g, '').replace(/^0+|0+$/g, '');
        expect(digits.length).toBeLessThanOrEqual(9);
      }),
    );
  });
});

describe('javaString prints', () => {
  const point = SchemaBuilder.struct()
    .field('x', Schema.FLOAT32_SCHEMA)
    .field('note', Schema.OPTIONAL_STRING_SCHEMA)
    .build();

  test.each<[string, unknown, Schema | null, string]>([
    ['null', null, null, 'null'],
    ['a text as it is', '', Schema.STRING_SCHEMA, ''],
    ['a boolean', true, null, 'true'],
    ['an integer without a point', 12, null, '12'],
    ['a long past 2^53', 9007199254740993n, null, '9007199254740993'],
    ['a double that is integral', new Float64(1), null, '1.0'],
    ['an integral number of a FLOAT64', 1, Schema.FLOAT64_SCHEMA, '1.0'],
    ['a FLOAT32 with its own digits', Math.fround(0.1), Schema.FLOAT32_SCHEMA, '0.1'],
    ['a decimal with its scale', Decimal.parse('12.30'), null, '12.30'],
    ['a date in UTC', new Date(1650000000123), null, 'Fri Apr 15 05:20:00 UTC 2022'],
    ['bytes as base64', Buffer.from([1, 2]), null, 'AQI='],
    ['a list', [1, null, 'a, b'], null, '[1, null, a, b]'],
    ['a list of FLOAT64', [1], SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build(), '[1.0]'],
    ['a map', new Map<unknown, unknown>([['a', new Map([['b', [null]]])]]), null, '{a={b=[null]}}'],
    ['a plain object as a map', { a: 1 }, null, '{a=1}'],
    ['a struct', new Struct(point, [Math.fround(0.1), 'n']), null, 'Struct{x=0.1,note=n}'],
    ['a struct without the fields that have no value', new Struct(point, [1, null]), point, 'Struct{x=1.0}'],
    ['a value that does not fit its schema', 'x', Schema.INT32_SCHEMA, 'x'],
  ])('%s', (_, value, schema, text) => {
    expect(javaString(value, schema)).toBe(text);
  });
});
