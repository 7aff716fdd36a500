import { Decimal, Float64, Schema, SchemaBuilder, Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import {
  type GoldenResult,
  type GoldenValue,
  decodeValue,
  difference,
  encodeSchema,
  encodeValue,
} from '../../src/index.ts';

const int32 = encodeSchema(Schema.INT32_SCHEMA);
const value = (t: string, v: unknown): GoldenResult => ({ value: { t, v } });
const error = (kind: 'ConfigException' | 'DataException' | 'other', phase: 'from' | 'to'): GoldenResult => ({
  error: { kind, phase },
});

describe('difference', () => {
  test.each<[string, GoldenResult, GoldenResult]>([
    ['nothing and null', {}, { value: null, schema: null }],
    ['integers of two widths without schema', value('INT32', 5), value('INT64', '5')],
    ['a float and the double that reads like it', value('FLOAT32', 0.10000000149011612), value('FLOAT64', 0.1)],
    ['maps in another order', value('MAP', pairs('a', 'b')), value('MAP', pairs('b', 'a'))],
    ['any error, where Java did not plan one', error('other', 'to'), error('DataException', 'to')],
  ])('is none between %s', (_, want, have) => {
    expect(difference({ result: want }, have)).toBeNull();
  });

  test.each<[string, GoldenResult, GoldenResult]>([
    ['a long and a double', value('INT64', '5'), value('FLOAT64', 5)],
    ['0.0 and -0.0', value('FLOAT64', 0), value('FLOAT64', -0)],
    ['decimals of two scales', value('DECIMAL', '1.0'), value('DECIMAL', '1.00')],
    [
      'integers of two widths under a schema',
      { schema: int32, ...value('INT32', 5) },
      { schema: int32, ...value('INT64', '5') },
    ],
    ['a schema and none', { schema: int32 }, {}],
    [
      'an optional schema and a required one',
      { schema: int32 },
      { schema: encodeSchema(Schema.OPTIONAL_INT32_SCHEMA) },
    ],
    ['maps of other keys', value('MAP', pairs('a')), value('MAP', pairs('b'))],
    ['an error and a value', error('other', 'from'), value('INT64', '5')],
    ['errors of two phases', error('other', 'from'), error('other', 'to')],
    ['planned errors of two kinds', error('ConfigException', 'from'), error('DataException', 'from')],
  ])('is told between %s', (_, want, have) => {
    expect(difference({ result: want }, have)).toEqual(expect.any(String));
  });
});

function pairs(...keys: string[]): [GoldenValue, GoldenValue | null][] {
  return keys.map((key) => [{ t: 'STRING', v: key }, null]);
}

test.each([
  ['a long past 2^53', Schema.INT64_SCHEMA, 9007199254740993n],
  ['an integral double without schema', null, new Float64(1)],
  ['NaN', Schema.FLOAT64_SCHEMA, NaN],
  ['bytes', Schema.BYTES_SCHEMA, Buffer.from([0, 255])],
  ['a decimal of negative scale', null, new Decimal(12n, -2)],
  ['a date', null, new Date(-1)],
  [
    'a struct that brings its schema',
    null,
    Struct.of(SchemaBuilder.struct().field('__proto__', Schema.INT8_SCHEMA).build(), [1]),
  ],
])('%s comes back from the encoding', (_, schema, original) => {
  expect(decodeValue(encodeValue(original, schema), schema)).toStrictEqual(original);
});
