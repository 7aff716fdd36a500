import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OffsetsTracker, PartitionProgress } from '../../../src/sink/records/offsets-tracker.ts';
import { record } from '../../records.ts';

const p0 = { topic: 't', partition: 0 };

/** Adds records at these offsets, and settles those at `done`. */
function tracked(offsets: readonly number[], done: readonly number[], topic = 't') {
  const tracker = new OffsetsTracker();
  for (const kafkaOffset of offsets) {
    const progress = tracker.progressOf(record({ topic: 'renamed', originalTopic: topic, kafkaOffset }));
    const sequence = progress.add(kafkaOffset);
    if (done.includes(kafkaOffset)) progress.done(sequence);
  }
  return tracker;
}

describe('what may be committed', () => {
  test.each<[string, OffsetsTracker, number, boolean, number | null]>([
    ['what was given, if all of it is settled', tracked([0, 1, 2], [0, 1, 2]), 3, true, 3],
    ['what was given, also behind records that were dropped on the way', tracked([0, 1], [0, 1]), 9, true, 9],
    ['what was given, if no record came through', tracked([], []), 9, true, 9],
    ['the first record that is not settled', tracked([0, 1, 2], [0, 2]), 3, true, 1],
    ['the first record of all, if that is not settled', tracked([5, 6], [6]), 7, true, 5],
    ['the first that is not settled behind a gap', tracked([0, 7, 8], [0, 8]), 9, true, 7],
    ['no more than was given', tracked([0, 1, 2], [0, 1, 2]), 2, true, 2],
    ['what was seen settled, if not all was noted', tracked([0, 1], [0, 1]), 9, false, 2],
    ['nothing, if nothing was noted', tracked([], []), 9, false, null],
    ['the first not settled, if not all was noted', tracked([0, 1], [0]), 9, false, 1],
  ])('%s', (_, tracker, given, isComplete, expected) => {
    const result = expected === null ? [] : [{ ...p0, offset: expected }];
    expect(tracker.committable([{ ...p0, offset: given }], isComplete)).toEqual(result);
  });

  test('partitions are counted apart', () => {
    const tracker = tracked([0, 1], [0]);
    const other = tracker.progressOf(record({ kafkaPartition: 1, kafkaOffset: 4 }));
    other.done(other.add(4));
    const given = [
      { ...p0, offset: 2 },
      { topic: 't', partition: 1, offset: 5 },
    ];
    expect(tracker.committable(given, true)).toEqual([
      { ...p0, offset: 1 },
      { topic: 't', partition: 1, offset: 5 },
    ]);
    expect(tracker.pendingOf([p0, { topic: 't', partition: 1 }])).toBe(1);
    tracker.close([p0]);
    expect(tracker.pendingOf([p0])).toBe(0);
    expect(tracker.size).toBe(0);
  });

  test('a record that comes again counts only when it is settled again', () => {
    const progress = new PartitionProgress('t', 0);
    const [three, four, five] = [progress.add(3), progress.add(4), progress.add(5)];
    progress.done(three);
    const again = progress.add(4);
    progress.done(four);
    progress.done(five);
    expect(progress.firstPending).toBe(4);
    expect(progress.after).toBe(4);
    progress.done(again);
    expect([progress.firstPending, progress.after, progress.pending]).toEqual([null, 5, 0]);
  });
});

test('never exceeds the settled prefix, whatever the order of settlement and rewinds', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ add: fc.integer({ min: 1, max: 3 }) }) },
      { weight: 6, arbitrary: fc.record({ settle: fc.nat(50) }) },
      { weight: 1, arbitrary: fc.record({ rewind: fc.integer({ min: 1, max: 5 }) }) },
    ),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(steps, (sequence) => {
      const tracker = new OffsetsTracker();
      const progress = tracker.progressOf(record());
      let position = 0;
      /** The model: the newest delivery of each offset that is not settled. */
      const open = new Map<number, number>();
      const handles: [offset: number, sequence: number][] = [];
      for (const step of sequence) {
        if ('add' in step) {
          position += step.add;
          const handle = progress.add(position - 1);
          open.set(position - 1, handle);
          handles.push([position - 1, handle]);
        } else if ('rewind' in step) {
          position = Math.max(0, position - step.rewind);
          // whatever was given from there on comes again; the worker commits nothing beyond its position until then
          for (const offset of open.keys()) if (offset >= position) open.delete(offset);
        } else if (handles.length > 0) {
          const [offset, handle] = handles[step.settle % handles.length]!;
          progress.done(handle);
          if (open.get(offset) === handle) open.delete(offset);
        }
        const [result] = tracker.committable([{ ...p0, offset: position }], true);
        const limit = Math.min(position, ...open.keys());
        expect(result!.offset).toBeLessThanOrEqual(limit);
      }
      // and all is committed once all is settled
      for (const [, handle] of handles) progress.done(handle);
      expect(tracker.committable([{ ...p0, offset: position }], true)).toEqual([{ ...p0, offset: position }]);
    }),
    { numRuns: 500 },
  );
});

test('a long run with one record that is settled late keeps its place', () => {
  const progress = new PartitionProgress('t', 0);
  const late = progress.add(0);
  for (let offset = 1; offset < 20_000; offset++) progress.done(progress.add(offset));
  expect([progress.firstPending, progress.size]).toEqual([0, 20_000]);
  progress.done(late);
  expect([progress.firstPending, progress.after, progress.size]).toEqual([null, 20_000, 0]);
  const next = progress.add(20_000);
  expect(progress.firstPending).toBe(20_000);
  progress.done(next);
  expect(progress.after).toBe(20_001);
});
