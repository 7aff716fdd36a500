import { expect, test, vi } from 'vitest';
import { OutOfStep } from '../../../src/herder/distributed/out-of-step.ts';

test('a worker that can not read the config topic gives up its work in time, and joins when it can', async () => {
  vi.useFakeTimers({ now: 0 });
  try {
    const done: string[] = [];
    let canRead = false;
    const silent = (): void => undefined;
    const outOfStep = new OutOfStep({
      ...{ syncMs: 100, longestMs: 60_000, maxDelayMs: 10_000 },
      read: () => (canRead ? Promise.resolve() : Promise.reject(new Error('no broker'))),
      leave: async () => void done.push('left'),
      join: () => void done.push('joined'),
      giveUpWork: () => void done.push(`gave up after ${Date.now()}`),
      logger: { debug: silent, info: silent, warn: silent, error: silent },
    });
    outOfStep.begin();
    await vi.advanceTimersByTimeAsync(6000);
    expect(done).toEqual(['left', 'gave up after 2500']);
    canRead = true;
    await vi.advanceTimersByTimeAsync(600);
    expect(done.at(-1)).toBe('joined');
  } finally {
    vi.useRealTimers();
  }
});
