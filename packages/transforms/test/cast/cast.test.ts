import { ConfigError, DataError, Schema, SchemaBuilder, SourceRecord, Struct, TimestampType } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import plugins from '@causeway/transforms';

function cast(spec: string, valueSchema: Schema | null, value: unknown): SourceRecord {
  const plugin = plugins.find((p) => p.class === 'org.apache.kafka.connect.transforms.Cast$Value')!;
  if (plugin.kind !== 'transformation') throw new Error('no transformation');
  const transformation = plugin.create();
  transformation.configure({ spec });
  const record = new SourceRecord({ sourcePartition: null, sourceOffset: null, topic: 't', valueSchema, value });
  return transformation.apply(record)!;
}

const there = (schema: Schema, type: string, value: unknown): unknown => {
  const text = cast('string', schema, value);
  return cast(type, text.valueSchema, text.value).value;
};

describe('Cast to a text and back gives the same', () => {
  const integers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  });

  test.each([
    ['int8', Schema.INT8_SCHEMA, fc.integer({ min: -128, max: 127 })],
    ['int32', Schema.INT32_SCHEMA, fc.integer()],
    ['int64', Schema.INT64_SCHEMA, integers],
    ['float32', Schema.FLOAT32_SCHEMA, fc.float()],
    ['float64', Schema.FLOAT64_SCHEMA, fc.double()],
    ['boolean', Schema.BOOLEAN_SCHEMA, fc.boolean()],
  ] as const)('%s', (type, schema, values) => {
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (value) => {
        expect(there(schema, type, value)).toBe(value);
      }),
    );
  });

  test('double without a schema, which stays one where it is integral', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const text = cast('string', Schema.FLOAT64_SCHEMA, value).value;
        expect(Number(cast('float64', null, text).value)).toBe(value);
      }),
    );
  });
});

describe('Cast', () => {
  test.each([
    ['int32', Schema.FLOAT64_SCHEMA, 4_294_967_296, 2_147_483_647],
    ['int32', Schema.INT64_SCHEMA, 4_294_967_296, 0],
    ['float32', Schema.INT64_SCHEMA, 9_007_200_328_482_817n, Math.fround(9_007_200_328_482_817)],
    ['float32', Schema.STRING_SCHEMA, '1.00000017881393432617187499', 1.0000001192092896],
    ['float64', Schema.STRING_SCHEMA, ' 0x1.8p1d ', 3],
    ['string', TimestampType.SCHEMA, new Date(1), '00:00:00.001Z'],
  ] as const)('makes %s of a %o with the value %o as Java does: %s', (type, schema, value, expected) => {
    expect(cast(type, schema, value).value).toBe(expected);
  });

  const struct = SchemaBuilder.struct().field('a', Schema.STRING_SCHEMA).build();

  test.each([
    [
      'a:int8',
      Struct.of(struct, ['300']),
      `Cast can't make INT8 of the text in field "a": it is no such number, or out of range`,
    ],
    ['string', Struct.of(struct, ['300']), `Cast can't make STRING of STRUCT in the value`],
  ])('with %s says what it can not do', (spec, value, message) => {
    const apply = () => cast(spec, struct, value);
    expect(apply).toThrow(DataError);
    expect(apply).toThrow(message);
  });

  test.each([
    ['a:int8:b', 'a:int8:b has more than one colon; expected field:type'],
    ['a:date', 'a:date must name one of the types int8, int16'],
    ['int8,a:int8', 'int8 casts the whole, so it must be the only entry'],
  ])('refuses the spec %s: %s', (spec, message) => {
    const configure = () => cast(spec, null, null);
    expect(configure).toThrow(ConfigError);
    expect(configure).toThrow(message);
  });
});
