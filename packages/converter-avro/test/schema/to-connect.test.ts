import type { Struct } from '@causeway/api';
import { DataError, DateType, Decimal, DecimalType, Schema, SchemaBuilder, TimestampType } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import type { AvroSettings } from '../../src/config.ts';
import { parseSchema } from '../../src/schema/parse-schema.ts';
import { toAvroSchema } from '../../src/schema/to-avro.ts';
import { toConnectSchema } from '../../src/schema/to-connect.ts';
import { fixtures } from '../fixtures.ts';
import { avroSettings } from '../settings.ts';

const connect = (avro: unknown, changes: Partial<AvroSettings> = {}, version: number | null = null): Schema =>
  toConnectSchema(parseSchema(JSON.stringify(avro)), version, avroSettings(changes))!;

const record = (...fields: object[]): object => ({ type: 'record', name: 'R', namespace: 'n', fields });
const fieldOf = (field: object, changes: Partial<AvroSettings> = {}): Schema =>
  connect(record({ name: 'f', ...field }), changes).fields[0]!.schema;

const color = { type: 'enum', name: 'Color', namespace: 'a', symbols: ['RED', 'GREEN'] };
const marker = 'io.confluent.connect.avro.Enum';

describe('an Avro schema becomes a Connect schema', () => {
  // A union in Connect has no name of its own in Avro, and map entries are optional in Connect only where they were.
  test.each(fixtures)('$title comes back', ({ schema, avro }) => {
    const back = toConnectSchema(parseSchema(avro), null, avroSettings());
    if (schema === null) expect(back).toBeNull();
    else expect(toAvroSchema(back, avroSettings())).toBe(avro);
  });

  test.each<[string, unknown, Partial<AvroSettings>, Schema]>([
    ['a primitive type', 'int', {}, Schema.INT32_SCHEMA],
    ['a primitive type as an object', { type: 'string' }, {}, Schema.STRING_SCHEMA],
    ['a type in a type', { type: { type: 'long' } }, {}, Schema.INT64_SCHEMA],
    ['a union with null', ['null', 'string'], {}, Schema.OPTIONAL_STRING_SCHEMA],
    ['a union with null at its end', ['string', 'null'], {}, Schema.OPTIONAL_STRING_SCHEMA],
    ['a union of one type', ['string'], {}, Schema.STRING_SCHEMA],
    [
      'a union of one type that is kept',
      ['string'],
      { flattenSingletonUnions: false },
      SchemaBuilder.struct()
        .name('io.confluent.connect.avro.Union')
        .field('string', Schema.OPTIONAL_STRING_SCHEMA)
        .build(),
    ],
    [
      'a union of several types',
      ['int', 'null', 'string'],
      {},
      SchemaBuilder.struct()
        .name('io.confluent.connect.avro.Union')
        .optional()
        .field('int', Schema.OPTIONAL_INT32_SCHEMA)
        .field('string', Schema.OPTIONAL_STRING_SCHEMA)
        .build(),
    ],
    [
      'a generalized union',
      ['int', 'string'],
      { generalizedSumTypes: true },
      SchemaBuilder.struct()
        .name('connect_union_0')
        .parameter('org.apache.kafka.connect.data.Union', 'connect_union_0')
        .field('connect_union_field_0', Schema.OPTIONAL_INT32_SCHEMA)
        .field('connect_union_field_1', Schema.OPTIONAL_STRING_SCHEMA)
        .build(),
    ],
    ['a date', { type: 'int', logicalType: 'date' }, {}, DateType.SCHEMA],
    [
      'a timestamp in milliseconds',
      { type: 'long', logicalType: 'timestamp-millis' },
      {},
      TimestampType.builder().build(),
    ],
    [
      'a timestamp in microseconds, as its number',
      { type: 'long', logicalType: 'timestamp-micros' },
      {},
      Schema.INT64_SCHEMA,
    ],
    ['a time in microseconds, as its number', { type: 'long', logicalType: 'time-micros' }, {}, Schema.INT64_SCHEMA],
    ['a UUID', { type: 'string', logicalType: 'uuid' }, {}, Schema.STRING_SCHEMA],
    [
      'a decimal',
      { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 },
      {},
      DecimalType.builder(2).parameter('connect.decimal.precision', '10').build(),
    ],
    ['a decimal without a scale', { type: 'bytes', logicalType: 'decimal', precision: 64 }, {}, DecimalType.schema(0)],
    [
      'a decimal in a fixed type',
      { type: 'fixed', name: 'D', size: 4, logicalType: 'decimal', precision: 64, scale: 1 },
      {},
      DecimalType.builder(1).parameter('connect.fixed.size', '4').build(),
    ],
    [
      'a decimal marked by its name only',
      {
        type: 'bytes',
        'connect.name': DecimalType.LOGICAL_NAME,
        'connect.parameters': { scale: '3' },
        'connect.version': 1,
      },
      {},
      DecimalType.schema(3),
    ],
    [
      'a fixed type',
      { type: 'fixed', name: 'a.Mac', size: 6 },
      {},
      SchemaBuilder.bytes().name('a.Mac').parameter('connect.fixed.size', '6').build(),
    ],
    [
      'an enum',
      color,
      {},
      SchemaBuilder.string()
        .name('a.Color')
        .parameters([
          [marker, 'a.Color'],
          [`${marker}.RED`, 'RED'],
          [`${marker}.GREEN`, 'GREEN'],
        ])
        .build(),
    ],
    [
      'a generalized enum',
      color,
      { generalizedSumTypes: true },
      SchemaBuilder.string()
        .name('a.Color')
        .parameters([
          ['org.apache.kafka.connect.data.Enum', 'a.Color'],
          ['org.apache.kafka.connect.data.Enum.RED', '0'],
          ['org.apache.kafka.connect.data.Enum.GREEN', '1'],
        ])
        .build(),
    ],
    [
      "a property of Avro's Java",
      { type: 'string', 'avro.java.string': 'String' },
      {},
      SchemaBuilder.string().parameter('avro.java.string', 'String').build(),
    ],
    [
      'a name that Connect made up',
      { type: 'record', name: 'ConnectDefault', namespace: 'io.confluent.connect.avro', fields: [] },
      {},
      SchemaBuilder.struct().build(),
    ],
  ])('%s', (_, avro, changes, schema) => {
    const mapped = connect(avro, changes);
    expect(mapped.equals(schema), JSON.stringify(mapped)).toBe(true);
  });

  test.each<[string, object, unknown]>([
    ['a number', { type: 'int', default: 3 }, 3],
    ['a long past 2^53', { type: 'long', default: 1 }, 1],
    ['an infinite one', { type: { type: 'double', 'connect.default': 'Infinity' } }, Infinity],
    ['a date', { type: { type: 'int', logicalType: 'date' }, default: 1 }, new Date(86_400_000)],
    ['a decimal', { type: { type: 'bytes', logicalType: 'decimal', scale: 1 }, default: '\u0005' }, new Decimal(5n, 1)],
    ['bytes', { type: 'bytes', default: 'ÿ' }, Buffer.of(255)],
    ['a list', { type: { type: 'array', items: 'int' }, default: [1] }, [1]],
    ['a map', { type: { type: 'map', values: 'int' }, default: { a: 1 } }, new Map([['a', 1]])],
    ['null', { type: ['null', 'int'], default: null }, null],
    ['one of a type that may be null, which Java leaves out', { type: ['int', 'null'], default: 5 }, null],
    [
      'one of a type that may be null, from Connect',
      { type: [{ type: 'int', 'connect.default': 5 }, 'null'], default: 5 },
      5,
    ],
    ['one that does not fit', { type: 'int', default: 'x' }, null],
  ])('has the default of its field: %s', (_, field, value) => {
    expect(fieldOf(field).defaultValue).toEqual(value);
  });

  test('has a struct as its default', () => {
    const schema = fieldOf({
      type: {
        type: 'record',
        name: 'I',
        fields: [
          { name: 'a', type: 'int' },
          { name: 'b', type: 'int', default: 2 },
        ],
      },
      default: { a: 1 },
    });
    expect((schema.defaultValue as Struct).values).toEqual([1, 2]);
  });

  test('keeps every digit of a long', () => {
    const avro = '{"type":"record","name":"R","fields":[{"name":"f","type":"long","default":9007199254740993}]}';
    expect(toConnectSchema(parseSchema(avro), null, avroSettings())!.fields[0]!.schema.defaultValue).toBe(
      9007199254740993n,
    );
  });

  test('keeps docs as parameters, or as docs', () => {
    const avro = { ...record({ name: 'f', type: 'int', doc: 'field' }), doc: 'rec' };
    expect([...connect(avro).parameters!]).toEqual([
      ['io.confluent.connect.avro.record.doc', 'rec'],
      ['io.confluent.connect.avro.field.doc.f', 'field'],
    ]);
    const plain = connect(avro, { discardTypeDocDefault: true });
    expect([plain.doc, plain.fields[0]!.schema.doc]).toEqual(['rec', 'field']);
  });

  test.each([
    ["the registry's", {}, 7, 7],
    ["Connect's, which wins", { 'connect.version': 2 }, 7, 2],
    ["a logical type's, which stays", { type: 'int', logicalType: 'date' }, 7, 1],
  ])('has a version: %s', (_, changes, version, expected) => {
    expect(connect({ ...record(), ...changes }, {}, version).version).toBe(expected);
  });

  test('resolves names by their namespaces', () => {
    const schema = connect(
      record(
        {
          name: 'a',
          type: {
            type: 'record',
            name: 'X',
            namespace: 'm',
            fields: [{ name: 'y', type: { type: 'fixed', name: 'Y', size: 1 } }],
          },
        },
        { name: 'b', type: 'm.X' },
        { name: 'c', type: 'm.Y' },
      ),
    );
    expect(schema.fields.map((f) => f.schema.name)).toEqual(['m.X', 'm.X', 'm.Y']);
  });

  test('tells records in a union apart by their namespace where asked to', () => {
    const x = (namespace: string) => ({ type: 'record', name: 'X', namespace, fields: [] });
    expect(connect([x('a'), x('b')], { enhanced: true }).fields.map((f) => f.name)).toEqual(['a.X', 'b.X']);
  });
});

