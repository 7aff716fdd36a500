import { expect, test } from 'vitest';
import { quick } from './plan.ts';
import { jsonReport, type Report, table, tableReport } from './report.ts';
import { type RowResult, sideResult } from './results.ts';

const load = { megabytesPerSecond: 110, cpuSecondsPerMillion: 0.9, peakRssMiB: 120, records: 4e6, seconds: 4 };
const runs = (...values: number[]) =>
  sideResult(
    values.map((value) => ({ value, load })),
    'records/s',
  );

const files: RowResult = {
  name: 'file-kafka-string',
  title: 'file → Kafka',
  unit: 'records/s',
  results: { causeway: runs(1_000_000, 900_000, 1_100_000), java: runs(250_000) },
  javaReference: null,
  problems: ['raw: no broker'],
};
const mysql: RowResult = {
  ...files,
  name: 'mysql-kafka',
  title: 'MySQL',
  results: { causeway: runs(100) },
  javaReference: 50,
  problems: [],
};
const start: RowResult = {
  ...files,
  name: 'start',
  title: 'start',
  unit: 'ms',
  results: { causeway: sideResult([{ value: 250 }], 'ms') },
  problems: [],
};
const report: Report = { startedAt: new Date(0), plan: quick, rows: [start, files, mysql] };

test('columns are as wide as their widest cell', () => {
  expect(
    table([
      ['a', 'b'],
      ['long', '1'],
      ['', '200', 'x'],
    ]),
  ).toBe('a       b\nlong    1\n      200  x\n');
});

test('the table tells of each side, its ratios, and what was not measured', () => {
  const lines = tableReport(report)
    .split('\n')
    .map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));
  expect(lines).toEqual(
    expect.arrayContaining([
      'start | 250 ms | – | –',
      'Causeway | 1,000,000 | 110.0 | 0.90 | 120 | 20 % | 4.0 × | –',
      'Java | 250,000 | 110.0 | 0.90 | 120',
      'Java (reference, measured elsewhere) | 50',
      'file-kafka-string: raw: no broker',
    ]),
  );
});

test('the document holds every run, and marks what was measured elsewhere', () => {
  const { rows } = JSON.parse(jsonReport(report)) as { rows: object[] };
  expect(rows[1]).toMatchObject({
    name: 'file-kafka-string',
    results: { causeway: { value: 1_000_000, ...load, runs: [1_000_000, 900_000, 1_100_000] } },
    ratios: { toJava: 4, toRaw: null },
    problems: ['raw: no broker'],
  });
  expect(rows[1]).not.toHaveProperty('javaReference');
  expect(rows[2]).toMatchObject({
    ratios: { toJava: null },
    javaReference: { value: 50, note: 'reference, measured elsewhere' },
  });
});
