import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench, Row } from '../bench.ts';
import { lineBytes, linesPerBlock, lineValues } from '../inputs/lines.ts';
import { measureRaw } from '../measure/raw.ts';
import type { Limits } from '../measure/window.ts';
import { measureWorker } from '../measure/worker-load.ts';
import { KafkaConnection } from '../raw/kafka-connection.ts';
import { produceBatches } from '../raw/produce-batches.ts';
import { countRecords, recordBatch } from '../raw/record-batch.ts';
import { type Measurement, sides, type WorkerSide } from '../results.ts';
import type { ConverterName } from '../workers.ts';
import { fileSink } from './file-connectors.ts';

/** A topic of lines to a file. The limit: fetching the same batches without looking at their records. */
export function kafkaToFile(converter: ConverterName): Row {
  return {
    name: `kafka-file-${converter}`,
    title: `Kafka → file, ${converter === 'json' ? 'JSON with schemas' : 'String'}`,
    unit: 'records/s',
    runs: ({ runs }) => runs,
    sides,
    services: ['kafka'],
    async prepare(bench, cleanup) {
      const topic = bench.unique('kafka-file');
      await bench.topics.create(topic);
      cleanup.defer(() => bench.topics.delete(topic));
      await fill(bench, topic, converter);
      const limits = { ...bench.plan, total: bench.plan.lines };
      const job = { bench, converter, topic, limits };
      return (side) => (side === 'raw' ? rawFetch(job) : connector(job, side));
    },
  };
}

interface Job {
  readonly bench: Bench;
  readonly converter: ConverterName;
  readonly topic: string;
  readonly limits: Limits;
}

async function fill(bench: Bench, topic: string, converter: ConverterName): Promise<void> {
  using connection = await KafkaConnection.open(await bench.topics.leaderOf(topic));
  const batch = recordBatch(lineValues(converter));
  const batches = Array.from({ length: bench.plan.lines / linesPerBlock }, () => batch);
  await produceBatches(connection, { topic, batches, stop: bench.signal });
}

async function connector({ bench, converter, topic, limits }: Job, side: WorkerSide): Promise<Measurement> {
  const name = bench.unique(`kafka-file-${side}`);
  const file = join(bench.dir, name);
  try {
    return await measureWorker(bench, side, {
      converter,
      connector: fileSink(name, topic, file),
      limits,
      bytesPerRecord: lineBytes,
      count: async () => Math.floor((await sizeOf(file)) / (lineBytes + 1)),
    });
  } finally {
    await rm(file, { force: true });
    await bench.topics.deleteGroupOf(name);
  }
}

const sizeOf = async (file: string): Promise<number> => {
  const stats = await stat(file).catch(() => null);
  return stats?.size ?? 0;
};

const fetchBytes = 8 * 1024 * 1024;

async function rawFetch({ bench, topic, limits }: Job): Promise<Measurement> {
  using connection = await KafkaConnection.open(await bench.topics.leaderOf(topic));
  const work = async (through: (records: number) => void, stop: AbortSignal): Promise<void> => {
    let offset = 0n;
    while (offset < limits.total && !stop.aborted) {
      const { records, nextOffset } = countRecords(await connection.fetch(topic, offset, fetchBytes));
      offset = nextOffset ?? offset;
      through(records);
    }
  };
  return await measureRaw({ limits, bytesPerRecord: lineBytes, signal: bench.signal, work });
}
