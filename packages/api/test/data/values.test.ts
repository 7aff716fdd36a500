import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DataError,
  DateType,
  Decimal,
  Float64,
  Schema,
  SchemaBuilder,
  Struct,
  TimestampType,
  TimeType,
  Values,
} from '@causeway/api';

describe('Values.parseString', () => {
  test.each<[string, Schema, unknown]>([
    ['', Schema.STRING_SCHEMA, ''],
    ['abc', Schema.STRING_SCHEMA, 'abc'],
    ['true', Schema.BOOLEAN_SCHEMA, true],
    ['true,false', Schema.STRING_SCHEMA, 'true,false'],
    ['127', Schema.INT8_SCHEMA, 127],
    ['128', Schema.INT16_SCHEMA, 128],
    ['1e3', Schema.INT16_SCHEMA, 1000],
    ['1.0', Schema.INT8_SCHEMA, 1],
    ['1,2', Schema.INT8_SCHEMA, 1],
    ['9223372036854775807', Schema.INT64_SCHEMA, 9223372036854775807n],
    ['0.1', Schema.FLOAT32_SCHEMA, Math.fround(0.1)],
    ['1e300', Schema.FLOAT64_SCHEMA, 1e300],
    ['NaN', Schema.STRING_SCHEMA, 'NaN'],
    ['2020-13-45', DateType.SCHEMA, new Date('2021-02-14')],
    ['10:11:12.131Z', TimeType.SCHEMA, new Date(36672131)],
    ['2020-01-02T10:11:12.131Z', TimestampType.SCHEMA, new Date('2020-01-02T10:11:12.131Z')],
    ['1500-03-01', DateType.SCHEMA, new Date('1500-03-11')],
    ['[1, 300]', SchemaBuilder.array(Schema.INT16_SCHEMA).build(), [1, 300]],
    ['[1] and more', SchemaBuilder.array(Schema.INT8_SCHEMA).build(), [1]],
    ['[1, "a"]', new Schema({ type: 'ARRAY' }), [1, 'a']],
    ['[1, null]', Schema.STRING_SCHEMA, '[1, null]'],
    [
      '[9223372036854775807,2020-01-02T10:11:12.131Z]',
      Schema.STRING_SCHEMA,
      '[9223372036854775807,2020-01-02T10:11:12.131Z]',
    ],
    ['[a]', Schema.STRING_SCHEMA, '[a]'],
    [
      '{"a":1 "b":2}',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT8_SCHEMA).build(),
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    ],
    [
      '{[1]:2,[1]:3}',
      SchemaBuilder.map(SchemaBuilder.array(Schema.INT8_SCHEMA).build(), Schema.INT8_SCHEMA).build(),
      new Map([[[1], 3]]),
    ],
    ['{"a":}', Schema.STRING_SCHEMA, '{"a":}'],
  ])('reads %s', (text, schema, value) => {
    const parsed = Values.parseString(text);
    expect(parsed.value).toEqual(value);
    expect(parsed.schema?.equals(schema)).toBe(true);
  });

  test('reads a long number without fraction as a decimal', () => {
    expect(Values.parseString('12345678901234567890').value).toEqual(Decimal.parse('12345678901234567890'));
    expect(Values.parseString('1e99999').value).toEqual(new Decimal(1n, -99999));
  });

  test.each([null, 'null', ' null '])('reads %o as nothing', (text) => {
    expect(Values.parseString(text)).toEqual({ schema: null, value: null });
  });

  test('gives a schema and a value for any text', () => {
    const parts = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"',
      '\\',
      ' ',
      '1',
      '-',
      'a',
      'null',
      'true',
      '1e9',
      '2020-01-02',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts).map((p) => p.join('')),
        ),
        (text) => {
          const { schema, value } = Values.parseString(text);
          expect(schema === null).toBe(value === null);
        },
      ),
    );
  });
});

