import {
  DataError,
  DateType,
  Decimal,
  DecimalType,
  Float64,
  Schema,
  SchemaBuilder,
  Struct,
  TimestampType,
  TimeType,
} from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { JsonBytes } from '../../../src/sink/document/json-bytes.ts';
import { type DocumentStyle, DocumentWriters } from '../../../src/sink/document/writer.ts';
import { jsonOf } from '../../json-of.ts';
import { struct } from '../../records.ts';

const map = (key: Schema, value: Schema = Schema.OPTIONAL_INT32_SCHEMA) => SchemaBuilder.map(key, value).build();
const inner = SchemaBuilder.struct().field('x', Schema.OPTIONAL_INT32_SCHEMA).build();
const all = SchemaBuilder.struct()
  .field('i', Schema.INT32_SCHEMA)
  .field('l', Schema.INT64_SCHEMA)
  .field('f', Schema.FLOAT32_SCHEMA)
  .field('d', Schema.FLOAT64_SCHEMA)
  .field('b', Schema.BOOLEAN_SCHEMA)
  .field('s', Schema.STRING_SCHEMA)
  .field('y', Schema.BYTES_SCHEMA)
  .field('n', DecimalType.schema(2))
  .field('date', DateType.SCHEMA)
  .field('time', TimeType.SCHEMA)
  .field('stamp', TimestampType.SCHEMA)
  .field('in', inner)
  .field('list', SchemaBuilder.array(inner).build())
  .build();
const day = new Date('2024-01-01T00:00:00Z');
const allValues = [
  1,
  2n ** 60n,
  0.1,
  10,
  true,
  'a"b',
  Uint8Array.of(255),
  new Decimal(1000n, 2),
  day,
  new Date(5000),
  day,
  struct(inner, 7),
  [struct(inner, null)],
];

describe('with a schema', () => {
  test.each<[string, Schema, unknown, string, DocumentStyle?]>([
    [
      'a struct with everything in it',
      all,
      struct(all, ...allValues),
      '{"i":1,"l":1152921504606846976,"f":0.1,"d":10.0,"b":true,"s":"a\\"b","y":"/w==","n":10.0,"date":1704067200000,"time":5000,"stamp":1704067200000,"in":{"x":7},"list":[{"x":null}]}',
    ],
    ['a struct without fields', SchemaBuilder.struct().build(), struct(SchemaBuilder.struct().build()), '{}'],
    ['a map with text keys is an object', map(Schema.STRING_SCHEMA), new Map([['k', 1]]), '{"k":1}'],
    [
      'a map with text keys is a list of entries if so wanted',
      map(Schema.STRING_SCHEMA),
      new Map([['k', 1]]),
      '[{"key":"k","value":1}]',
      'entries',
    ],
    [
      'a map with other keys is a list of entries',
      map(Schema.INT32_SCHEMA),
      new Map([
        [5, 1],
        [6, null],
      ]),
      '[{"key":5,"value":1},{"key":6,"value":null}]',
    ],
    [
      'a map with other keys is a list of pairs as it is',
      map(Schema.INT32_SCHEMA),
      new Map([[5, 1]]),
      '[[5,1]]',
      'raw',
    ],
    ['an empty map is an empty object', map(Schema.STRING_SCHEMA), new Map(), '{}'],
    [
      'a key named like a prototype is a key',
      map(Schema.STRING_SCHEMA),
      new Map([['__proto__', 1]]),
      '{"__proto__":1}',
    ],
    ['a decimal is base64 as it is', DecimalType.schema(0), new Decimal(136n, 0), '"AIg="', 'raw'],
    ['a date is in days as it is', DateType.SCHEMA, day, '19723', 'raw'],
    ['a missing value has its default', SchemaBuilder.int32().defaultValue(9).build(), null, '9'],
    [
      'a missing decimal has its default',
      DecimalType.builder(1).defaultValue(new Decimal(15n, 1)).build(),
      undefined,
      '1.5',
    ],
    ['a missing optional value is null', Schema.OPTIONAL_STRING_SCHEMA, null, 'null'],
    ['a boxed double is a double', Schema.FLOAT64_SCHEMA, new Float64(3), '3.0'],
  ])('%s', (_, schema, value, json, style = 'compact') => {
    expect(jsonOf(schema, value, style)).toBe(json);
  });

  test('a struct of an equal schema is written', () => {
    const again = SchemaBuilder.struct().field('x', Schema.OPTIONAL_INT32_SCHEMA).build();
    expect(jsonOf(inner, struct(again, 1))).toBe('{"x":1}');
  });

  const one = (schema: Schema) => SchemaBuilder.struct().field('f', schema).build();
  test.each<[string, Schema, unknown, RegExp]>([
    [
      'a text in an integer field, which must not reach the document as it is',
      Schema.INT32_SCHEMA,
      '1},{',
      /INT32 for field "f".*string/,
    ],
    ['a fraction in an integer field', Schema.INT32_SCHEMA, 1.5, /INT32 for field "f"/],
    ['a number in a text field', Schema.STRING_SCHEMA, 5, /STRING for field "f".*integer number/],
    ['a text in a boolean field', Schema.BOOLEAN_SCHEMA, 'true', /BOOLEAN for field "f"/],
    ['a number in a decimal field', DecimalType.schema(1), 5, /Decimal\) for field "f"/],
    ['a number in a date field', TimestampType.SCHEMA, 5, /Timestamp\) for field "f"/],
    ['a date that is none', TimestampType.SCHEMA, new Date(NaN), /Timestamp\) for field "f"/],
    ['an object in a map field', map(Schema.STRING_SCHEMA), { k: 1 }, /MAP for field "f"/],
    ['no value in a required field', Schema.INT32_SCHEMA, null, /no value in field "f", which is required/],
    [
      'no value in a list of required ones',
      SchemaBuilder.array(Schema.INT32_SCHEMA).build(),
      [null],
      /an item of field "f"/,
    ],
    ['a null key', map(Schema.OPTIONAL_STRING_SCHEMA), new Map([[null, 1]]), /a key of field "f"/],
    ['a struct of another schema', inner, struct(all, ...allValues), /of another schema/],
  ])('refuses %s', (_, schema, value, message) => {
    const write = () => jsonOf(one(schema), Struct.of(one(schema), [value]));
    expect(write).toThrow(DataError);
    expect(write).toThrow(message);
  });
});

