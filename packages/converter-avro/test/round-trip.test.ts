import { DataError, type Schema, Struct, equalValues } from '@causeway/api';
import avsc from 'avsc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AvroConverter } from '../src/index.ts';
import { samples } from './arbitraries.ts';
import { registryDouble } from './registry-double.ts';

const url = { 'schema.registry.url': 'http://registry' };

function setUp() {
  const registry = registryDouble();
  const converter = new AvroConverter(registry.client);
  converter.configure(url, false);
  return { converter, ...registry };
}

/** With the schema's version in its subject, that Connect adds, taken away. */
function sameValue(back: unknown, schema: Schema, value: unknown): boolean {
  if (!(value instanceof Struct)) return equalValues(back, value);
  const { values } = back as Struct;
  return values.every((item, i) => sameValue(item, schema.fields[i]!.schema, value.values[i] ?? null));
}

test('every value of every schema comes back', async () => {
  await fc.assert(
    fc.asyncProperty(samples, async ({ schema, value }) => {
      const { converter } = setUp();
      const bytes = await converter.fromConnectData('t', schema, value);
      const back = await converter.toConnectData('t', bytes);
      expect(sameValue(back.value, schema, value)).toBe(true);
      if (value instanceof Struct) (back.value as Struct).validate();
      expect(back.schema!.type).toBe(schema.type);
    }),
    { numRuns: 300 },
  );
});

/** Longs as bigints, so that none loses digits. */
const long = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

const longHook = (schema: unknown): avsc.Type | undefined =>
  schema === 'long' || (schema as { type?: unknown }).type === 'long' ? long : undefined;

test('another implementation of Avro reads every message, and writes the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(samples, async ({ schema, value }) => {
      const { converter, list } = setUp();
      const bytes = (await converter.fromConnectData('t', schema, value))!.subarray(5);
      const avro = JSON.parse(list[0]!.schema) as avsc.Schema;
      const type = avsc.Type.forSchema(avro, { typeHook: longHook, wrapUnions: true });
      if (type.typeName === 'bytes') return; // stand without their length
      expect(type.toBuffer(type.fromBuffer(bytes))).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 300 },
  );
});

test('bytes that are changed are read or refused, but never more than that', async () => {
  await fc.assert(
    fc.asyncProperty(samples, fc.nat(), fc.nat({ max: 255 }), fc.boolean(), async (sample, at, byte, cut) => {
      const { converter } = setUp();
      const bytes = Buffer.from((await converter.fromConnectData('t', sample.schema, sample.value))!);
      const index = 5 + (at % Math.max(1, bytes.length - 5));
      if (index < bytes.length) bytes[index] = byte;
      try {
        await converter.toConnectData('t', cut ? bytes.subarray(0, index) : bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
    { numRuns: 300 },
  );
});
