import { DateType, DecimalType, Schema, SchemaBuilder, TimeType, TimestampType } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { mappingSettings, protobufConverterConfig } from '../../src/config.ts';
import { parseProtoFile } from '../../src/proto/proto-file.ts';
import { fieldNumbers } from '../../src/write/field-numbers.ts';
import { fileText } from '../../src/write/file-text.ts';
import { scrubbed } from '../../src/write/names.ts';
import type { Settings } from '../memory-registry.ts';

const TAG = 'io.confluent.connect.protobuf.Tag';
const ENUM = 'io.confluent.connect.protobuf.Enum';

function textOf(schema: Schema, settings: Settings = {}): string {
  const values = protobufConverterConfig.parse({ 'schema.registry.url': 'http://r', ...settings });
  const { text, fullName } = fileText(schema, mappingSettings(values));
  // Whatever is written can be read as a file
  expect(parseProtoFile({ text, imports: new Map() }).indexesOf(fullName)).not.toBeNull();
  return text;
}

/** The lines of the only message, without those around them. */
function bodyOf(field: Schema, settings: Settings = {}): string[] {
  const text = textOf(SchemaBuilder.struct().name('M').field('a', field).build(), settings);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('syntax'));
  return lines.filter((line) => line !== 'message M {' && line !== '}').map((line) => line.replace(/^ {2}/, ''));
}

const meta = 'import "confluent/meta.proto";';
const wrappers = 'import "google/protobuf/wrappers.proto";';
const point = SchemaBuilder.struct().name('com.x.Point').field('x', Schema.INT32_SCHEMA).build();
const status = (builder: SchemaBuilder) =>
  builder
    .name('Status')
    .parameter(ENUM, 'com.x.Status')
    .parameter(`${ENUM}.OFF`, '1')
    .parameter(`${ENUM}.ON`, '0')
    .build();

