import { expect, test } from 'vitest';
import { parseCpuSeconds, parseMemoryMiB } from './process.ts';

const fields = 'S 1 2 3 0 -1 4194560 9 8 7 6 150 25 1 2 20 0 11 0 777';

test.each([
  ['a plain name', `42 (node) ${fields}`],
  ['blanks and brackets in the name', `42 (a) b (c)) ${fields}`],
])('user and system time are found behind %s', (_, stat) => {
  expect(parseCpuSeconds(stat)).toBe(1.75);
});

const status = 'Name:\tnode\nVmPeak:\t  999 kB\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n';

test.each([
  ['VmRSS', 100],
  ['VmHWM', 200],
  ['VmSwap', null],
])('memory of %s', (field, expected) => {
  expect(parseMemoryMiB(status, field)).toBe(expected);
});
