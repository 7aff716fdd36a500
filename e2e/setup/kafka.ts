/** What Kafka holds, as an outsider sees it. */
import { createKafka, type ClientProperties, type Consumer } from '@causeway/runtime';

export const bootstrap = process.env['KAFKA_BOOTSTRAP'] ?? '127.0.0.1:9092';

const silent = (): void => undefined;
const kafka = createKafka({ debug: silent, info: silent, warn: silent, error: silent });
const servers: ClientProperties = { 'bootstrap.servers': bootstrap };

export interface TopicRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const textOf = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString());

async function withConsumer<T>(settings: ClientProperties, work: (consumer: Consumer) => Promise<T>): Promise<T> {
  const consumer = kafka.consumer({ ...servers, 'auto.offset.reset': 'earliest', ...settings });
  try {
    return await work(consumer);
  } finally {
    await consumer.close();
  }
}

const partitionsOf = (topic: string, count: number) =>
  Array.from({ length: count }, (_, partition) => ({ topic, partition }));

/** All records that the topic holds now; none if there is no such topic. */
export async function readTopic(topic: string): Promise<TopicRecord[]> {
  const count = await partitionCount(topic);
  if (count === 0) return [];
  return withConsumer({}, async (consumer) => {
    const partitions = partitionsOf(topic, count);
    consumer.assign(partitions);
    const ends = await consumer.endOffsets(partitions);
    const records: TopicRecord[] = [];
    const total = ends.reduce((sum, { offset }) => sum + offset, 0);
    while (records.length < total) {
      for (const cursor of await consumer.poll(1_000)) {
        while (cursor.next()) {
          const { partition, offset, key, value, headers } = cursor;
          const named = (headers ?? []).map((h) => [h.key, textOf(h.value) ?? ''] as const);
          records.push({
            partition,
            offset,
            key: textOf(key),
            value: textOf(value),
            headers: Object.fromEntries(named),
          });
        }
      }
    }
    return records;
  });
}

/** How many records the topic holds. */
export async function topicSize(topic: string): Promise<number> {
  const partitions = partitionsOf(topic, await partitionCount(topic));
  if (partitions.length === 0) return 0;
  const ends = await withConsumer({}, (consumer) => consumer.endOffsets(partitions));
  return ends.reduce((sum, { offset }) => sum + offset, 0);
}

/** Offsets that the group of a sink connector has committed, by partition; 0 where it has none. */
export async function committedOffsets(connector: string, topic: string, partitions: number): Promise<number[]> {
  const committed = await withConsumer({ 'group.id': `connect-${connector}` }, (consumer) =>
    consumer.committed(partitionsOf(topic, partitions)),
  );
  return Array.from({ length: partitions }, (_, p) => committed.find((c) => c.partition === p)?.offset ?? 0);
}

/** Creates the topic and writes these values, each list to the partition of its index. */
export async function fillTopic(topic: string, values: readonly (readonly string[])[]): Promise<void> {
  await withAdmin((admin) =>
    admin.createTopics([{ topic, partitions: values.length, replicationFactor: -1, configs: {} }]),
  );
  const producer = kafka.producer(servers);
  const failures: Error[] = [];
  const receipt = { delivered: silent, failed: (_: number, error: Error) => void failures.push(error) };
  for (const [partition, own] of values.entries()) {
    for (const value of own) {
      if (producer.isFull) await producer.writable();
      producer.send(topic, partition, null, null, value, null, receipt);
    }
  }
  await producer.flush();
  await producer.close(1_000);
  if (failures[0] !== undefined) throw failures[0];
}

/** The topics whose names have this in them. */
export const topicsWith = (text: string): Promise<string[]> =>
  withAdmin(async (admin) => (await admin.listTopics()).filter((topic) => topic.includes(text)));

export async function deleteTopics(topics: readonly string[]): Promise<void> {
  await withAdmin(async (admin) => {
    const present = new Set(await admin.listTopics());
    await admin.deleteTopics(topics.filter((topic) => present.has(topic)));
  });
}

async function partitionCount(topic: string): Promise<number> {
  return withAdmin(async (admin) =>
    (await admin.listTopics()).includes(topic) ? ((await admin.describeTopics([topic])).get(topic) ?? 0) : 0,
  );
}

async function withAdmin<T>(work: (admin: ReturnType<typeof kafka.admin>) => Promise<T>): Promise<T> {
  const admin = kafka.admin(servers);
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}
