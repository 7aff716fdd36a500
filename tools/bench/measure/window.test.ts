import { expect, test } from 'vitest';
import { throughputOf } from './throughput.ts';
import { measuredWindow, type Sample } from './window.ts';

const limits = { total: 100, warmUpMs: 1000, measureMs: 3000 };

/** Samples every half second. */
const samples = (...counts: number[]): Sample[] =>
  counts.map((count, i) => ({ atMs: i * 500, count, cpuSeconds: i / 4 }));

test.each([
  ['nothing has come yet', samples(0, 0, 0), null],
  ['the warm-up is not over', samples(0, 5, 10), null],
  ['a fifth of the input is through, and then all', samples(0, 10, 20, 60, 100), [20, 100]],
  ['the warm-up takes its full time, counted from the first record', samples(0, 0, 0, 0, 5, 6, 7, 100), [7, 100]],
  ['the time to measure is over', samples(0, 30, 31, 32, 33, 34, 35, 36, 37, 38), [30, 36]],
  ['all was through at once', samples(0, 100, 100), null],
  ['nothing moved after the warm-up', samples(0, 30, 30, 30, 30, 30, 30, 30, 30), null],
])('when %s', (_, seen, counts) => {
  const window = measuredWindow(seen, limits);
  expect(window === null ? null : [window.open.count, window.close.count]).toEqual(counts);
});

test('throughput, data and CPU time are those of the window alone', () => {
  const window = measuredWindow(samples(0, 10, 20, 60, 100), limits)!;
  expect(throughputOf(window, 1e6, 42)).toEqual({
    value: 80,
    load: {
      megabytesPerSecond: 80,
      cpuSecondsPerMillion: expect.closeTo(6250) as number,
      peakRssMiB: 42,
      records: 80,
      seconds: 1,
    },
  });
});

test('without CPU times the rest is still told', () => {
  const window = measuredWindow(
    samples(0, 20, 100).map((s) => ({ ...s, cpuSeconds: null })),
    limits,
  )!;
  expect(throughputOf(window, 1, null)).toMatchObject({ value: 160, load: { cpuSecondsPerMillion: null } });
});
