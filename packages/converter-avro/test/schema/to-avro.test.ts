import { DataError, Schema, SchemaBuilder, Struct } from '@causeway/api';
import avsc from 'avsc';
import { describe, expect, test } from 'vitest';
import type { AvroSettings } from '../../src/config.ts';
import { toAvroSchema } from '../../src/schema/to-avro.ts';
import { fixtures } from '../fixtures.ts';
import { avroSettings } from '../settings.ts';

const struct = (name: string, fields: Readonly<Record<string, Schema>>): Schema =>
  Object.entries(fields)
    .reduce((builder, [field, schema]) => builder.field(field, schema), SchemaBuilder.struct().name(name))
    .build();

const color = SchemaBuilder.string()
  .name('a.Color')
  .parameter('io.confluent.connect.avro.Enum', 'a.Color')
  .parameter('io.confluent.connect.avro.Enum.RED', 'RED')
  .parameter('io.confluent.connect.avro.Enum.GREEN', 'GREEN')
  .build();
const mac = SchemaBuilder.bytes().name('a.Mac').parameter('connect.fixed.size', '6').build();

describe('a Connect schema becomes an Avro schema', () => {
  test.each(fixtures)('$title', ({ schema, avro }) => {
    const text = toAvroSchema(schema, avroSettings());
    expect(text).toBe(avro);
    expect(() => avsc.Type.forSchema(JSON.parse(text) as avsc.Schema)).not.toThrow();
  });

  test.each<[string, Schema, Partial<AvroSettings>, string]>([
    [
      'without what Connect adds',
      SchemaBuilder.int8().doc('d').version(1).parameter('p', 'q').build(),
      { metaData: false },
      '"int"',
    ],
    [
      'an enum as a string',
      color,
      {},
      '{"type":"string","connect.parameters":{"io.confluent.connect.avro.Enum":"a.Color","io.confluent.connect.avro.Enum.RED":"RED","io.confluent.connect.avro.Enum.GREEN":"GREEN"},"connect.name":"a.Color"}',
    ],
    [
      'an enum as an enum',
      color,
      { enhanced: true, metaData: false },
      '{"type":"enum","name":"Color","namespace":"a","symbols":["RED","GREEN"]}',
    ],
    [
      'a fixed type',
      mac,
      {},
      '{"type":"fixed","name":"Mac","namespace":"a","size":6,"connect.parameters":{"connect.fixed.size":"6"},"connect.name":"a.Mac"}',
    ],
    [
      'optional keys in a map',
      SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
      { optionalMapKeys: true },
      '{"type":"map","values":"int"}',
    ],
    [
      'names that Avro does not allow',
      struct('my-app.1 order', { 'a b': Schema.INT32_SCHEMA, größe: Schema.INT32_SCHEMA }),
      { scrub: true, metaData: false },
      '{"type":"record","name":"x1_order","namespace":"my_app","fields":[{"name":"a_b","type":"int"},{"name":"gr_C3_B6_C3_9Fe","type":"int"}]}',
    ],
    [
      'letters of every script',
      struct('größe', {}),
      { metaData: false },
      '{"type":"record","name":"größe","fields":[]}',
    ],
    [
      'docs of records and fields',
      SchemaBuilder.struct()
        .name('R')
        .parameter('io.confluent.connect.avro.record.doc', 'rec')
        .parameter('io.confluent.connect.avro.field.doc.a', 'fld')
        .field('a', Schema.INT32_SCHEMA)
        .build(),
      { metaData: false },
      '{"type":"record","name":"R","doc":"rec","fields":[{"name":"a","type":"int","doc":"fld"}]}',
    ],
    [
      'docs of schemas as those of fields',
      struct('R', { a: SchemaBuilder.int32().doc('d').build() }),
      { discardTypeDocDefault: true, metaData: false },
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int","doc":"d"}]}',
    ],
    [
      'a default that came from an Avro field',
      struct('R', {
        a: SchemaBuilder.int32().parameter('io.confluent.connect.avro.field.default', 'true').defaultValue(1).build(),
      }),
      {},
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":1}],"connect.name":"R"}',
    ],
  ])('%s', (_, schema, changes, avro) => {
    expect(toAvroSchema(schema, avroSettings(changes))).toBe(avro);
  });

  test.each<[string, Schema, string, string]>([
    ['a long', SchemaBuilder.int64().defaultValue(9007199254740993n).build(), '9007199254740993', '9007199254740993'],
    ['a float', SchemaBuilder.float32().defaultValue(Math.fround(0.1)).build(), '0.1', '0.10000000149011612'],
    ['a double', SchemaBuilder.float64().defaultValue(1).build(), '1.0', '1.0'],
    ['bytes', SchemaBuilder.bytes().defaultValue(Buffer.of(0xff, 0x41)).build(), '"ÿA"', '"ÿA"'],
    ['a list', SchemaBuilder.array(Schema.INT32_SCHEMA).defaultValue([1, 2]).build(), '[1,2]', '[1,2]'],
    [
      'a map',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.FLOAT64_SCHEMA)
        .defaultValue(new Map([['k', 2]]))
        .build(),
      '{"k":2.0}',
      '{"k":2.0}',
    ],
  ])('the default of %s keeps its digits', (_, schema, inProperty, inField) => {
    const text = toAvroSchema(struct('R', { f: schema }), avroSettings());
    expect(text).toContain(`"connect.default":${inProperty}`);
    expect(text).toContain(`"default":${inField}}]`);
  });

  test.each([
    ['NaN', SchemaBuilder.float64().defaultValue(NaN).build()],
    [
      'the pairs of a map without string keys',
      SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.INT32_SCHEMA)
        .defaultValue(new Map([[1, 2]]))
        .build(),
    ],
  ])('a default that Avro has no form for is left out of the field: %s', (_, schema) => {
    const text = toAvroSchema(struct('R', { f: schema }), avroSettings());
    expect(text).toContain('"connect.default":');
    expect(text).not.toContain('"default":');
  });

  test('the default of a struct is an object', () => {
    const inner = struct('I', { a: Schema.INT32_SCHEMA });
    const schema = new Schema({
      type: 'STRUCT',
      name: 'I',
      fields: [...inner.fields],
      defaultValue: new Struct(inner, [4]),
    });
    expect(toAvroSchema(struct('R', { f: schema }), avroSettings())).toContain('"default":{"a":4}');
  });
});

