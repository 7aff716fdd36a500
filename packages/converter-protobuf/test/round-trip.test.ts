import { createRequire } from 'node:module';
import { DataError, Decimal, type Schema, SchemaBuilder, Struct } from '@causeway/api';
import { recursiveSamples } from '@causeway/testkit';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { record } from './arbitrary-data.ts';
import { MemoryRegistry, type Settings, converterOn } from './memory-registry.ts';
import { plain } from './shown.ts';

/** Defaults of protobuf for what is null, where nothing can tell the two apart. */
function zero(schema: Schema): unknown {
  if (schema.name?.startsWith('org.apache.kafka.connect.data.') === true) return null;
  switch (schema.type) {
    case 'BOOLEAN':
      return false;
    case 'STRING':
      return '';
    case 'BYTES':
      return Buffer.alloc(0);
    case 'STRUCT':
      return null;
    default:
      return 0;
  }
}

/** What is read for a value that was written: the losses that README names, and no others. */
function expected(schema: Schema, value: unknown, keepsNull: boolean): unknown {
  if (schema.type === 'ARRAY')
    return ((value ?? []) as unknown[]).map((item) => expected(schema.valueSchema!, item, keepsNull));
  if (schema.type === 'MAP')
    return new Map(
      [...((value ?? new Map()) as Map<unknown, unknown>)].map(([k, v]) => [
        k,
        expected(schema.valueSchema!, v, keepsNull),
      ]),
    );
  if (value === null) return keepsNull ? null : zero(schema);
  if (!(value instanceof Struct)) return value;
  return Struct.of(
    value.schema,
    value.schema.fields.map((it) => expected(it.schema, value.values[it.index], keepsNull)),
  );
}

const modes: readonly (readonly [name: string, settings: Settings, keepsNull: boolean])[] = [
  ['as it is', {}, false],
  ['with optional.for.nullables', { 'optional.for.nullables': 'true' }, true],
  ['with wrapper.for.nullables', { 'wrapper.for.nullables': 'true' }, true],
  ['with both', { 'optional.for.nullables': 'true', 'wrapper.for.nullables': 'true' }, true],
];

describe('every record is read as it was written, but for the losses named in README', () => {
  test.each(modes)('%s', async (_, settings, keepsNull) => {
    await fc.assert(
      fc.asyncProperty(record, async ({ schema, value }) => {
        const registry = new MemoryRegistry();
        const bytes = await converterOn(registry, settings).fromConnectData('t', schema, value);
        const read = await converterOn(registry, settings).toConnectData('t', bytes);
        expect(plain(read.value)).toEqual(plain(expected(schema, value, keepsNull)));
      }),
      { numRuns: 300 },
    );
  });
});

test('what was read is written again as the same bytes, under the same schema once it has tags', async () => {
  await fc.assert(
    fc.asyncProperty(record, async ({ schema, value }) => {
      const registry = new MemoryRegistry();
      const converter = converterOn(registry, { 'optional.for.nullables': 'true' });
      const first = await converter.toConnectData('t', await converter.fromConnectData('t', schema, value));
      const bytes = await converter.fromConnectData('t', first.schema, first.value);
      const second = await converter.toConnectData('t', bytes);
      expect(plain(second.value)).toEqual(plain(first.value));
      expect(second.schema!.equals(first.schema)).toBe(true);
      expect(await converter.fromConnectData('t', second.schema, second.value)).toEqual(bytes);
    }),
    { numRuns: 200 },
  );
});

test('protobufjs reads what is written, and what it writes is read', async () => {
  await fc.assert(
    fc.asyncProperty(record, async ({ schema, value }) => {
      const registry = new MemoryRegistry();
      const converter = converterOn(registry);
      const bytes = (await converter.fromConnectData('t', schema, value))!;
      const type = messageOf(registry.text('t-value'));
      const again = type.encode(type.decode(bytes.subarray(6))).finish();
      const read = await converter.toConnectData('t', Buffer.concat([bytes.subarray(0, 6), again]));
      expect(plain(read.value)).toEqual(plain((await converter.toConnectData('t', bytes)).value));
    }),
    { numRuns: 200 },
  );
});

