import { expect, test } from 'vitest';
import { ratios, type Side, sideResult, type Unit } from './results.ts';

test.each<[string, number[], Unit, number]>([
  ['one run is its own median', [5], 'records/s', 5],
  ['three runs have the one in the middle', [9, 1, 5], 'records/s', 5],
  ['of two throughputs the lower counts', [9, 1], 'records/s', 1],
  ['of two times the longer counts', [9, 1], 'ms', 9],
])('%s', (_, values, unit, median) => {
  const runs = values.map((value) => ({ value }));
  expect(sideResult(runs, unit)).toEqual({ runs, median: { value: median } });
});

test('no runs have no median', () => {
  expect(() => sideResult([], 'ms')).toThrow('no runs');
});

test.each<[string, Unit, Partial<Record<Side, number>>, number | null, number | null]>([
  ['three times the throughput', 'records/s', { causeway: 300, java: 100, raw: 400 }, 3, 0.75],
  ['a third of the time', 'ms', { causeway: 100, java: 300 }, 3, null],
  ['no Java', 'records/s', { causeway: 300, raw: 600 }, null, 0.5],
  ['no Causeway', 'records/s', { java: 300, raw: 600 }, null, null],
])('%s', (_, unit, values, toJava, toRaw) => {
  const results = Object.fromEntries(
    Object.entries(values).map(([side, value]) => [side, sideResult([{ value }], unit)]),
  );
  expect(ratios({ results, unit })).toEqual({ toJava, toRaw });
});