describe('what Connect can not have is refused', () => {
  const deep = '{"type":"array","items":'.repeat(20_000) + '"int"' + '}'.repeat(20_000);

  test.each([
    ['null alone', '"null"', 'a null of its own'],
    [
      'the entry of a map that contains itself with no record between',
      '{"type":"array","items":{"type":"record","name":"E","connect.internal.type":"MapEntry","fields":[{"name":"key","type":"int"},{"name":"value","type":{"type":"array","items":"E"}}]}}',
      'The Avro record E is marked as the entry of a map and contains itself',
    ],
    [
      'branches of one name',
      '[{"type":"fixed","name":"a.X","size":1},{"type":"fixed","name":"b.X","size":1}]',
      'enhanced.avro.schema.support=true',
    ],
    ['a name that is not defined', '{"type":"array","items":"X"}', 'uses the type X'],
    [
      'a name that is defined twice',
      '[{"type":"fixed","name":"X","size":1},{"type":"fixed","name":"X","size":1}]',
      'defines the name X twice',
    ],
    ['a union in a union', '[["int"]]', 'contains a union'],
    ['a record without fields', '{"type":"record","name":"X"}', 'no list of fields'],
    ['a record without a name', '{"type":"record","fields":[]}', 'has no name'],
    [
      'a field without a type',
      '{"type":"record","name":"X","fields":[{"name":"a"}]}',
      'must be a name, an object or a list',
    ],
    [
      'two fields of one name',
      '{"type":"record","name":"X","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}',
      'two fields of the same name',
    ],
    ['a fixed type without a size', '{"type":"fixed","name":"X"}', 'no size'],
    ['an unknown connect.type', '{"type":"int","connect.type":"int4"}', 'connect.type "int4"'],
    [
      'a name against its logical type',
      '{"type":"int","logicalType":"date","connect.name":"X"}',
      'means org.apache.kafka.connect.data.Date',
    ],
    ['parameters that are no strings', '{"type":"int","connect.parameters":{"a":1}}', 'a that is no string'],
    ['no JSON', '{"type":', 'no valid JSON'],
    ['a schema that is too deep', deep, 'deep'],
  ])('%s', (_, avro, text) => {
    const map = (): unknown => toConnectSchema(parseSchema(avro), null, avroSettings());
    expect(map).toThrow(DataError);
    expect(map).toThrow(text);
  });
});
