import { type Converter, DataError, Schema, type SchemaAndValue } from '@causeway/api';
import { samples, testConverter } from '@causeway/testkit';
import { expect, test } from 'vitest';
import { failuresOf } from './collecting-runner.ts';

/** Bytes as they are: it obeys. */
class Plain implements Converter {
  configure(): void {
    // there is nothing to set
  }

  fromConnectData(_topic: string, schema: Schema | null, value: unknown): Uint8Array | null {
    if (value === null) return null;
    if (!(value instanceof Uint8Array)) throw new DataError(`no bytes, but ${schema?.type ?? 'no schema'}`);
    return Buffer.from(value);
  }

  toConnectData(_topic: string, bytes: Uint8Array | null): SchemaAndValue {
    if (bytes?.[0] === 9) throw new DataError('nine is not a byte of mine');
    return { schema: Schema.BYTES_SCHEMA, value: bytes === null ? null : Buffer.from(bytes) };
  }
}

const failures = (create: () => Converter) =>
  failuresOf((runner) =>
    testConverter(runner, {
      create,
      carries: samples(['BYTES'], { withLogical: false }),
      badBytes: [{ name: 'a nine', bytes: Buffer.of(9) }],
      nestedBytes: (depth) => Buffer.alloc(depth),
    }),
  );

test('a converter that obeys passes', async () => {
  expect(await failures(() => new Plain())).toEqual([]);
});

const shared = Buffer.alloc(8);

test.each<[string, Partial<Converter>, string]>([
  [
    'keeps the input',
    { toConnectData: (_, bytes) => ({ schema: Schema.BYTES_SCHEMA, value: bytes }) },
    'buffers: that were read are neither changed nor kept',
  ],
  [
    'writes into one buffer',
    {
      fromConnectData: (_topic, _schema, value) => {
        if (value === null) return null;
        if (!(value instanceof Uint8Array)) throw new DataError('no bytes');
        shared.set(value);
        shared[0] = (shared[0]! + 1) % 256;
        return shared.subarray(0, value.length);
      },
    },
    'buffers: that were written stay as they are when more is written',
  ],
  [
    'crashes on what it can not read',
    {
      toConnectData: () => {
        throw new TypeError('oops');
      },
    },
    'refuses with a DataError: a nine',
  ],
  [
    'overflows the stack',
    {
      fromConnectData(topic, schema, value) {
        return Array.isArray(value)
          ? this.fromConnectData!(topic, schema, value[0], null)
          : (value as Uint8Array | null);
      },
    },
    'hostile data: nested without end is written or refused, and does not overflow the stack',
  ],
  [
    'writes null as something',
    { fromConnectData: (_topic, _schema, value) => (value as Uint8Array | null) ?? Buffer.from('null') },
    'null: without a schema is written as null, which deletes in a compacted topic',
  ],
  [
    'gives another schema',
    { toConnectData: (_, bytes) => ({ schema: Schema.OPTIONAL_BYTES_SCHEMA, value: bytes && Buffer.from(bytes) }) },
    'carries there and back: BYTES',
  ],
])('a converter that %s fails', async (_, fault, name) => {
  expect(await failures(() => Object.assign(new Plain(), fault))).toContain(name);
});
