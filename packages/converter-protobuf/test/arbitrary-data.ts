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

/** A schema and a value of it. */
export interface Data {
  readonly schema: Schema;
  readonly value: unknown;
}

type Values = fc.Arbitrary<unknown>;

const anyInt64 = fc
  .oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -200n, max: 200n }))
  .map(int64);
const dates = (min: string, max: string) => fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true });
const DAY_MS = 86_400_000;

const scalars: readonly (readonly [SchemaBuilder, Values])[] = [
  [SchemaBuilder.int8(), fc.integer({ min: -128, max: 127 })],
  [SchemaBuilder.int16(), fc.integer({ min: -32768, max: 32767 })],
  [SchemaBuilder.int32(), fc.integer()],
  [SchemaBuilder.int32().parameter('protobuf.type', 'sint32'), fc.integer()],
  [SchemaBuilder.int32().parameter('protobuf.type', 'sfixed32'), fc.integer()],
  [SchemaBuilder.int64(), anyInt64],
  [SchemaBuilder.int64().parameter('protobuf.type', 'sint64'), anyInt64],
  [SchemaBuilder.int64().parameter('protobuf.type', 'fixed64'), anyInt64],
  [SchemaBuilder.int64().parameter('protobuf.type', 'uint64'), anyInt64],
  [SchemaBuilder.int64().parameter('protobuf.type', 'uint32'), fc.nat({ max: 2 ** 32 - 1 })],
  [SchemaBuilder.int64().parameter('protobuf.type', 'fixed32'), fc.nat({ max: 2 ** 32 - 1 })],
  [SchemaBuilder.float32(), fc.float()],
  [SchemaBuilder.float64(), fc.double()],
  [SchemaBuilder.bool(), fc.boolean()],
  [SchemaBuilder.string(), fc.string({ unit: 'grapheme', maxLength: 60 })],
  [SchemaBuilder.bytes(), fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))],
  [
    DecimalType.builder(3),
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map((unscaled) => new Decimal(unscaled, 3)),
  ],
  [
    DateType.builder(),
    dates('0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z').map(
      (d) => new Date(Math.floor(d.getTime() / DAY_MS) * DAY_MS),
    ),
  ],
  [TimeType.builder(), fc.nat({ max: DAY_MS - 1 }).map((ms) => new Date(ms))],
  [TimestampType.builder(), dates('0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z')],
];

interface Described {
  readonly schema: Schema;
  readonly values: Values;
}

function optionalOrNot(schema: Schema, values: Values, optional: boolean): Described {
  return optional ? { schema: schema.withOptional(true), values: fc.option(values) } : { schema, values };
}

const scalar: fc.Arbitrary<Described> = fc
  .tuple(fc.constantFrom(...scalars), fc.boolean())
  .map(([[builder, values], optional]) => optionalOrNot(builder.build(), values, optional));

const key = fc.constantFrom<Described>(
  { schema: Schema.STRING_SCHEMA, values: fc.string({ maxLength: 5 }) },
  { schema: Schema.INT32_SCHEMA, values: fc.integer() },
  { schema: Schema.INT64_SCHEMA, values: anyInt64 },
  { schema: Schema.BOOLEAN_SCHEMA, values: fc.boolean() },
);

const array = (items: fc.Arbitrary<Described>): fc.Arbitrary<Described> =>
  fc.tuple(items, fc.boolean()).map(([{ schema, values }, optional]) => {
    // Protobuf has no null in a list
    const present = values.filter((value) => value !== null);
    return optionalOrNot(SchemaBuilder.array(schema).build(), fc.array(present, { maxLength: 4 }), optional);
  });

const map = (items: fc.Arbitrary<Described>): fc.Arbitrary<Described> =>
  fc.tuple(key, items, fc.boolean()).map(([keys, { schema, values }, optional]) => {
    const entries = fc.array(fc.tuple(keys.values, values), { maxLength: 4 });
    return optionalOrNot(
      SchemaBuilder.map(keys.schema, schema).build(),
      entries.map((list) => new Map(list)),
      optional,
    );
  });

const struct = (fields: fc.Arbitrary<Described>, names: readonly string[]): fc.Arbitrary<Described> =>
  fc
    .tuple(fc.array(fields, { minLength: 1, maxLength: 6 }), fc.constantFrom(...names), fc.boolean())
    .map(([list, name, optional]) => {
      const builder = SchemaBuilder.struct();
      if (name !== '') builder.name(name);
      for (const [index, { schema }] of list.entries()) builder.field(`f${index}`, schema);
      const schema = builder.build();
      const values = fc.tuple(...list.map((it) => it.values));
      const described = optionalOrNot(schema, values, optional);
      return {
        schema: described.schema,
        values: described.values.map((v) => (v === null ? null : Struct.of(described.schema, v as unknown[]))),
      };
    });

const { any } = fc.letrec<{ any: Described }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: array(fc.oneof(scalar, struct(tie('any'), ['', 'Item']))) },
    { weight: 1, arbitrary: map(fc.oneof(scalar, struct(tie('any'), ['', 'Item']))) },
    { weight: 1, arbitrary: struct(tie('any'), ['', 'com.x.Inner', 'Other']) },
  ),
}));

/** Records of structs of everything that protobuf can express, but for unions and enums. */
export const record: fc.Arbitrary<Data> = struct(any, ['', 'Root', 'com.example.Root'])
  .map(({ schema, values }) => ({ schema: schema.withOptional(false), values: values.filter((v) => v !== null) }))
  .chain(({ schema, values }) => values.map((v) => ({ schema, value: Struct.of(schema, (v as Struct).values) })));
