import { expect, test } from 'vitest';
import { run } from './run.ts';

test('the lines of both streams and the exit code are given back', async () => {
  const lines: string[] = [];
  const result = await run('sh', ['-c', 'echo out; echo err >&2; exit 3'], { onLine: (line) => lines.push(line) });
  expect(result.code).toBe(3);
  expect(lines.sort()).toEqual(['err', 'out']);
});

test('a program that is not there is a failure, not an exception', async () => {
  const { code, output } = await run('no-such-program', []);
  expect(code).toBe(127);
  expect(output).toContain('no-such-program');
});

test.each([
  ['a signal', () => ({ signal: AbortSignal.timeout(100) })],
  ['a time limit', () => ({ timeoutMs: 100 })],
  ['a signal given before', () => ({ signal: AbortSignal.abort() })],
])('%s ends the program and what it started', async (_, options) => {
  const { code } = await run('sh', ['-c', 'sleep 60 & wait'], options());
  expect(code).toBe(128);
});
