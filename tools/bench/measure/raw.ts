import type { Measurement } from '../results.ts';
import { ownCpuSeconds } from './process.ts';
import { throughputOf, watch } from './throughput.ts';
import type { Limits } from './window.ts';

export interface RawWork {
  readonly limits: Limits;
  readonly bytesPerRecord: number;
  readonly signal: AbortSignal;
  /** Moves the records, telling of each portion that is through, until there are no more or `stop` is aborted. */
  readonly work: (through: (records: number) => void, stop: AbortSignal) => Promise<void>;
}

/** Measures a plain client in this process. Its CPU time is this process's, its memory holds the input too and says nothing. */
export async function measureRaw({ limits, bytesPerRecord, signal, work }: RawWork): Promise<Measurement> {
  const stop = new AbortController();
  let count = 0;
  const watched = { count: async () => count, cpuSeconds: ownCpuSeconds, check: async () => undefined };
  const watching = watch(watched, limits, AbortSignal.any([signal, stop.signal]));
  const working = work((records) => void (count += records), stop.signal);
  try {
    const window = await Promise.race([watching, working.then(() => watching)]);
    return throughputOf(window, bytesPerRecord, null);
  } finally {
    stop.abort();
    await Promise.allSettled([working, watching]);
  }
}