describe('a field of the type', () => {
  test.each([
    [
      'INT8',
      Schema.INT8_SCHEMA,
      [meta, 'int32 a = 1 [(confluent.field_meta) = { params: [{ value: "int8", key: "connect.type" }] }];'],
    ],
    [
      'INT16',
      Schema.INT16_SCHEMA,
      [meta, 'int32 a = 1 [(confluent.field_meta) = { params: [{ value: "int16", key: "connect.type" }] }];'],
    ],
    ['INT32', Schema.INT32_SCHEMA, ['int32 a = 1;']],
    ['INT64', Schema.OPTIONAL_INT64_SCHEMA, ['int64 a = 1;']],
    ['FLOAT32', Schema.FLOAT32_SCHEMA, ['float a = 1;']],
    ['FLOAT64', Schema.FLOAT64_SCHEMA, ['double a = 1;']],
    ['BOOLEAN', Schema.BOOLEAN_SCHEMA, ['bool a = 1;']],
    ['STRING', Schema.STRING_SCHEMA, ['string a = 1;']],
    ['BYTES', Schema.BYTES_SCHEMA, ['bytes a = 1;']],
    ['INT32 that was sint32', SchemaBuilder.int32().parameter('protobuf.type', 'sint32').build(), ['sint32 a = 1;']],
    [
      'INT64 that was uint32',
      SchemaBuilder.int64().parameter('protobuf.type', 'uint32').parameter(TAG, '9').build(),
      ['uint32 a = 9;'],
    ],
    [
      'INT32 that can not be fixed64',
      SchemaBuilder.int32().parameter('protobuf.type', 'fixed64').build(),
      ['int32 a = 1;'],
    ],
    [
      'Decimal',
      DecimalType.builder(3).parameter('connect.decimal.precision', '8').build(),
      [
        meta,
        'import "confluent/type/decimal.proto";',
        'confluent.type.Decimal a = 1 [(confluent.field_meta) = { params: [{ value: "8", key: "precision" }, { value: "3", key: "scale" }] }];',
      ],
    ],
    ['Date', DateType.SCHEMA, ['import "google/type/date.proto";', 'google.type.Date a = 1;']],
    ['Time', TimeType.SCHEMA, ['import "google/type/timeofday.proto";', 'google.type.TimeOfDay a = 1;']],
    [
      'Timestamp',
      TimestampType.SCHEMA,
      ['import "google/protobuf/timestamp.proto";', 'google.protobuf.Timestamp a = 1;'],
    ],
    ['ARRAY', SchemaBuilder.array(Schema.STRING_SCHEMA).build(), ['repeated string a = 1;']],
    [
      'ARRAY of STRUCT',
      SchemaBuilder.array(point).build(),
      ['repeated Point a = 1;', 'message Point {', '  int32 x = 1;', '}'],
    ],
    [
      'MAP',
      SchemaBuilder.map(Schema.INT64_SCHEMA, Schema.STRING_SCHEMA).build(),
      [
        'repeated ConnectDefault1Entry a = 1;',
        'message ConnectDefault1Entry {',
        '  int64 key = 1;',
        '  string value = 2;',
        '}',
      ],
    ],
    [
      'MAP with a name, of ARRAY',
      SchemaBuilder.map(Schema.STRING_SCHEMA, SchemaBuilder.array(Schema.INT32_SCHEMA).build()).name('my_map').build(),
      ['repeated MyMapEntry a = 1;', 'message MyMapEntry {', '  string key = 1;', '  repeated int32 value = 2;', '}'],
    ],
    ['STRUCT', point, ['Point a = 1;', 'message Point {', '  int32 x = 1;', '}']],
    [
      'STRUCT called like a field',
      SchemaBuilder.struct().name('a').field('x', Schema.INT32_SCHEMA).build(),
      ['aMessage a = 1;', 'message aMessage {', '  int32 x = 1;', '}'],
    ],
    [
      'STRING for an enum',
      status(SchemaBuilder.string()),
      ['Status a = 1;', 'enum Status {', '  ON = 0;', '  OFF = 1;', '}'],
    ],
    [
      'INT32 for an enum',
      status(SchemaBuilder.int32()),
      ['Status a = 1;', 'enum Status {', '  ON = 0;', '  OFF = 1;', '}'],
    ],
    [
      'STRUCT for a oneof',
      SchemaBuilder.struct()
        .name('io.confluent.connect.protobuf.Union.com.x.M.choice')
        .field('x', Schema.OPTIONAL_INT32_SCHEMA)
        .field('p', point.withOptional(true))
        .build(),
      ['oneof choice {', '  int32 x = 1;', '  Point p = 2;', '}', 'message Point {', '  int32 x = 1;', '}'],
    ],
  ])('%s', (_, schema, expected) => {
    expect(bodyOf(schema)).toEqual(expected);
  });

  test.each([
    [
      'optional with optional.for.nullables',
      Schema.OPTIONAL_INT32_SCHEMA,
      'optional.for.nullables',
      ['optional int32 a = 1;'],
    ],
    ['required with optional.for.nullables', Schema.INT32_SCHEMA, 'optional.for.nullables', ['int32 a = 1;']],
    [
      'an optional ARRAY with optional.for.nullables',
      SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build(),
      'optional.for.nullables',
      ['repeated int32 a = 1;'],
    ],
    [
      'optional with wrapper.for.nullables',
      Schema.OPTIONAL_FLOAT64_SCHEMA,
      'wrapper.for.nullables',
      [wrappers, 'google.protobuf.DoubleValue a = 1;'],
    ],
    ['required with wrapper.for.nullables', Schema.FLOAT64_SCHEMA, 'wrapper.for.nullables', ['double a = 1;']],
    [
      'a union of all converters with generalized.sum.type.support',
      SchemaBuilder.struct()
        .name('u')
        .parameter('org.apache.kafka.connect.data.Union', 'u')
        .field('x', Schema.OPTIONAL_INT32_SCHEMA)
        .build(),
      'generalized.sum.type.support',
      ['oneof u {', '  int32 x = 1;', '}'],
    ],
  ])('%s', (_, schema, setting, expected) => {
    expect(bodyOf(schema, { [setting]: 'true' })).toEqual(expected);
  });
});

test('the whole file', () => {
  const schema = SchemaBuilder.struct()
    .name('com.x.Login')
    .field('at', TimestampType.builder().optional().build())
    .field('before', TimestampType.SCHEMA)
    .field('from', point.withOptional(true))
    .field('to', point)
    .build();
  expect(textOf(schema)).toBe(`syntax = "proto3";
package com.x;

import "google/protobuf/timestamp.proto";

message Login {
  google.protobuf.Timestamp at = 1;
  google.protobuf.Timestamp before = 2;
  Point from = 3;
  Point to = 4;
  message Point {
    int32 x = 1;
  }
}
`);
});

test('schemas without a name get one, in the order in which they are met', () => {
  const inner = SchemaBuilder.struct().field('c1', Schema.STRING_SCHEMA).build();
  const schema = SchemaBuilder.struct()
    .field('id', Schema.INT64_SCHEMA)
    .field('map', SchemaBuilder.map(Schema.BYTES_SCHEMA, Schema.FLOAT64_SCHEMA).build())
    .field('struct', inner)
    .build();
  expect(textOf(schema)).toBe(`syntax = "proto3";

message ConnectDefault1 {
  int64 id = 1;
  repeated ConnectDefault2Entry map = 2;
  ConnectDefault3 struct = 3;
  message ConnectDefault2Entry {
    bytes key = 1;
    double value = 2;
  }
  message ConnectDefault3 {
    string c1 = 1;
  }
}
`);
});

