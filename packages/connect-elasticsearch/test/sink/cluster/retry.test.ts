import { describe, expect, test } from 'vitest';
import { RequestFailure } from '../../../src/sink/cluster/request-failure.ts';
import { type RetryPolicy, waitMs, withRetries } from '../../../src/sink/cluster/retry.ts';
import { silent } from '../../task-context.ts';

const policy = (changes: Partial<RetryPolicy> = {}): RetryPolicy => ({
  maxRetries: 2,
  backoffMs: 0,
  random: () => 0.5,
  logger: silent,
  signal: new AbortController().signal,
  ...changes,
});

test.each([
  ['half of the backoff before the first retry', 100, 1, 0, 50],
  ['half of twice the backoff before the second', 100, 2, 0, 100],
  ['half of 16 times before the fifth', 100, 5, 0, 800],
  ['nothing without a backoff', 0, 5, 0, 0],
  ['no more than a day', 86_400_000, 30, 0, 43_200_000],
  ['what the server asks for, if that is more', 100, 1, 2000, 2000],
])('waits %s', (_, backoffMs, attempt, asked, ms) => {
  expect(waitMs(policy({ backoffMs }), attempt, asked)).toBe(ms);
});

describe('a request', () => {
  const failing = (kind: 'retriable' | 'fatal', times: number) => {
    let calls = 0;
    return {
      request: () =>
        ++calls > times ? Promise.resolve('answer') : Promise.reject(new RequestFailure(kind, `failure ${calls}`)),
      calls: () => calls,
    };
  };

  test('is made again until it succeeds', async () => {
    const { request, calls } = failing('retriable', 2);
    await expect(withRetries(policy(), 'Asking', request)).resolves.toBe('answer');
    expect(calls()).toBe(3);
  });

  test('fails after max.retries + 1 attempts', async () => {
    const { request, calls } = failing('retriable', 3);
    await expect(withRetries(policy(), 'Asking', request)).rejects.toThrow('failure 3');
    expect(calls()).toBe(3);
  });

  test('fails at once if it would fail again', async () => {
    const { request, calls } = failing('fatal', 1);
    await expect(withRetries(policy(), 'Asking', request)).rejects.toThrow('failure 1');
    expect(calls()).toBe(1);
  });

  test('is given up when the task stops', async () => {
    const stopping = new AbortController();
    const { request } = failing('retriable', 9);
    const result = withRetries(
      policy({ backoffMs: 60_000, random: () => 0.99, signal: stopping.signal }),
      'Asking',
      request,
    );
    stopping.abort();
    await expect(result).rejects.toThrow(/because the task stops; the last one failed: failure 1/);
  });
});
