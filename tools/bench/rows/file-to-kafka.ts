import type { Bench, Row } from '../bench.ts';
import { lineBytes, linesPerBlock, lineValues } from '../inputs/lines.ts';
import { measureRaw } from '../measure/raw.ts';
import type { Limits } from '../measure/window.ts';
import { measureWorker } from '../measure/worker-load.ts';
import { KafkaConnection } from '../raw/kafka-connection.ts';
import { produceBatches } from '../raw/produce-batches.ts';
import { recordBatch } from '../raw/record-batch.ts';
import { type Measurement, sides, type WorkerSide } from '../results.ts';
import type { ConverterName } from '../workers.ts';
import { fileSource } from './file-connectors.ts';

/** A file of lines to a topic. The limit: the same records in ready-made batches. */
export function fileToKafka(converter: ConverterName): Row {
  return {
    name: `file-kafka-${converter}`,
    title: `file → Kafka, ${converter === 'json' ? 'JSON with schemas' : 'String'}`,
    unit: 'records/s',
    runs: ({ runs }) => runs,
    sides,
    services: ['kafka'],
    async prepare(bench) {
      const file = await bench.linesFile();
      return async (side) => {
        const topic = bench.unique('file-kafka');
        await bench.topics.create(topic);
        await using after = new AsyncDisposableStack();
        after.defer(() => bench.topics.delete(topic));
        const job = { bench, converter, topic, limits: { ...bench.plan, total: bench.plan.lines } };
        return side === 'raw' ? await rawProduce(job) : await connector(job, side, file);
      };
    },
  };
}

interface Job {
  readonly bench: Bench;
  readonly converter: ConverterName;
  readonly topic: string;
  readonly limits: Limits;
}

function connector({ bench, converter, topic, limits }: Job, side: WorkerSide, file: string): Promise<Measurement> {
  return measureWorker(bench, side, {
    converter,
    connector: fileSource(topic, topic, file),
    limits,
    bytesPerRecord: lineBytes,
    count: () => bench.topics.count(topic),
  });
}

async function rawProduce({ bench, converter, topic, limits }: Job): Promise<Measurement> {
  using connection = await KafkaConnection.open(await bench.topics.leaderOf(topic));
  const batch = recordBatch(lineValues(converter));
  const batches = Array.from({ length: limits.total / linesPerBlock }, () => batch);
  return await measureRaw({
    limits,
    bytesPerRecord: lineBytes,
    signal: bench.signal,
    work: (through, stop) => produceBatches(connection, { topic, batches, sent: () => through(linesPerBlock), stop }),
  });
}
