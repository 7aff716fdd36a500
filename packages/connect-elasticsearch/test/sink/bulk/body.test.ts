import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BulkBody } from '../../../src/sink/bulk/body.ts';
import { PartitionProgress } from '../../../src/sink/offsets-tracker.ts';
import { record } from '../../records.ts';

function bodyOf(lines: readonly string[], isOrdered = false) {
  const body = new BulkBody(isOrdered, Buffer.alloc(8));
  const progress = new PartitionProgress();
  lines.forEach((line, i) => body.add(line, record({ kafkaOffset: i }), progress, progress.add(i), `id${i}`));
  return { body, progress };
}

test('holds the lines one behind the other, as UTF-8, however it has to grow', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })), (lines) => {
      const { body } = bodyOf(lines);
      expect(body.content.toString()).toBe(lines.join(''));
      expect([body.count, body.bytes]).toEqual([lines.length, Buffer.byteLength(lines.join(''))]);
    }),
  );
});

test('picks documents with their bytes, records and progress', () => {
  const { body, progress } = bodyOf(['a\n', 'žluť\n', '', '😀\n'], true);
  const picked = body.pick([1, 3]);
  expect(picked.content.toString()).toBe('žluť\n😀\n');
  expect(picked.records.map((r) => r.kafkaOffset)).toEqual([1, 3]);
  expect([picked.ids, picked.hasId('id3'), picked.hasId('id0')]).toEqual([['id1', 'id3'], true, false]);
  picked.settleAll();
  body.settle(0);
  expect(progress.firstPending).toBe(2);
});

test.each([
  ['room for what fits exactly', 'žž', 4, true],
  ['no room for one byte more', 'žžx', 4, false],
  ['room without a limit', 'x'.repeat(1000), Infinity, true],
])('has %s', (_, line, maxBytes, has) => {
  expect(new BulkBody(false).hasRoomFor(line, maxBytes)).toBe(has);
});
