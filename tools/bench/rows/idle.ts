import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import { residentMiB } from '../measure/process.ts';
import type { Measurement, WorkerSide } from '../results.ts';
import { type Discovery, startWorker } from '../workers.ts';
import { fileSink, fileSource } from './file-connectors.ts';

/** Resident memory of a worker that has nothing to do. */
export function idle(discovery: Discovery): Row {
  return {
    ...common('idle', 'idle memory, no connector', discovery),
    prepare: async (bench) => (side) => restingMemory(bench, side as WorkerSide, { discovery, connectors: [] }),
  };
}

/** The same with a file source and a file sink that wait for data. */
export function idleFiles(discovery: Discovery): Row {
  return {
    ...common('idle-files', 'idle memory, a file source and a sink', discovery),
    isExtra: true,
    async prepare(bench, cleanup) {
      const topic = bench.unique('idle');
      await bench.topics.create(topic);
      cleanup.defer(() => bench.topics.delete(topic));
      const input = join(bench.dir, topic);
      await writeFile(input, '');
      return (side) => {
        const sink = fileSink(bench.unique('idle-sink'), topic, join(bench.dir, bench.unique('idle-out')));
        cleanup.defer(() => bench.topics.deleteGroupOf(sink.name));
        const connectors = [fileSource(bench.unique('idle-source'), topic, input), sink];
        return restingMemory(bench, side as WorkerSide, { discovery, connectors });
      };
    },
  };
}

const common = (name: string, title: string, discovery: Discovery) =>
  ({
    name: discovery === 'hybrid_warn' ? name : `${name}-service-load`,
    title: discovery === 'hybrid_warn' ? title : `${title}, plugin.discovery=service_load`,
    unit: 'MiB',
    sides: ['causeway', 'java'],
    services: ['kafka'],
    runs: () => 1,
  }) as const;

interface Connector extends Readonly<Record<string, string>> {
  readonly name: string;
}

interface Rest {
  readonly discovery: Discovery;
  readonly connectors: readonly Connector[];
}

async function restingMemory(bench: Bench, side: WorkerSide, { discovery, connectors }: Rest): Promise<Measurement> {
  await using started = await startWorker(bench, side, { converter: 'json', isLoaded: false, discovery });
  const { worker } = started;
  await worker.ready();
  for (const connector of connectors) await worker.put({ ...connector });
  for (const { name } of connectors) await worker.running(name);
  await sleep(bench.plan.settleMs, undefined, { signal: bench.signal });
  const value = residentMiB(worker.pid);
  if (value === null) throw new Error('this system has no /proc that tells the memory of a process');
  return { value };
}
