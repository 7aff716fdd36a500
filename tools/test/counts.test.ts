import { expect, test } from 'vitest';
import { countLine, nothing, oneFailed, onePassed, sum } from './counts.ts';
import { countReport } from './vitest.ts';

test.each([
  ['no stage at all', [], '0 passed, 0 failed'],
  ['one of each', [onePassed, oneFailed, nothing], '1 passed, 1 failed'],
  ['skipped tests', [{ passed: 3, failed: 0, skipped: 2 }, onePassed], '4 passed, 0 failed, 2 skipped'],
])('the line for %s', (_, counts, line) => {
  expect(countLine(sum(counts))).toBe(line);
});

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

test.each([
  ['passed tests', [file('passed', 'passed', 'passed')], 0, '2 passed, 0 failed'],
  ['a failed test', [file('failed', 'passed', 'failed')], 1, '1 passed, 1 failed'],
  ['skipped and todo tests', [file('passed', 'passed', 'skipped', 'todo')], 0, '1 passed, 0 failed, 2 skipped'],
  ['a file that does not load', [file('failed'), file('passed', 'passed')], 1, '1 passed, 1 failed'],
  ['a file whose hook failed', [file('failed', 'passed')], 1, '1 passed, 1 failed'],
  ['an error outside of tests', [file('passed', 'passed')], 1, '1 passed, 1 failed'],
  ['no tests', [], 0, '0 passed, 1 failed'],
])('a report with %s is counted', (_, testResults, exitCode, line) => {
  expect(countLine(countReport({ testResults }, exitCode))).toBe(line);
});
