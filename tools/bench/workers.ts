/** Workers of both kinds, started alike: the same settings, none but those that a worker can't do without. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../process/workspace.ts';
import { freePort, WorkerProcess } from '../worker/worker-process.ts';
import type { Bench } from './bench.ts';
import { javaPluginPath, startJavaWorker } from './java-worker.ts';
import type { WorkerSide } from './results.ts';

export const converters = {
  string: 'org.apache.kafka.connect.storage.StringConverter',
  json: 'org.apache.kafka.connect.json.JsonConverter',
} as const;
export type ConverterName = keyof typeof converters;

export type Discovery = 'hybrid_warn' | 'service_load';

export interface StartedWorker extends AsyncDisposable {
  readonly worker: WorkerProcess;
  /** By `performance.now()`. */
  readonly startedAtMs: number;
}

export interface WorkerSetup {
  readonly converter: ConverterName;
  /** It will have to work: a JVM is given a heap of 2 GiB, as its users do; otherwise the script's 1 GiB. */
  readonly isLoaded: boolean;
  /**
   * How Java finds plugins: by its default it searches all jars by reflection, which takes seconds and much memory, so that it is spared
   * that by default here. Causeway takes the setting and has no use for it.
   */
  readonly discovery?: Discovery;
}

/** Starts a worker; it is stopped when it is disposed of or the benchmark is interrupted. */
export async function startWorker(bench: Bench, side: WorkerSide, setup: WorkerSetup): Promise<StartedWorker> {
  bench.signal.throwIfAborted();
  const dir = join(bench.dir, bench.unique(side));
  await mkdir(dir);
  const settings = {
    'bootstrap.servers': bench.addresses['KAFKA_BOOTSTRAP']!,
    'key.converter': converters[setup.converter],
    'value.converter': converters[setup.converter],
    'offset.storage.file.filename': join(dir, 'offsets'),
    'plugin.path': side === 'java' ? javaPluginPath() : join(root, 'packages'),
    'plugin.discovery': setup.discovery ?? 'service_load',
    listeners: `http://127.0.0.1:${await freePort()}`,
  };
  const { worker, startedAtMs } =
    side === 'java'
      ? await startJavaWorker({ dir, settings, env: setup.isLoaded ? { CONNECT_HEAP: '2g' } : {} })
      : await startCauseway(dir, settings);
  // Once: a worker takes a second signal for the wish to end without order.
  let stopping: Promise<number> | undefined;
  const stop = () => void (stopping ??= worker.stop());
  bench.signal.addEventListener('abort', stop);
  const dispose = async () => {
    bench.signal.removeEventListener('abort', stop);
    stop();
    await stopping;
  };
  return { worker, startedAtMs, [Symbol.asyncDispose]: dispose };
}

async function startCauseway(dir: string, settings: Readonly<Record<string, string>>) {
  const worker = await WorkerProcess.start({ dir, settings });
  return { worker, startedAtMs: worker.startedAtMs };
}