/** protobufjs reads numbers of 64 bits exactly where it finds this package, which the conditions of the test runner hide from it. */
const { default: Long } = createRequire(import.meta.resolve('protobufjs'))('long') as {
  default: typeof protobuf.util.Long;
};
protobuf.util.Long = Long;
protobuf.configure();

/** Definitions of what the file imports; protobufjs brings Timestamp itself. */
const imported = `syntax = "proto3"; package google.type; message Date { int32 year = 1; int32 month = 2; int32 day = 3; }
  message TimeOfDay { int32 hours = 1; int32 minutes = 2; int32 seconds = 3; int32 nanos = 4; }`;
const decimal =
  'syntax = "proto3"; package confluent.type; message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }';

function messageOf(text: string): protobuf.Type {
  const root = new protobuf.Root();
  const { package: name } = protobuf.parse(text, root, { keepCase: true });
  const message = /^message (\w+)/m.exec(text)![1]!;
  for (const file of [imported, decimal]) protobuf.parse(file, root, { keepCase: true });
  root.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')!.nested!);
  root.resolveAll();
  return root.lookupType(name === undefined ? message : `${name}.${message}`);
}

describe('whatever the bytes are, they are read or refused', () => {
  test('random bytes after the frame', async () => {
    const registry = new MemoryRegistry();
    const converter = converterOn(registry);
    const sample = SchemaBuilder.struct().field('a', SchemaBuilder.int32().build()).build();
    await converter.fromConnectData('t', sample, Struct.of(sample, [1]));
    const schemas = fc.sample(record, 10);
    for (const { schema, value } of schemas) await converter.fromConnectData('t', schema, value);
    const ids = registry.subjects.get('t-value')!.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ids), fc.uint8Array({ maxLength: 60 }), async (id, noise) => {
        await readOrRefused(() => converter.toConnectData('t', Buffer.from([0, 0, 0, 0, id, 0, ...noise])));
      }),
      { numRuns: 2000 },
    );
  });

  test('records with a byte changed, or cut off', async () => {
    await fc.assert(
      fc.asyncProperty(record, fc.nat(), fc.nat({ max: 255 }), async ({ schema, value }, place, byte) => {
        const converter = converterOn(new MemoryRegistry());
        const bytes = Buffer.from((await converter.fromConnectData('t', schema, value))!);
        const at = 5 + (place % Math.max(1, bytes.length - 5));
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        await readOrRefused(() => converter.toConnectData('t', changed));
        await readOrRefused(() => converter.toConnectData('t', bytes.subarray(0, at)));
      }),
      { numRuns: 300 },
    );
  });
});

async function readOrRefused(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
}

test('a decimal of any scale is written with it', async () => {
  const converter = converterOn(new MemoryRegistry());
  const schema = SchemaBuilder.struct()
    .field(
      'd',
      SchemaBuilder.bytes().name('org.apache.kafka.connect.data.Decimal').version(1).parameter('scale', '2').build(),
    )
    .build();
  const bytes = await converter.fromConnectData('t', schema, Struct.of(schema, [new Decimal(5n, 1)]));
  expect(plain((await converter.toConnectData('t', bytes)).value)).toEqual({ d: '0.50' });
});

test.each(recursiveSamples())('a $name is read as it was written', async ({ schema, value }) => {
  const registry = new MemoryRegistry();
  const bytes = await converterOn(registry).fromConnectData('t', schema, value);
  const read = await converterOn(registry).toConnectData('t', bytes);
  expect(plain(read.value)).toEqual(plain(value));
  expect(read.schema!.field('next')!.schema.fields).toBe(read.schema!.fields);
  expect(read.schema!.equals((await converterOn(registry).toConnectData('t', bytes)).schema)).toBe(true);
});
