import { DateType, Decimal, DecimalType, Schema, SchemaBuilder, TimestampType, TimeType } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { type Mapping, mappingOf } from '../../../src/sink/index/mapping.ts';
import { mappingChanges } from '../../../src/sink/index/mapping-changes.ts';

const text = { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } };

describe('the mapping of a schema', () => {
  test.each<[string, Schema, unknown]>([
    ['a text is text and keyword', Schema.STRING_SCHEMA, text],
    ['an INT8 is byte', Schema.INT8_SCHEMA, { type: 'byte' }],
    ['an INT16 is short', Schema.INT16_SCHEMA, { type: 'short' }],
    ['an INT32 is integer', Schema.INT32_SCHEMA, { type: 'integer' }],
    ['an INT64 is long', Schema.INT64_SCHEMA, { type: 'long' }],
    ['a FLOAT32 is float', Schema.FLOAT32_SCHEMA, { type: 'float' }],
    ['a FLOAT64 is double', Schema.FLOAT64_SCHEMA, { type: 'double' }],
    ['a BOOLEAN is boolean', Schema.BOOLEAN_SCHEMA, { type: 'boolean' }],
    ['BYTES are binary', Schema.BYTES_SCHEMA, { type: 'binary' }],
    ['a Decimal is double', DecimalType.schema(2), { type: 'double' }],
    ['a Date is date', DateType.SCHEMA, { type: 'date' }],
    ['a Time is date', TimeType.SCHEMA, { type: 'date' }],
    ['a Timestamp is date', TimestampType.SCHEMA, { type: 'date' }],
    [
      'a type of somebody else is what it is made of',
      SchemaBuilder.int64().name('com.example.Micros').build(),
      { type: 'long' },
    ],
    ['a list is as its items', SchemaBuilder.array(Schema.INT32_SCHEMA).build(), { type: 'integer' }],
    [
      'a map has key and value',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
      { properties: { key: text, value: { type: 'integer' } } },
    ],
    [
      'a struct has its fields',
      SchemaBuilder.struct().field('x', Schema.INT32_SCHEMA).build(),
      { properties: { x: { type: 'integer' } } },
    ],
    ['a default is the null value', SchemaBuilder.int32().defaultValue(5).build(), { type: 'integer', null_value: 5 }],
    [
      'a default decimal too',
      DecimalType.builder(1).defaultValue(new Decimal(15n, 1)).build(),
      { type: 'double', null_value: 1.5 },
    ],
    ['a default date too', TimestampType.builder().defaultValue(new Date(7)).build(), { type: 'date', null_value: 7 }],
    [
      'a default past 2^53 is a text',
      SchemaBuilder.int64()
        .defaultValue(2n ** 60n)
        .build(),
      { type: 'long', null_value: '1152921504606846976' },
    ],
    ['a default text is none', SchemaBuilder.string().defaultValue('x').build(), text],
    ['default bytes are none', SchemaBuilder.bytes().defaultValue(Uint8Array.of(1)).build(), { type: 'binary' }],
  ])('%s', (_, schema, expected) => {
    const root = SchemaBuilder.struct().field('f', schema).build();
    expect(mappingOf(root)).toEqual({ properties: { f: expected } });
  });

  test('a root that is no object has none', () => {
    expect(mappingOf(Schema.STRING_SCHEMA)).toBeNull();
  });
});

describe('what an index lacks', () => {
  const wanted = {
    properties: {
      a: { type: 'integer' },
      b: text,
      in: { properties: { x: { type: 'date' }, y: { type: 'long' } } },
    } as Record<string, Mapping>,
  };
  test.each<[string, Mapping, unknown, string[]]>([
    ['everything, where there is nothing', {}, wanted, []],
    ['nothing, where there is everything', wanted, null, []],
    [
      'a field',
      { properties: { a: { type: 'integer' }, in: wanted.properties['in']! } },
      { properties: { b: text } },
      [],
    ],
    [
      'a field of a field',
      { properties: { ...wanted.properties, in: { properties: { x: { type: 'date' } } } } },
      { properties: { in: { properties: { y: { type: 'long' } } } } },
      [],
    ],
    ['nothing, where new fields are refused', { dynamic: 'strict' }, null, []],
    ['nothing, where new fields are ignored', { dynamic: 'false', properties: { a: { type: 'integer' } } }, null, []],
    ['nothing, where templates decide', { dynamic_templates: [], properties: {} }, null, []],
    [
      'nothing, where somebody chose other types',
      { properties: { a: { type: 'keyword' }, b: { type: 'keyword' }, in: { type: 'flattened' } } },
      null,
      [],
    ],
    ['nothing, where types are wider', { properties: { ...wanted.properties, a: { type: 'double' } } }, null, []],
    [
      'a wider type',
      { properties: { ...wanted.properties, a: { type: 'short' } } },
      null,
      ['a is short there, the schema says integer'],
    ],
    [
      'a text',
      { properties: { ...wanted.properties, b: { type: 'long' } } },
      null,
      ['b is long there, the schema says text'],
    ],
    [
      'an object',
      { properties: { ...wanted.properties, in: text } },
      null,
      ['in is text there, the schema says object'],
    ],
    [
      'a value',
      { properties: { ...wanted.properties, a: { properties: {} } } },
      null,
      ['a is object there, the schema says integer'],
    ],
    [
      'a date in a field',
      { properties: { ...wanted.properties, in: { properties: { x: { type: 'boolean' }, y: { type: 'long' } } } } },
      null,
      ['in.x is boolean there, the schema says date'],
    ],
  ])('%s', (_, existing, additions, conflicts) => {
    expect(mappingChanges(existing, wanted)).toEqual({ additions, conflicts });
  });
});

test('a schema that contains itself is mapped once, and what is inside is stored only', () => {
  const within = { type: 'object', enabled: false };
  const person = Schema.recursive((self) =>
    SchemaBuilder.struct()
      .field('age', Schema.INT32_SCHEMA)
      .field('boss', self.withOptional(true))
      .field('team', SchemaBuilder.struct().field('people', SchemaBuilder.array(self).build()).build())
      .build(),
  );
  const wanted = mappingOf(SchemaBuilder.struct().field('a', person).field('b', person).build())!;
  const once = {
    properties: { age: { type: 'integer' }, boss: within, team: { properties: { people: within } } },
  };
  expect(wanted).toEqual({ properties: { a: once, b: once } });
  expect(mappingChanges(wanted, wanted)).toEqual({ additions: null, conflicts: [] });
});
