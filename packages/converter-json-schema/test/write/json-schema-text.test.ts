import {
  DataError,
  DateType,
  DecimalType,
  Schema,
  SchemaBuilder,
  Struct,
  TimeType,
  TimestampType,
} from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { inHashOrder } from '../../src/write/hash-order.ts';
import { jsonSchemaText } from '../../src/write/json-schema-text.ts';

const settings = {
  numericDecimals: false,
  ignoreDefaultForNullables: false,
  additionalProperties: true,
  generalizedSumTypes: false,
};
const text = (schema: Schema, changed: Partial<typeof settings> = {}) =>
  jsonSchemaText(schema, { ...settings, ...changed });

const colour = SchemaBuilder.string()
  .name('Colour')
  .parameter('io.confluent.connect.json.Enum.green', 'green')
  .parameter('io.confluent.connect.json.Enum', '')
  .parameter('io.confluent.connect.json.Enum.red', 'red')
  .parameter('io.confluent.connect.json.Enum.<NULL>', '<NULL>')
  .build();

const union = SchemaBuilder.struct()
  .name('io.confluent.connect.json.OneOf')
  .field('io.confluent.connect.json.OneOf.field.0', Schema.OPTIONAL_STRING_SCHEMA)
  .field('io.confluent.connect.json.OneOf.field.1', Schema.OPTIONAL_INT32_SCHEMA);

describe('a Connect schema is this JSON schema', () => {
  test.each<[string, Schema, string]>([
    ['INT8', Schema.INT8_SCHEMA, '{"type":"integer","connect.type":"int8"}'],
    ['INT16', Schema.INT16_SCHEMA, '{"type":"integer","connect.type":"int16"}'],
    ['INT32', Schema.INT32_SCHEMA, '{"type":"integer","connect.type":"int32"}'],
    ['INT64', Schema.INT64_SCHEMA, '{"type":"integer","connect.type":"int64"}'],
    ['FLOAT32', Schema.FLOAT32_SCHEMA, '{"type":"number","connect.type":"float32"}'],
    ['FLOAT64', Schema.FLOAT64_SCHEMA, '{"type":"number","connect.type":"float64"}'],
    ['BOOLEAN', Schema.BOOLEAN_SCHEMA, '{"type":"boolean"}'],
    ['STRING', Schema.STRING_SCHEMA, '{"type":"string"}'],
    ['BYTES', Schema.BYTES_SCHEMA, '{"type":"string","connect.type":"bytes"}'],
    ['an optional STRING', Schema.OPTIONAL_STRING_SCHEMA, '{"oneOf":[{"type":"null"},{"type":"string"}]}'],
    [
      'Decimal',
      DecimalType.schema(2),
      '{"type":"number","title":"org.apache.kafka.connect.data.Decimal","connect.version":1,"connect.type":"bytes","connect.parameters":{"scale":"2"}}',
    ],
    [
      'Date',
      DateType.SCHEMA,
      '{"type":"integer","title":"org.apache.kafka.connect.data.Date","connect.version":1,"connect.type":"int32"}',
    ],
    [
      'Time',
      TimeType.SCHEMA,
      '{"type":"integer","title":"org.apache.kafka.connect.data.Time","connect.version":1,"connect.type":"int32"}',
    ],
    [
      'Timestamp',
      TimestampType.SCHEMA,
      '{"type":"integer","title":"org.apache.kafka.connect.data.Timestamp","connect.version":1,"connect.type":"int64"}',
    ],
    [
      'a default past 2^53',
      SchemaBuilder.int64().defaultValue(9007199254740993n).build(),
      '{"type":"integer","default":9007199254740993,"connect.type":"int64"}',
    ],
    [
      'an ARRAY',
      SchemaBuilder.array(Schema.STRING_SCHEMA).doc('"d"').build(),
      '{"type":"array","description":"\\"d\\"","items":{"type":"string"}}',
    ],
    [
      'a MAP with string keys',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT8_SCHEMA).build(),
      '{"type":"object","connect.type":"map","additionalProperties":{"type":"integer","connect.type":"int8"}}',
    ],
    [
      'a MAP with other keys',
      SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.BOOLEAN_SCHEMA).build(),
      '{"type":"array","connect.type":"map","items":{"type":"object","properties":{"value":{"connect.index":1,"type":"boolean"},"key":{"connect.index":0,"oneOf":[{"type":"null"},{"type":"string"}]}}}}',
    ],
    ['an enum', colour, '{"enum":["red",null,"green"],"title":"Colour"}'],
    [
      'a union',
      union.build(),
      '{"oneOf":[{"type":"string","connect.index":0},{"type":"integer","connect.index":1,"connect.type":"int32"}]}',
    ],
    [
      'a struct',
      SchemaBuilder.struct()
        .name('a.B')
        .version(2)
        .parameter('p', 'q')
        .field('x', Schema.STRING_SCHEMA)
        .field('y', SchemaBuilder.struct().optional().field('z', Schema.BOOLEAN_SCHEMA).build())
        .build(),
      '{"type":"object","title":"a.B","connect.version":2,"connect.parameters":{"p":"q"},"properties":{"x":{"type":"string","connect.index":0},"y":{"connect.index":1,"oneOf":[{"type":"null"},{"type":"object","properties":{"z":{"connect.index":0,"type":"boolean"}}}]}}}',
    ],
    [
      'a field called __proto__',
      SchemaBuilder.struct().field('__proto__', Schema.STRING_SCHEMA).build(),
      '{"type":"object","properties":{"__proto__":{"type":"string","connect.index":0}}}',
    ],
  ])('%s', (_, schema, expected) => {
    expect(text(schema)).toBe(expected);
    expect(() => JSON.parse(expected) as unknown).not.toThrow();
  });
});

