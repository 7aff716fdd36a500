/** Connect data that every format has to carry between our converters and those that others wrote. */
import {
  DateType,
  Decimal,
  DecimalType,
  type Schema,
  SchemaBuilder,
  Struct,
  TimestampType,
  TimeType,
} from '@causeway/api';

export interface Sample {
  readonly name: string;
  readonly schema: Schema;
  readonly value: unknown;
}

const int8 = SchemaBuilder.int8().build();
const int16 = SchemaBuilder.int16().build();
const int32 = SchemaBuilder.int32().build();
const int64 = SchemaBuilder.int64().build();
const string = SchemaBuilder.string().build();
const optionalString = SchemaBuilder.string().optional().build();

function struct(name: string, fields: Readonly<Record<string, Schema>>): Schema {
  const builder = SchemaBuilder.struct().name(`interop.${name}`);
  for (const [field, schema] of Object.entries(fields)) builder.field(field, schema);
  return builder.build();
}

function sample(name: string, schema: Schema, values: Readonly<Record<string, unknown>>): Sample {
  const value = new Struct(schema);
  for (const [field, fieldValue] of Object.entries(values)) value.put(field, fieldValue);
  return { name, schema, value };
}

const numbers = struct('Numbers', {
  i8: int8,
  i16: int16,
  i32: int32,
  i64: int64,
  f32: SchemaBuilder.float32().build(),
  f64: SchemaBuilder.float64().build(),
  flag: SchemaBuilder.bool().build(),
});
const texts = struct('Texts', { text: string, bytes: SchemaBuilder.bytes().build(), none: optionalString });
const logical = struct('Logical', {
  price: DecimalType.builder(2).build(),
  day: DateType.SCHEMA,
  time: TimeType.SCHEMA,
  at: TimestampType.SCHEMA,
});
const optionals = struct('Optionals', {
  i32: SchemaBuilder.int32().optional().build(),
  text: optionalString,
  at: TimestampType.builder().optional().build(),
});
const item = struct('Item', { sku: string, count: int32 });
const nested = struct('Nested', {
  item,
  items: SchemaBuilder.array(item).build(),
  tags: SchemaBuilder.array(string).build(),
  counts: SchemaBuilder.map(string, int64).build(),
});
const numbered = struct('Numbered', { names: SchemaBuilder.map(int32, string).build() });

export const samples: readonly Sample[] = [
  sample('numbers', numbers, { i8: -128, i16: 32767, i32: -5, i64: 42, f32: 1.5, f64: -0.1, flag: true }),
  sample('the largest and smallest numbers', numbers, {
    i8: 127,
    i16: -32768,
    i32: -2147483648,
    i64: -9223372036854775808n,
    f32: 3.4028234663852886e38,
    f64: 1.7976931348623157e308,
    flag: false,
  }),
  sample('an INT64 past 2^53', numbers, {
    i8: 0,
    i16: 0,
    i32: 0,
    i64: 9223372036854775807n,
    f32: 0.5,
    f64: 5e-324,
    flag: false,
  }),
  sample('text outside ASCII, bytes and a null', texts, {
    text: 'Grüße – 日本語 – 😀',
    bytes: Buffer.from([0, 1, 254, 255]),
    none: null,
  }),
  sample('empty text and bytes', texts, { text: '', bytes: Buffer.alloc(0), none: '' }),
  sample('logical types', logical, {
    price: new Decimal(-12345n, 2),
    day: new Date('2026-11-21T00:00:00Z'),
    time: new Date(45_296_789),
    at: new Date('2026-11-21T12:34:56.789Z'),
  }),
  sample('optional fields that are null', optionals, { i32: null, text: null, at: null }),
  sample('optional fields with values', optionals, { i32: 0, text: 'x', at: new Date(1) }),
  sample('nested data', nested, {
    item: new Struct(item).put('sku', 'a').put('count', 1),
    items: [new Struct(item).put('sku', 'b').put('count', 2)],
    tags: ['x', 'y'],
    counts: new Map([
      ['one', 1],
      ['two', 2],
    ]),
  }),
  sample('a map with numbers for keys', numbered, { names: new Map([[1, 'one']]) }),
];
