import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import type { Measurement, WorkerSide } from '../results.ts';
import { type Discovery, startWorker } from '../workers.ts';

/** From the start of the process until the REST API lists connectors; for Java with its default way to find plugins and with its fastest. */
export function start(discovery: Discovery): Row {
  const isDefault = discovery === 'hybrid_warn';
  return {
    name: isDefault ? 'start' : 'start-service-load',
    title: `start until GET /connectors answers${isDefault ? '' : ', plugin.discovery=service_load'}`,
    unit: 'ms',
    sides: ['causeway', 'java'],
    services: ['kafka'],
    runs: ({ starts }) => starts,
    prepare: async (bench) => (side) => startOnce(bench, side as WorkerSide, discovery),
  };
}

async function startOnce(bench: Bench, side: WorkerSide, discovery: Discovery): Promise<Measurement> {
  await using started = await startWorker(bench, side, { converter: 'json', isLoaded: false, discovery });
  const { worker, startedAtMs } = started;
  const answers = async () => (await worker.get('/connectors')).status === 200;
  await worker.until('GET /connectors answers', answers, 60_000, 10);
  const value = performance.now() - startedAtMs;
  await sleep(100); // a worker asked to stop while it still starts may take long over it
  return { value };
}
