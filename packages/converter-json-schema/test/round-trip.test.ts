import {
  type SchemaInit,
  DateType,
  Decimal,
  DecimalType,
  Schema,
  SchemaBuilder,
  Struct,
  TimeType,
  TimestampType,
  equalValues,
  int64,
} from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { converterOn } from './converter.ts';
import { FakeRegistry } from './fake-registry.ts';

interface Sample {
  readonly schema: Schema;
  readonly value: unknown;
}

const text = fc.string({ unit: 'binary' });
const day = 86_400_000;
const dates = (min: number, max: number, unit: number) => fc.integer({ min, max }).map((n) => new Date(n * unit));
const of = <T>(schema: Schema, value: fc.Arbitrary<T>): fc.Arbitrary<Sample> =>
  value.map((v) => ({ schema, value: v }));

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  of(Schema.INT8_SCHEMA, fc.integer({ min: -128, max: 127 })),
  of(Schema.INT16_SCHEMA, fc.integer({ min: -32768, max: 32767 })),
  of(Schema.INT32_SCHEMA, fc.integer()),
  of(Schema.INT64_SCHEMA, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(int64)),
  of(Schema.FLOAT32_SCHEMA, fc.float({ noNaN: true, noDefaultInfinity: true })),
  of(Schema.FLOAT64_SCHEMA, fc.double({ noNaN: true, noDefaultInfinity: true })),
  of(Schema.BOOLEAN_SCHEMA, fc.boolean()),
  of(Schema.STRING_SCHEMA, text),
  of(Schema.BYTES_SCHEMA, fc.uint8Array()),
  of(DateType.SCHEMA, dates(-50_000_000, 50_000_000, day)),
  of(TimeType.SCHEMA, dates(0, day, 1)),
  of(TimestampType.SCHEMA, fc.date({ noInvalidDate: true })),
  fc
    .tuple(fc.bigInt(), fc.integer({ min: 0, max: 40 }))
    .map(([unscaled, scale]) => ({ schema: DecimalType.schema(scale), value: new Decimal(unscaled, scale) })),
);

const { sample } = fc.letrec<{ sample: Sample; struct: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 3 },
    leaf,
    leaf.map(({ schema }) => ({ schema: schema.withOptional(true), value: null })),
    leaf.map(({ schema, value }) => ({
      schema: new Schema({ ...(schema as SchemaInit), optional: true, doc: 'with a default', defaultValue: value }),
      value,
    })),
    tie('sample').map(({ schema, value }) => ({ schema: SchemaBuilder.array(schema).build(), value: [value, value] })),
    fc.tuple(text, tie('sample')).map(([key, { schema, value }]) => ({
      schema: SchemaBuilder.map(Schema.STRING_SCHEMA, schema).build(),
      value: new Map([[key, value]]),
    })),
    fc.tuple(fc.integer(), tie('sample')).map(([key, { schema, value }]) => ({
      schema: SchemaBuilder.map(Schema.INT32_SCHEMA, schema).optional().doc('entries').build(),
      value: new Map([[key, value]]),
    })),
    tie('struct'),
  ),
  struct: fc
    .tuple(
      fc.boolean(),
      fc.uniqueArray(
        fc.tuple(
          text.filter((name) => name !== ''),
          tie('sample'),
        ),
        { selector: ([name]) => name, maxLength: 4 },
      ),
    )
    .map(([optional, fields]) => {
      const builder = SchemaBuilder.struct().name('s').version(2).parameter('p', '"q"');
      for (const [name, { schema }] of fields) builder.field(name, schema);
      const schema = builder.build().withOptional(optional);
      return {
        schema,
        value: Struct.of(
          schema,
          fields.map(([, field]) => field.value),
        ),
      };
    }),
}));

describe.each([
  {},
  { 'decimal.format': 'NUMERIC', 'json.indent.output': 'true' },
  { 'ignore.default.for.nullables': 'true' },
])('with %o', (config) => {
  test('every value of every schema comes back, from JSON that JSON.parse reads too', async () => {
    const converter = converterOn(new FakeRegistry(), config);
    let topics = 0;
    const property = fc.asyncProperty(sample, async ({ schema, value }) => {
      // The registry's version becomes that of a schema without one
      const expected = schema.version === null ? new Schema({ ...(schema as SchemaInit), version: 1 }) : schema;
      const bytes = (await converter.write(schema, value, `topic-${++topics}`))!;
      const read = await converter.read(bytes, `topic-${topics}`);
      expect(() => JSON.parse(bytes.subarray(5).toString()) as unknown).not.toThrow();
      expect(expected.equals(read.schema)).toBe(true);
      expect(equalValues(unversioned(value), unversioned(read.value)), bytes.toString()).toBe(true);
    });
    await fc.assert(property, { numRuns: 200 });
  });
});

/** Structs compare with their schemas, of which the outermost may have got a version. */
const unversioned = (value: unknown): unknown => (value instanceof Struct ? value.values : value);
