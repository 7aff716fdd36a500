import type { Bench } from '../bench.ts';
import type { Measurement, WorkerSide } from '../results.ts';
import { startWorker, type WorkerSetup } from '../workers.ts';
import { cpuSecondsOf, peakResidentMiB } from './process.ts';
import { throughputOf, watch } from './throughput.ts';
import type { Limits } from './window.ts';

export interface WorkerLoad {
  readonly converter: WorkerSetup['converter'];
  /** The only connector of a new worker; with one task. */
  readonly connector: Readonly<Record<string, string>> & { readonly name: string };
  readonly limits: Limits;
  readonly bytesPerRecord: number;
  /** Records that are through, as seen from outside. */
  readonly count: () => Promise<number>;
}

/** Measures a connector in a worker of its own. CPU time and memory are the worker process's. */
export async function measureWorker(bench: Bench, side: WorkerSide, load: WorkerLoad): Promise<Measurement> {
  const { converter, connector, limits, bytesPerRecord, count } = load;
  await using started = await startWorker(bench, side, { converter, isLoaded: true });
  const { worker } = started;
  await worker.ready();
  await worker.put({ 'tasks.max': '1', ...connector });
  const watched = {
    count,
    cpuSeconds: () => cpuSecondsOf(worker.pid),
    check: () => worker.running(connector.name),
  };
  const window = await watch(watched, limits, bench.signal);
  return throughputOf(window, bytesPerRecord, peakResidentMiB(worker.pid));
}
