import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  sizeOfVarint,
  sizeOfVarlong,
  VarintReader,
  writeVarint,
  writeVarlong,
} from '../../../src/kafka/record-batch/varint.ts';

describe('varints', () => {
  it('read back as they were written, in the size foretold', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const buffer = new Uint8Array(8);
        const end = writeVarint(buffer, 0, value);
        expect(end).toBe(sizeOfVarint(value));
        const reader = new VarintReader(buffer, 0);
        expect([reader.varint(), reader.position]).toEqual([value, end]);
      }),
    );
  });

  it('hold longs, too', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), (value) => {
        const buffer = new Uint8Array(12);
        const end = writeVarlong(buffer, 0, value);
        expect(end).toBe(sizeOfVarlong(value));
        const reader = new VarintReader(buffer, 0);
        expect([reader.varlong(), reader.position]).toEqual([value, end]);
      }),
    );
  });

  // Java: ByteUtilsTest
  test.each([
    [0, [0x00]],
    [-1, [0x01]],
    [1, [0x02]],
    [63, [0x7e]],
    [-64, [0x7f]],
    [64, [0x80, 0x01]],
    [8191, [0xfe, 0x7f]],
    [2_147_483_647, [0xfe, 0xff, 0xff, 0xff, 0x0f]],
    [-2_147_483_648, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('write %i as Java does', (value, bytes) => {
    const buffer = new Uint8Array(bytes.length);
    writeVarint(buffer, 0, value);
    expect([...buffer]).toEqual(bytes);
    writeVarlong(buffer, 0, value);
    expect([...buffer]).toEqual(bytes);
  });
});