describe('Values.convertToString', () => {
  const person = SchemaBuilder.struct()
    .field('name', Schema.STRING_SCHEMA)
    .field('age', SchemaBuilder.int32().defaultValue(3).build())
    .build();

  test.each<[string, unknown, Schema | null, string | null]>([
    ['null as null', null, null, null],
    ['a text as it is', 'a "b"', null, 'a "b"'],
    ['texts in a list in quotes', ['a', 'b"c\\'], null, '["a","b\\"c\\\\"]'],
    ['bytes as base64', Buffer.from('hi'), null, 'aGk='],
    ['bytes in a list in quotes', [Buffer.from('hi')], null, '["aGk="]'],
    ['a map', new Map([['a', 1]]), null, '{"a":1}'],
    ['a struct with its defaults', new Struct(person, ['x', null]), person, '{"name":"x","age":3}'],
    ['a float with its digits', Math.fround(0.1), Schema.FLOAT32_SCHEMA, '0.1'],
    ['a day', new Date('2020-01-02'), DateType.SCHEMA, '2020-01-02'],
    ['a timestamp', new Date('2020-01-02T10:11:12.131Z'), null, '2020-01-02T10:11:12.131Z'],
    ['the first day of 1970 as a time', new Date(1), null, '00:00:00.001Z'],
    ['a date before 1970 as a time', new Date(-1), null, '23:59:59.999Z'],
    ['a year of five digits', new Date(317146665600001), null, '12019-12-24T00:00:00.001Z'],
  ])('prints %s', (_, value, schema, text) => {
    expect(Values.convertToString(schema, value)).toBe(text);
  });

  test('refuses what is no Connect data', () => {
    expect(() => Values.convertToString(null, new Set())).toThrow(/Set can't be written/);
  });

  test('prints integers so that they are read back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(Values.parseString(Values.convertToString(Schema.INT64_SCHEMA, value)).value).toBe(value);
      }),
    );
  });
});

describe('Values.convertTo…', () => {
  test('reads every long that it is given as a text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(BigInt(Values.convertToLong(null, String(value))!)).toBe(value);
        expect(Values.convertToInteger(null, String(value))).toBe(Number(BigInt.asIntN(32, value)));
      }),
    );
  });

  test('reads every double that it is given as a text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Values.convertToDouble(null, String(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test.each<[string, () => unknown]>([
    ['a number with a huge exponent as a long', () => Values.convertToLong(null, '1e2147483646')],
    ['a number with a tiny exponent as a long', () => Values.convertToLong(null, '1e-2147483646')],
  ])('does not compute the digits of %s', (_, convert) => {
    expect(convert()).toBe(0);
  });

  test.each<[string, () => unknown]>([
    ['a text that is no number', () => Values.convertToLong(null, 's3cret')],
    ['a text as a list', () => Values.convertToList(Schema.STRING_SCHEMA, 's3cret')],
    ['a text as a struct', () => Values.convertToStruct(null, 's3cret')],
    ['a text as a date', () => Values.convertToDate(null, 's3cret')],
    ['a text as a decimal', () => Values.convertToDecimal(null, 's3cret', 0)],
    ['a map as a boolean', () => Values.convertToBoolean(null, new Map([['s3cret', 1]]))],
  ])('refuses %s without showing it', (_, convert) => {
    expect(convert).toThrow(DataError);
    expect(convert).not.toThrow(/s3cret/);
  });
});

describe('Values.inferSchema', () => {
  test.each<[string, unknown, Schema | null]>([
    ['an integer', 1, Schema.INT64_SCHEMA],
    ['a fraction', 1.5, Schema.FLOAT64_SCHEMA],
    ['a boxed double', new Float64(1), Schema.FLOAT64_SCHEMA],
    ['integers of both forms', [1, 2n ** 60n], SchemaBuilder.array(Schema.INT64_SCHEMA).build()],
    ['a list with a null', ['a', null], SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build()],
    ['a mixed list', ['a', 1], null],
    ['an empty list', [], null],
    ['a map', new Map([['a', true]]), SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.BOOLEAN_SCHEMA).build()],
    ['a date', new Date(0), null],
    ['null', null, null],
  ])('of %s', (_, value, schema) => {
    const inferred = Values.inferSchema(value);
    expect(inferred === null ? schema === null : inferred.equals(schema)).toBe(true);
  });
});