describe('without a schema', () => {
  test.each<[string, unknown, string]>([
    [
      'a map of everything',
      new Map<string, unknown>([
        ['a', 1],
        ['b', new Float64(1)],
        ['c', 1.5],
        ['d', [null, true, 'x']],
        ['e', 2n ** 60n],
      ]),
      '{"a":1,"b":1.0,"c":1.5,"d":[null,true,"x"],"e":1152921504606846976}',
    ],
    [
      'a map with a key that is no text is a list of pairs',
      new Map<unknown, unknown>([
        ['a', 0],
        [null, 1],
      ]),
      '[["a",0],[null,1]]',
    ],
    ['bytes are base64', Uint8Array.of(1), '"AQ=="'],
    ['a map in a map', new Map([['a', new Map([['b', new Map()]])]]), '{"a":{"b":{}}}'],
    ['a struct is written by its own schema', new Map([['s', struct(inner, 1)]]), '{"s":{"x":1}}'],
  ])('%s', (_, value, json) => {
    expect(jsonOf(null, value)).toBe(json);
  });

  test.each<[string, unknown]>([
    ['a decimal', new Decimal(1n, 0)],
    ['a date', new Map([['d', day]])],
    ['an object', { a: 1 }],
    ['a function', () => 1],
  ])('refuses %s', (_, value) => {
    expect(() => jsonOf(null, value)).toThrow(DataError);
  });
});

describe('a schema that contains itself', () => {
  const node = Schema.recursive((self) =>
    SchemaBuilder.struct().field('x', Schema.INT32_SCHEMA).field('next', self.withOptional(true)).build(),
  );
  const next = node.field('next')!.schema;
  const chain = (length: number): Struct => {
    let last: Struct | null = null;
    for (let i = length; i > 0; i--) last = Struct.of(i === 1 ? node : next, [i, last]);
    return last!;
  };

  test('is written as deep as the data goes', () => {
    expect(jsonOf(node, chain(3))).toBe('{"x":1,"next":{"x":2,"next":{"x":3,"next":null}}}');
  });

  test('is refused past 1000 levels, and the next document is written', () => {
    const write = new DocumentWriters('compact').writerFor(node);
    const out = new JsonBytes(Buffer.allocUnsafeSlow(64));
    expect(() => write(chain(1000), out)).not.toThrow();
    expect(() => write(chain(1001), out)).toThrow(DataError);
    expect(() => write(chain(1000), out)).not.toThrow();
  });
});