test('two different schemas of one name are two messages', () => {
  const other = SchemaBuilder.struct().name('com.y.Point').field('y', Schema.INT32_SCHEMA).build();
  const text = textOf(SchemaBuilder.struct().name('M').field('a', point).field('b', other).field('c', point).build());
  expect(text).toContain('Point a = 1;\n  Point2 b = 2;\n  Point c = 3;');
});

test('a schema that holds itself is a message that holds itself', () => {
  const schema = Schema.recursive((self) => SchemaBuilder.struct().name('Node').field('next', self).build());
  expect(textOf(schema)).toContain('message Node {\n  Node next = 1;\n}');
});

test('primitives are messages of wrappers.proto', () => {
  expect(textOf(Schema.OPTIONAL_STRING_SCHEMA)).toContain('message StringValue {\n  string value = 1;\n}');
});

test.each([
  ['a list of lists', SchemaBuilder.array(SchemaBuilder.array(Schema.INT32_SCHEMA).build()).build(), 'ARRAY of ARRAY'],
  [
    'a list of maps',
    SchemaBuilder.array(SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build()).build(),
    'ARRAY of MAP',
  ],
  [
    'a list in a oneof',
    SchemaBuilder.struct()
      .name('io.confluent.connect.protobuf.Union.u')
      .field('x', SchemaBuilder.array(Schema.INT32_SCHEMA).build())
      .build(),
    'member of a oneof',
  ],
  [
    'an enum without a zero',
    SchemaBuilder.string().parameter(ENUM, 'E').parameter(`${ENUM}.A`, '1').build(),
    'without a value of number 0',
  ],
  ['a tag of zero', SchemaBuilder.int32().parameter(TAG, '0').build(), 'no field number'],
  ['a reserved tag', SchemaBuilder.int32().parameter(TAG, '19500').build(), 'no field number'],
])('%s is refused', (_, schema, message) => {
  expect(() => bodyOf(schema)).toThrow(message);
});

test.each([
  ['a list', SchemaBuilder.array(Schema.INT32_SCHEMA).build()],
  ['a map', SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build()],
  ['a Timestamp', TimestampType.SCHEMA],
])('%s can not be a record', (_, schema) => {
  expect(() => textOf(schema)).toThrow("can't stand alone");
});

describe('names', () => {
  test.each([
    ['abc_DEF_123', 'abc_DEF_123'],
    ['abc+-.*_', 'abc_2B____'],
    ['abc-def', 'abc_def'],
    ['abc  def', 'abc__def'],
    ['0abc.def', 'x0abc_def'],
    ['_abc', 'x_abc'],
    ['größe', 'gr_C3_B6_C3_9Fe'],
    ['', ''],
  ])('%s is scrubbed to %s', (name, expected) => {
    expect(scrubbed(name)).toBe(expected);
  });

  test('are refused without scrub.invalid.names, and scrubbed with it', () => {
    const schema = SchemaBuilder.struct()
      .name('org.acme-corp.invalid record-name')
      .field('invalid field-name', Schema.STRING_SCHEMA)
      .build();
    expect(() => textOf(schema)).toThrow('scrub.invalid.names=true');
    expect(textOf(schema, { 'scrub.invalid.names': 'true' })).toBe(
      'syntax = "proto3";\npackage org.acme_corp;\n\nmessage invalid_record_name {\n  string invalid_field_name = 1;\n}\n',
    );
  });
});

test('fields without a tag get their place, or the next number that is free', () => {
  const tagged = (tag: string) => SchemaBuilder.string().parameter(TAG, tag).build();
  const schema = SchemaBuilder.struct()
    .field('a', tagged('2'))
    .field('b', Schema.STRING_SCHEMA)
    .field('c', tagged('3'))
    .field('d', Schema.STRING_SCHEMA)
    .field('e', Schema.STRING_SCHEMA)
    .build();
  expect(fieldNumbers(schema.fields).map(({ number }) => number)).toEqual([2, 4, 3, 5, 6]);
  const twice = SchemaBuilder.struct().field('a', tagged('2')).field('b', tagged('2')).build();
  expect(() => fieldNumbers(twice.fields)).toThrow('both have the field number 2');
});
