/** Schemas with values that fit them, for properties. */
import {
  DateType,
  Decimal,
  DecimalType,
  Schema,
  SchemaBuilder,
  Struct,
  TimeType,
  TimestampType,
  int64,
} from '@causeway/api';
import fc from 'fast-check';

export interface Sample {
  readonly schema: Schema;
  readonly value: unknown;
}

interface Typed {
  readonly schema: Schema;
  readonly values: fc.Arbitrary<unknown>;
}

const date = (unit: number, min: number, max: number) => fc.integer({ min, max }).map((n) => new Date(n * unit));

const simple: readonly Typed[] = [
  { schema: Schema.INT8_SCHEMA, values: fc.integer({ min: -128, max: 127 }) },
  { schema: Schema.INT16_SCHEMA, values: fc.integer({ min: -32768, max: 32767 }) },
  { schema: Schema.INT32_SCHEMA, values: fc.integer() },
  { schema: Schema.INT64_SCHEMA, values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(int64) },
  { schema: Schema.INT64_SCHEMA, values: fc.maxSafeInteger() },
  { schema: Schema.FLOAT32_SCHEMA, values: fc.float() },
  { schema: Schema.FLOAT64_SCHEMA, values: fc.double() },
  { schema: Schema.BOOLEAN_SCHEMA, values: fc.boolean() },
  { schema: Schema.STRING_SCHEMA, values: fc.string({ unit: 'grapheme', maxLength: 80 }) },
  { schema: Schema.BYTES_SCHEMA, values: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
  {
    schema: SchemaBuilder.bytes().name('Four').parameter('connect.fixed.size', '4').build(),
    values: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  },
  { schema: DateType.SCHEMA, values: date(86_400_000, -1_000_000, 1_000_000) },
  { schema: TimeType.SCHEMA, values: date(1, 0, 86_400_000) },
  { schema: TimestampType.builder().build(), values: fc.maxSafeInteger().map((n) => new Date(n % 8.64e15)) },
  {
    schema: DecimalType.schema(3),
    values: fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map((n) => new Decimal(n, 3)),
  },
];

/** Names of structs are unique within a schema, as Avro demands. */
function typed(depth: number, path: string): fc.Arbitrary<Typed> {
  const leaf = fc.constantFrom(...simple);
  const required =
    depth === 0 ? leaf : fc.oneof(leaf, list(depth, path), map(depth, path), pairs(depth, path), struct(depth, path));
  return fc.tuple(required, fc.boolean()).map(([type, optional]) => (optional ? nullable(type) : type));
}

const nullable = ({ schema, values }: Typed): Typed => ({
  schema: schema.withOptional(true),
  values: fc.option(
    schema.type === 'STRUCT' ? values.map((v) => new Struct(schema.withOptional(true), (v as Struct).values)) : values,
    { nil: null },
  ),
});

const list = (depth: number, path: string): fc.Arbitrary<Typed> =>
  typed(depth - 1, `${path}l`).map(({ schema, values }) => ({
    schema: SchemaBuilder.array(schema).build(),
    values: fc.array(values, { maxLength: 4 }),
  }));

const entries = <K>(keys: fc.Arbitrary<K>, values: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(keys, values), { maxLength: 4 }).map((pairs) => new Map(pairs));

const map = (depth: number, path: string): fc.Arbitrary<Typed> =>
  typed(depth - 1, `${path}m`).map(({ schema, values }) => ({
    schema: SchemaBuilder.map(Schema.STRING_SCHEMA, schema).build(),
    values: entries(
      fc.string().map((key) => `k${key}`), // keys that are numbers change places in the objects of others
      values,
    ),
  }));

const pairs = (depth: number, path: string): fc.Arbitrary<Typed> =>
  typed(depth - 1, `${path}p`).map(({ schema, values }) => ({
    schema: SchemaBuilder.map(Schema.INT32_SCHEMA, schema).name(`${path}p`).build(),
    values: entries(fc.integer(), values),
  }));

const struct = (depth: number, path: string): fc.Arbitrary<Typed> =>
  fc
    .integer({ min: 0, max: 4 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => typed(depth - 1, `${path}s${i}`))))
    .map((fields) => {
      const builder = SchemaBuilder.struct().name(`${path}s`);
      for (const [i, { schema }] of fields.entries()) builder.field(`f${i}`, schema);
      const schema = builder.build();
      return { schema, values: fc.tuple(...fields.map((f) => f.values)).map((values) => new Struct(schema, values)) };
    });

/** A schema, and a value of it that is not null. */
export const samples: fc.Arbitrary<Sample> = typed(3, 'N').chain(({ schema, values }) =>
  values.filter((value) => value !== null).map((value) => ({ schema, value })),
);
