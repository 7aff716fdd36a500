import type { Bench, Row } from '../bench.ts';
import { documentMapping, documentOf, envelope, rowBytes, tableRow } from '../inputs/rows.ts';
import { portions } from '../inputs/portions.ts';
import { measureRaw } from '../measure/raw.ts';
import type { Limits } from '../measure/window.ts';
import { measureWorker } from '../measure/worker-load.ts';
import { Elasticsearch } from '../raw/elasticsearch.ts';
import { KafkaConnection } from '../raw/kafka-connection.ts';
import { produceBatches } from '../raw/produce-batches.ts';
import { recordBatch } from '../raw/record-batch.ts';
import { type Measurement, sides, type WorkerSide } from '../results.ts';

const documentsPerBatch = 1_000;
/** As many as the sink sends at once by default. */
const documentsPerBulk = 2_000;
const bulksInFlight = 3;

/** A topic of rows to an index, a document for each. The limit: ready-made bulk requests with the same documents. */
export const kafkaToElasticsearch: Row = {
  name: 'kafka-elasticsearch',
  title: 'Kafka → Elasticsearch, 8 fields, JSON with schemas',
  unit: 'records/s',
  runs: ({ runs }) => runs,
  sides: sides.filter((side) => side !== 'java'),
  services: ['kafka', 'elasticsearch'],
  javaReference: 18_600,
  async prepare(bench, cleanup) {
    const topic = bench.unique('kafka-es');
    await bench.topics.create(topic);
    cleanup.defer(() => bench.topics.delete(topic));
    await fill(bench, topic);
    const url = bench.addresses['ELASTICSEARCH_URL']!;
    const job = {
      bench,
      topic,
      url,
      server: new Elasticsearch(url),
      limits: { ...bench.plan, total: bench.plan.documents },
    };
    await warmUp(job);
    return async (side) => {
      await using after = new AsyncDisposableStack();
      after.defer(() => job.server.deleteIndex(topic));
      const measurement = side === 'raw' ? await rawBulks(job) : await connector(job, side);
      await check(job);
      return measurement;
    };
  },
};

/** A server that has just started is several times slower: whoever comes first would be measured against that. */
async function warmUp(job: Job): Promise<void> {
  await rawBulks(job);
  await job.server.deleteIndex(job.topic);
}

interface Job {
  readonly bench: Bench;
  readonly topic: string;
  readonly url: string;
  readonly server: Elasticsearch;
  readonly limits: Limits;
}

async function fill(bench: Bench, topic: string): Promise<void> {
  using connection = await KafkaConnection.open(await bench.topics.leaderOf(topic));
  const batches = portions(bench.plan.documents, documentsPerBatch, (ids) =>
    recordBatch(ids.map((id) => Buffer.from(envelope(tableRow(id))))),
  );
  await produceBatches(connection, { topic, batches, stop: bench.signal });
}

async function connector({ bench, topic, url, server, limits }: Job, side: WorkerSide): Promise<Measurement> {
  const name = bench.unique('kafka-es-sink');
  try {
    return await measureWorker(bench, side, {
      converter: 'json',
      connector: {
        name,
        'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
        topics: topic,
        'connection.url': url,
        'key.ignore': 'true',
      },
      limits,
      bytesPerRecord: rowBytes,
      count: () => server.written(topic),
    });
  } finally {
    await bench.topics.deleteGroupOf(name);
  }
}

async function rawBulks({ bench, topic, server, limits }: Job): Promise<Measurement> {
  await server.createIndex(topic, documentMapping);
  const lines = (id: number): string =>
    `{"index":{"_index":"${topic}","_id":"${topic}+0+${id - 1}"}}\n${documentOf(tableRow(id))}\n`;
  const bulks = portions(limits.total, documentsPerBulk, (ids) => ({
    body: Buffer.from(ids.map(lines).join('')),
    documents: ids.length,
  }));
  const readyMade = [...bulks].values();
  const work = async (through: (records: number) => void, stop: AbortSignal): Promise<void> => {
    const lane = async (): Promise<void> => {
      for (const { body, documents } of readyMade) {
        if (stop.aborted) return;
        await server.bulk(body);
        through(documents);
      }
    };
    await Promise.all(Array.from({ length: bulksInFlight }, lane));
  };
  return await measureRaw({ limits, bytesPerRecord: rowBytes, signal: bench.signal, work });
}

/** Documents are numbered from 1: those that are found have no gap. (One may have been written twice, when its request had to be repeated.) */
async function check({ server, topic }: Job): Promise<void> {
  const [highest, found] = [await server.highest(topic, 'id'), await server.count(topic)];
  if (found !== highest) throw new Error(`${found} documents are found, but the last one is number ${highest}`);
}
