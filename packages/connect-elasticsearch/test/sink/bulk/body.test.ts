import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BulkBody } from '../../../src/sink/bulk/body.ts';
import { PartitionProgress } from '../../../src/sink/records/offsets-tracker.ts';
import { record } from '../../records.ts';

function bodyOf(lines: readonly string[], { isOrdered = false, keepsRecords = true } = {}) {
  const body = new BulkBody({ isOrdered, keepsRecords }, Buffer.alloc(8));
  const progress = new PartitionProgress('t', 3);
  lines.forEach((line, i) => {
    body.lines.raw(Buffer.from(line));
    body.add(record({ kafkaPartition: 3, kafkaOffset: i }), progress, progress.add(i), isOrdered ? `id${i}` : null);
  });
  return { body, progress };
}

test('holds the lines one behind the other, however it has to grow', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })), (lines) => {
      const { body } = bodyOf(lines);
      expect(body.content.toString()).toBe(lines.join(''));
      expect([body.count, body.bytes]).toEqual([lines.length, Buffer.byteLength(lines.join(''))]);
    }),
  );
});

test('picks documents with their bytes, origins and progress', () => {
  const { body, progress } = bodyOf(['a\n', 'žluť\n', '', '😀\n'], { isOrdered: true });
  const picked = body.pick([1, 3]);
  expect(picked.content.toString()).toBe('žluť\n😀\n');
  expect([0, 1].map((i) => picked.originOf(i).offset)).toEqual([1, 3]);
  expect([picked.ids, picked.hasId('id3'), picked.hasId('id0')]).toEqual([['id1', 'id3'], true, false]);
  picked.settleAll();
  body.settle(0);
  expect(progress.firstPending).toBe(2);
});

test.each([
  ['with the record, if records are kept', true, 1],
  ['without the record, if they are not', false, null],
])('knows where a document came from, %s', (_, keepsRecords, kept) => {
  const { body } = bodyOf(['a\n', 'b\n'], { keepsRecords });
  for (const { record: found, ...where } of [body.originOf(1), body.pick([1]).originOf(0)]) {
    expect(where).toEqual({ topic: 't', partition: 3, offset: 1 });
    expect(found?.kafkaOffset ?? null).toBe(kept);
  }
});

test('lines that were not added are no part of it', () => {
  const { body } = bodyOf(['a\n']);
  body.lines.ascii('bcd');
  expect(body.content.toString()).toBe('a\n');
  expect(body.takeUnadded().toString()).toBe('bcd');
  body.lines.ascii('x');
  body.dropUnadded();
  body.lines.ascii('e\n');
  body.add(record(), new PartitionProgress('t', 0), 0, null);
  expect(body.content.toString()).toBe('a\ne\n');
});
