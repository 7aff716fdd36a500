/** Watches records go through and says how fast they went. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load, Measurement } from '../results.ts';
import { type Limits, measuredWindow, type Sample, type Window } from './window.ts';

export interface Watched {
  /** Records that are through, as seen from outside. */
  readonly count: () => Promise<number>;
  readonly cpuSeconds: () => number | null;
  /** Rejects when the work has failed; asked while nothing moves. */
  readonly check: () => Promise<void>;
}

const sampleEveryMs = 50;
const checkAfterMs = 3_000;
const giveUpAfterMs = 60_000;

/** Samples until the measured window is over. Rejects when nothing has moved for a minute. */
export async function watch(watched: Watched, limits: Limits, signal: AbortSignal): Promise<Window> {
  const samples: Sample[] = [];
  let movedAtMs = performance.now();
  let checkedAtMs = movedAtMs;
  for (;;) {
    signal.throwIfAborted();
    const count = await watched.count();
    const atMs = performance.now();
    if (count > (samples.at(-1)?.count ?? 0)) movedAtMs = checkedAtMs = atMs;
    samples.push({ atMs, count, cpuSeconds: watched.cpuSeconds() });
    if (count > limits.total) throw new Error(`${count} records came out of ${limits.total}`);
    const window = measuredWindow(samples, limits);
    if (window !== null) return window;
    if (count === limits.total) throw new Error(`all ${count} records were through before the measurement could begin`);
    if (atMs - movedAtMs > giveUpAfterMs) throw new Error(`no record for a minute, ${count} of ${limits.total} so far`);
    if (atMs - checkedAtMs > checkAfterMs) {
      checkedAtMs = atMs;
      await watched.check();
    }
    await sleep(sampleEveryMs);
  }
}

/** @param bytesPerRecord of user data */
export function throughputOf({ open, close }: Window, bytesPerRecord: number, peakRssMiB: number | null): Measurement {
  const seconds = (close.atMs - open.atMs) / 1000;
  const records = close.count - open.count;
  const value = records / seconds;
  const cpu =
    open.cpuSeconds === null || close.cpuSeconds === null
      ? null
      : (close.cpuSeconds - open.cpuSeconds) / (records / 1e6);
  const load: Load = {
    megabytesPerSecond: (value * bytesPerRecord) / 1e6,
    cpuSecondsPerMillion: cpu,
    peakRssMiB,
    records,
    seconds,
  };
  return { value, load };
}
