import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RestartBackoff } from '../../src/herder/restart-backoff.ts';

describe('restarts that wait', () => {
  let backoff: RestartBackoff;
  const restarts: string[] = [];
  const schedule = (connector: string, part: string): void =>
    backoff.schedule(connector, part, (ms) => restarts.push(`${connector} ${part} after ${ms}`));

  beforeEach(() => {
    vi.useFakeTimers();
    backoff = new RestartBackoff();
    restarts.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  test('wait longer each time, each part for itself', () => {
    schedule('c', '0');
    schedule('c', '1');
    vi.advanceTimersByTime(1_000);
    schedule('c', '1');
    vi.advanceTimersByTime(2_000);
    expect(restarts).toEqual(['c 0 after 1000', 'c 1 after 1000', 'c 1 after 2000']);
  });

  test('are not made when they are cancelled, and the next one still waits longer', () => {
    schedule('c', '0');
    schedule('d', '0');
    backoff.cancel('c');
    vi.advanceTimersByTime(5_000);
    schedule('c', '0');
    vi.advanceTimersByTime(5_000);
    expect(restarts).toEqual(['d 0 after 1000', 'c 0 after 2000']);
  });

  test('begin anew when what happened is forgotten, or lies far back', () => {
    schedule('c', '0');
    backoff.forget('c');
    schedule('c', '0');
    vi.advanceTimersByTime(400_000);
    schedule('c', '0');
    vi.advanceTimersByTime(1_000);
    expect(restarts).toEqual(['c 0 after 1000', 'c 0 after 1000']);
  });
});
