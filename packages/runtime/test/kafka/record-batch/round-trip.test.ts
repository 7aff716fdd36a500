import { crc32c } from '@node-rs/crc32';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Payload, RecordHeader } from '../../../src/kafka/port.ts';
import { RecordSetCursor } from '../../../src/kafka/record-batch/decoder.ts';
import type { RecordSet } from '../../../src/kafka/record-batch/decoder.ts';
import { plainBatch, recordBytes, RecordBatchEncoder } from '../../../src/kafka/record-batch/encoder.ts';
import { batchLayout, compressionTypes } from '../../../src/kafka/record-batch/format.ts';

interface Row {
  readonly timestamp: number;
  readonly key: Payload;
  readonly value: Payload;
  readonly headers: readonly RecordHeader[] | null;
}

const payload = fc.oneof(
  fc.constant(null),
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
);
const header = fc.record({
  key: fc.string({ unit: 'grapheme', maxLength: 20 }),
  value: fc.option(fc.uint8Array({ maxLength: 20 })),
});
const row: fc.Arbitrary<Row> = fc.record({
  timestamp: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  key: payload,
  value: payload,
  headers: fc.option(fc.array(header, { minLength: 1, maxLength: 3 })),
});

function encode(rows: readonly Row[], options = plainBatch): Buffer {
  const encoder = new RecordBatchEncoder(Buffer.alloc(64));
  for (const { timestamp, key, value, headers } of rows) encoder.append(timestamp, key, value, headers);
  return Buffer.from(encoder.finish(options));
}

function cursorOf(records: Buffer, options: Partial<RecordSet> = {}): RecordSetCursor {
  const set = {
    topic: 't',
    partition: 0,
    records,
    fetchOffset: 0,
    abortedTransactions: null,
    checkCrc: true,
    ...options,
  };
  const cursor = new RecordSetCursor(set);
  cursor.allow(Infinity);
  return cursor;
}

const bytes = (value: Payload): Buffer | null => (value === null ? null : Buffer.from(value as string));

function read(cursor: RecordSetCursor): unknown[] {
  const rows: unknown[] = [];
  while (cursor.next()) {
    const { offset, timestamp, key, value, headers } = cursor;
    rows.push({
      offset,
      timestamp,
      key: key && Buffer.from(key),
      value: value && Buffer.from(value),
      headers: headers?.map(plain) ?? null,
    });
  }
  return rows;
}

const plain = ({ key, value }: RecordHeader): unknown => ({ key, value: value && Buffer.from(value) });