describe('what Avro can not have is refused', () => {
  let deep = Schema.INT32_SCHEMA;
  for (let i = 0; i < 20_000; i++) deep = SchemaBuilder.array(deep).build();

  test.each<[string, Schema, string]>([
    ['a name with a blank', struct('a b', {}), '"a b" as name of a schema'],
    ['a field with a dash', struct('R', { 'a-b': Schema.INT32_SCHEMA }), 'scrub.invalid.names=true'],
    [
      'two schemas of one name',
      struct('R', { a: struct('X', { p: Schema.INT32_SCHEMA }), b: struct('X', { q: Schema.INT32_SCHEMA }) }),
      'have the name X',
    ],
    [
      'two schemas of one name, in a list',
      struct('R', { a: struct('X', { p: Schema.INT32_SCHEMA }), b: SchemaBuilder.array(struct('X', {})).build() }),
      'have the name X',
    ],
    [
      'a union of two strings',
      struct('io.confluent.connect.avro.Union', { a: Schema.STRING_SCHEMA, b: Schema.STRING_SCHEMA }),
      'two branches of the type string',
    ],
    ['a schema that is too deep', deep, 'nested too deeply'],
  ])('%s', (_, schema, text) => {
    const map = (): string => toAvroSchema(schema, avroSettings());
    expect(map).toThrow(DataError);
    expect(map).toThrow(text);
  });
});