test('every part of a schema has its place', () => {
  const parts = (builder: SchemaBuilder) =>
    builder.name('t').doc('d').version(2).parameter('scale', '2').parameter('connect.decimal.precision', '9');
  const schema = SchemaBuilder.struct()
    .field('n', parts(SchemaBuilder.int8().defaultValue(5)).build())
    .field('b', parts(SchemaBuilder.bool().defaultValue(true)).build())
    .build();
  const parameters = '"connect.parameters":{"scale":"2","connect.decimal.precision":"9"}';
  expect(text(schema)).toBe(
    `{"type":"object","properties":{"b":{"title":"t","description":"d","default":true,"connect.index":1,"connect.version":2,${parameters},"type":"boolean"},` +
      `"n":{"type":"integer","title":"t","description":"d","default":5,"connect.index":0,"connect.version":2,"connect.type":"int8",${parameters}}}}`,
  );
});

test('object.additional.properties=false closes every object', () => {
  const schema = SchemaBuilder.struct().name('t').field('a', SchemaBuilder.struct().build()).build();
  expect(text(schema, { additionalProperties: false })).toBe(
    '{"type":"object","additionalProperties":false,"title":"t","properties":{"a":{"type":"object","additionalProperties":false,"connect.index":0}}}',
  );
});

test('a struct default is written as an object', () => {
  const builder = SchemaBuilder.struct().optional().field('a', Schema.INT8_SCHEMA);
  const schema = builder.defaultValue(new Struct(builder.build(), [5])).build();
  expect(text(schema)).toContain('"default":{"a":5}');
});

test.each([
  ['a list without items', new Schema({ type: 'ARRAY' }), /an item of value is missing/],
  ['a map without keys', new Schema({ type: 'MAP' }), /has no schema of its keys/],
])('%s is refused', (_, schema, message) => {
  expect(() => text(schema)).toThrow(DataError);
  expect(() => text(schema)).toThrow(message);
});

describe('names stand in the order of a HashMap of Java', () => {
  // Recorded from a schema that Confluent's converter has written
  test.each([
    [
      16,
      ['op', 'before', 'after', 'prg_id', 'shard_id', 'entry_createdate', 'server_transaction_id'],
      ['prg_id', 'op', 'entry_createdate', 'before', 'shard_id', 'server_transaction_id', 'after'],
    ],
    [1, ['connect.decimal.precision', 'scale'], ['scale', 'connect.decimal.precision']],
  ])('in a table of %d', (table, names, expected) => {
    expect(inHashOrder(names, (name) => name, table)).toEqual(expected);
  });
});
