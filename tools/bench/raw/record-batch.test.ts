import { expect, test } from 'vitest';
import { countRecords, crc32c, recordBatch, varint } from './record-batch.ts';

test.each([
  [0, [0]],
  [-1, [1]],
  [1, [2]],
  [63, [126]],
  [64, [128, 1]],
  [300, [216, 4]],
])('%i as a varint', (value, bytes) => {
  expect([...varint(value)]).toEqual(bytes);
});

test.each([
  ['nothing', '', 0],
  ['the check value of CRC-32C', '123456789', 0xe3069283],
])('the checksum of %s', (_, text, crc) => {
  expect(crc32c(Buffer.from(text))).toBe(crc);
});

const batch = recordBatch([Buffer.from('a'), Buffer.from('bc')], 0);

test('the batch holds its records in the form of format 2', () => {
  expect([...batch.subarray(61)]).toEqual([14, 0, 0, 0, 1, 2, 97, 0, 16, 0, 0, 2, 1, 4, 98, 99, 0]);
});

const at = (offset: bigint): Buffer => {
  const copy = Buffer.from(batch);
  copy.writeBigInt64BE(offset, 0);
  return copy;
};

test.each([
  ['nothing', Buffer.alloc(0), { records: 0, nextOffset: null }],
  ['one batch', at(10n), { records: 2, nextOffset: 12n }],
  ['two batches', Buffer.concat([at(10n), at(12n)]), { records: 4, nextOffset: 14n }],
  ['a batch and a part of one', Buffer.concat([at(10n), at(12n).subarray(0, 70)]), { records: 2, nextOffset: 12n }],
  [
    'a batch and a part of a header',
    Buffer.concat([at(10n), at(12n).subarray(0, 20)]),
    { records: 2, nextOffset: 12n },
  ],
])('records of %s are counted', (_, set, counted) => {
  expect(countRecords(set)).toEqual(counted);
});