describe('a record batch', () => {
  test.each(compressionTypes)('reads back what was written, compressed with %s', (compression) => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const batch = encode(rows, { ...plainBatch, compression });
        const expected = rows.map((r, offset) => ({
          offset,
          timestamp: r.timestamp,
          key: bytes(r.key),
          value: bytes(r.value),
          headers: r.headers?.map(plain) ?? null,
        }));
        expect(read(cursorOf(batch))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('never takes more room than was estimated for bytes and ASCII', () => {
    fc.assert(
      fc.property(fc.option(fc.uint8Array()), fc.option(fc.string()), (key, value) => {
        const encoder = new RecordBatchEncoder(Buffer.alloc(64));
        encoder.append(0, key, value, null);
        expect(encoder.position - batchLayout.records).toBeLessThanOrEqual(recordBytes(key, value, null));
      }),
    );
  });

  test.each([
    ['63 bytes of ASCII, the longest with a length of one byte', 'x'.repeat(63)],
    ['64 bytes of ASCII', 'x'.repeat(64)],
    ['a text that outgrows the room for its length', 'é'.repeat(63)],
    ['a text that outgrows the room for the length of its record', 'é'.repeat(50)],
    ['a text of three bytes a character', '€'.repeat(3000)],
    ['surrogate pairs', '😀'.repeat(40)],
    ['a lone surrogate, as the replacement character', '\ud800'],
    ['an empty text', ''],
  ])('holds %s', (_, text) => {
    const rows = [text, text].map((value) => ({
      timestamp: 5,
      key: text,
      value,
      headers: [{ key: text, value: null }],
    }));
    const utf8 = Buffer.from(text);
    expect(read(cursorOf(encode(rows)))).toEqual(
      rows.map((_r, offset) => ({
        offset,
        timestamp: 5,
        key: utf8,
        value: utf8,
        headers: [{ key: utf8.toString(), value: null }],
      })),
    );
  });

  it('carries the fields of an idempotent and transactional producer', () => {
    const identity = { producerId: 4_000_000_000, producerEpoch: 7, baseSequence: 42, isTransactional: true };
    const batch = encode([{ timestamp: 1, key: null, value: 'a', headers: null }], { ...plainBatch, ...identity });
    expect(batch.readBigInt64BE(batchLayout.producerId)).toBe(4_000_000_000n);
    expect(batch.readInt16BE(batchLayout.producerEpoch)).toBe(7);
    expect(batch.readInt32BE(batchLayout.baseSequence)).toBe(42);
    expect(batch.readInt16BE(batchLayout.attributes)).toBe(0x10);
    expect(batch.readUInt32BE(batchLayout.crc)).toBe(crc32c(batch.subarray(batchLayout.attributes)));
  });
});

const letters = (text: string): Row[] =>
  Array.from(text).map((value) => ({ timestamp: 1, key: null, value, headers: null }));

/** A batch as the broker stores it: at an offset, perhaps by a transactional producer. */
function stored(rows: readonly Row[], baseOffset: number, producerId = -1): Buffer {
  const batch = encode(rows, { ...plainBatch, producerId, isTransactional: producerId >= 0 });
  batch.writeBigInt64BE(BigInt(baseOffset), batchLayout.baseOffset);
  return batch;
}

/** The end of a transaction: 0 is abort, 1 is commit. */
function marker(baseOffset: number, producerId: number, type: 0 | 1): Buffer {
  const key = Buffer.from([0, 0, 0, type]);
  const batch = stored([{ timestamp: 1, key, value: Buffer.alloc(6), headers: null }], baseOffset, producerId);
  batch.writeInt16BE(0x30, batchLayout.attributes);
  batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
  return batch;
}

const values = (cursor: RecordSetCursor): string[] => read(cursor).map((r) => String((r as { value: Buffer }).value));

describe('reading a record set', () => {
  it('skips records before the offset that was asked for', () => {
    const cursor = cursorOf(Buffer.concat([stored(letters('abc'), 10), stored(letters('de'), 13)]), {
      fetchOffset: 12,
    });
    expect(values(cursor)).toEqual(['c', 'd', 'e']);
    expect(cursor.nextOffset).toBe(15);
  });

  it('leaves a batch that is cut short for the next fetch', () => {
    const second = stored(letters('de'), 13);
    for (let cut = 0; cut < second.length; cut++) {
      const cursor = cursorOf(Buffer.concat([stored(letters('abc'), 10), second.subarray(0, cut)]), {
        fetchOffset: 10,
      });
      expect(values(cursor)).toEqual(['a', 'b', 'c']);
      expect(cursor.endOffset).toBe(13);
    }
  });

  it('moves past control batches without delivering them', () => {
    const cursor = cursorOf(Buffer.concat([stored(letters('a'), 0, 9), marker(1, 9, 1)]));
    expect(values(cursor)).toEqual(['a']);
    expect(cursor.nextOffset).toBe(2);
  });

  it('leaves out aborted transactions, and only these, with read_committed', () => {
    const set = [
      stored(letters('a'), 0, 9),
      stored(letters('b'), 1, 8),
      marker(2, 9, 0),
      stored(letters('c'), 3, 9),
      marker(4, 9, 1),
      stored(letters('d'), 5),
    ];
    const abortedTransactions = [{ producerId: 9, firstOffset: 0 }];
    expect(values(cursorOf(Buffer.concat(set), { abortedTransactions }))).toEqual(['b', 'c', 'd']);
    expect(values(cursorOf(Buffer.concat(set)))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('stops at the number of records allowed and goes on from there', () => {
    const cursor = cursorOf(Buffer.concat([stored(letters('abc'), 0), stored(letters('de'), 3)]));
    expect(cursor.countUpTo(100)).toBe(5);
    cursor.allow(2);
    expect(values(cursor)).toEqual(['a', 'b']);
    expect(cursor.nextOffset).toBe(2);
    cursor.allow(2);
    expect(values(cursor)).toEqual(['c', 'd']);
    cursor.allow(9);
    expect(values(cursor)).toEqual(['e']);
    expect(cursor.hasMore()).toBe(false);
  });

  it('takes the time of the log where the topic says so', () => {
    const batch = stored(letters('a'), 0);
    batch.writeInt16BE(0x08, batchLayout.attributes);
    batch.writeBigInt64BE(777n, batchLayout.maxTimestamp);
    const cursor = cursorOf(batch, { checkCrc: false });
    expect(cursor.next()).toBe(true);
    expect([cursor.timestamp, cursor.timestampType]).toEqual([777, 'LogAppendTime']);
  });

  it('refuses a batch whose checksum does not match', () => {
    const batch = stored(letters('abc'), 10);
    batch[batch.length - 2]! ^= 1;
    expect(() => cursorOf(batch).next()).toThrow('Reading t-0@10: the checksum of the record batch does not match');
  });

  it('refuses the message formats before 0.11', () => {
    const old = Buffer.alloc(100);
    old.writeInt32BE(88, 8);
    old[batchLayout.magic] = 1;
    expect(() => cursorOf(old)).toThrow('message format v1 is not supported');
  });

  it('refuses records that claim to be longer than their batch', () => {
    const batch = stored(letters('abc'), 10);
    batch[batchLayout.records] = 0xfe;
    batch[batchLayout.records + 1] = 0x7f;
    expect(() => cursorOf(batch, { checkCrc: false }).next()).toThrow('the record is damaged');
  });
});
