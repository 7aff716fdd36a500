import {
  DateType,
  Decimal,
  DecimalType,
  Float64,
  Schema,
  SchemaBuilder,
  Struct,
  TimeType,
  TimestampType,
  equalValues,
  float64,
  int64,
} from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonConverter } from '../src/index.ts';

interface Sample {
  readonly schema: Schema;
  readonly value: unknown;
}

const text = fc.string({ unit: 'binary' });
const day = 86_400_000;
const dates = (min: number, max: number, unit: number) => fc.integer({ min, max }).map((n) => new Date(n * unit));

/** Java's numbers know no -0 once they were in JSON, and NaN and the infinities come back as 0. */
const plainDouble = fc.double({ noNaN: true, noDefaultInfinity: true }).map((d) => d + 0);
const plainFloat = fc.float({ noNaN: true, noDefaultInfinity: true }).map((f) => f + 0);

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.record({ schema: fc.constant(Schema.INT8_SCHEMA), value: fc.integer({ min: -128, max: 127 }) }),
  fc.record({ schema: fc.constant(Schema.INT16_SCHEMA), value: fc.integer({ min: -32768, max: 32767 }) }),
  fc.record({ schema: fc.constant(Schema.INT32_SCHEMA), value: fc.integer() }),
  fc.record({
    schema: fc.constant(Schema.INT64_SCHEMA),
    value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(int64),
  }),
  fc.record({ schema: fc.constant(Schema.FLOAT32_SCHEMA), value: plainFloat }),
  fc.record({ schema: fc.constant(Schema.FLOAT64_SCHEMA), value: plainDouble }),
  fc.record({ schema: fc.constant(Schema.BOOLEAN_SCHEMA), value: fc.boolean() }),
  fc.record({ schema: fc.constant(Schema.STRING_SCHEMA), value: text }),
  fc.record({ schema: fc.constant(Schema.BYTES_SCHEMA), value: fc.uint8Array() }),
  fc.record({ schema: fc.constant(DateType.SCHEMA), value: dates(-50_000_000, 50_000_000, day) }),
  fc.record({ schema: fc.constant(TimeType.SCHEMA), value: dates(0, day, 1) }),
  fc.record({ schema: fc.constant(TimestampType.SCHEMA), value: fc.date({ noInvalidDate: true }) }),
  fc
    .tuple(fc.bigInt(), fc.integer({ min: -5, max: 40 }))
    .map(([unscaled, scale]) => ({ schema: DecimalType.schema(scale), value: new Decimal(unscaled, scale) })),
);

const { sample } = fc.letrec<{ sample: Sample; struct: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 3 },
    leaf,
    leaf.map(({ schema }) => ({ schema: schema.withOptional(true), value: null })),
    tie('sample').map(({ schema, value }) => ({ schema: SchemaBuilder.array(schema).build(), value: [value, value] })),
    fc.tuple(text, tie('sample')).map(([key, { schema, value }]) => ({
      schema: SchemaBuilder.map(Schema.STRING_SCHEMA, schema).build(),
      value: new Map([[key, value]]),
    })),
    fc.tuple(fc.integer(), tie('sample')).map(([key, { schema, value }]) => ({
      schema: SchemaBuilder.map(Schema.INT32_SCHEMA, schema).optional().doc('pairs').build(),
      value: new Map([[key, value]]),
    })),
    tie('struct'),
  ),
  struct: fc
    .uniqueArray(
      fc.tuple(
        text.filter((name) => name !== ''),
        tie('sample'),
      ),
      { selector: ([name]) => name, maxLength: 4 },
    )
    .map((fields) => {
      const builder = SchemaBuilder.struct().name('s').version(2).parameter('p', '"q"');
      for (const [name, { schema }] of fields) builder.field(name, schema);
      return { schema: builder.build(), value: fields };
    })
    .map(({ schema, value }) => ({
      schema,
      value: Struct.of(
        schema,
        value.map(([, field]) => field.value),
      ),
    })),
}));

const encoded = (converter: JsonConverter, schema: Schema | null, value: unknown) =>
  Buffer.from(converter.fromConnectData('t', schema, value)!);

describe.each([{ 'decimal.format': 'BASE64' }, { 'decimal.format': 'NUMERIC' }])('with %o', (config) => {
  const converter = new JsonConverter();
  converter.configure(config, false);

  test('every value comes back from its envelope, read as a whole and by its known beginning', () => {
    fc.assert(
      fc.property(sample, ({ schema, value }) => {
        const bytes = encoded(converter, schema, value);
        for (const round of ['first', 'second']) {
          const read = converter.toConnectData('t', bytes);
          expect(schema.equals(read.schema), `${round} schema`).toBe(true);
          expect(equalValues(value, read.value), `${round} value of ${bytes.toString()}`).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const schemaless = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    text,
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(int64),
    plainDouble.map(float64),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.tuple(fc.constantFrom('__proto__', 'constructor', '0'), tie('value')).map((entry) => new Map([entry])),
  ),
})).value;

test.each([{ 'schemas.enable': 'false' }, { 'schemas.enable': 'true' }])(
  'every value without schema comes back, with %o',
  (config) => {
    const converter = new JsonConverter();
    converter.configure(config, false);
    fc.assert(
      fc.property(
        schemaless.filter((value) => value !== null),
        (value) => equalValues(converter.toConnectData('t', encoded(converter, null, value)).value, value),
      ),
      { numRuns: 300 },
    );
  },
);

test('reads what JSON.stringify writes as JSON.parse does', () => {
  const converter = new JsonConverter();
  converter.configure({ 'schemas.enable': 'false' }, false);
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 3), (value, indent) => {
      const json = JSON.stringify(value, null, indent);
      // Past 64 bits an integer is cut, as in Java.
      fc.pre(!/\d{19}/.test(json));
      const read = converter.toConnectData('t', Buffer.from(json)).value;
      expect(plain(read)).toStrictEqual(plain(JSON.parse(json)));
    }),
  );
});

/** Maps and objects alike as lists of entries, boxed and bare numbers alike as numbers. */
function plain(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value instanceof Float64) return Number(value) + 0;
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return { entries: entries.map(([key, item]) => [key, plain(item)] as const).sort(([a], [b]) => (a < b ? -1 : 1)) };
}
