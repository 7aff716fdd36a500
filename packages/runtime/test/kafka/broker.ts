import { randomUUID } from 'node:crypto';
import { createKafka } from '../../src/kafka/client.ts';
import type {
  Consumer,
  Producer,
  RebalanceListener,
  Receipt,
  RecordCursor,
  TopicPartition,
} from '../../src/kafka/port.ts';

/** The broker that integration tests talk to. */
export const bootstrap = { 'bootstrap.servers': process.env['KAFKA_BOOTSTRAP'] ?? '127.0.0.1:9092' };

export const logged: string[] = [];
const log = (message: string): void => void logged.push(message);
export const kafka = createKafka({ debug: () => undefined, info: log, warn: log, error: log });

export const uniqueName = (what: string): string => `test-${what}-${randomUUID().slice(0, 8)}`;

export async function createTopic(partitions = 1, configs: Readonly<Record<string, string>> = {}): Promise<string> {
  const topic = uniqueName('topic');
  const admin = kafka.admin(bootstrap);
  await admin.createTopics([{ topic, partitions, replicationFactor: -1, configs }]);
  await admin.close();
  return topic;
}

export interface Delivery {
  readonly count: number;
  readonly topic: string;
  readonly partition: number;
  readonly baseOffset: number;
}

/** Remembers what it is told. */
export class Receipts implements Receipt {
  readonly deliveries: Delivery[] = [];
  readonly errors: Error[] = [];
  deliveredCount = 0;
  failedCount = 0;

  delivered(count: number, topic: string, partition: number, baseOffset: number): void {
    this.deliveredCount += count;
    this.deliveries.push({ count, topic, partition, baseOffset });
  }

  failed(count: number, error: Error): void {
    this.failedCount += count;
    this.errors.push(error);
  }
}

export class Rebalances implements RebalanceListener {
  readonly calls: string[] = [];
  readonly #tell: (what: string, partitions: readonly TopicPartition[]) => Promise<void> | void;

  constructor(tell: (what: string, partitions: readonly TopicPartition[]) => Promise<void> | void = () => undefined) {
    this.#tell = tell;
  }

  revoked(partitions: readonly TopicPartition[]): Promise<void> | void {
    return this.#hear('revoked', partitions);
  }
  assigned(partitions: readonly TopicPartition[]): Promise<void> | void {
    return this.#hear('assigned', partitions);
  }
  lost(partitions: readonly TopicPartition[]): Promise<void> | void {
    return this.#hear('lost', partitions);
  }
  #hear(what: string, partitions: readonly TopicPartition[]): Promise<void> | void {
    this.calls.push(`${what} ${partitions.map(({ partition }) => partition).join(',')}`);
    return this.#tell(what, partitions);
  }
}

export interface ReadRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly string[];
}

const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString());

export function readCursor(cursor: RecordCursor): ReadRecord[] {
  const records: ReadRecord[] = [];
  while (cursor.next()) {
    const { partition, offset, key, value, headers } = cursor;
    const named = (headers ?? []).map((header) => `${header.key}=${text(header.value)}`);
    records.push({ partition, offset, key: text(key), value: text(value), headers: named });
  }
  return records;
}

/** Polls until there are as many records, or it is told to stop otherwise. */
export async function readRecords(consumer: Consumer, count: number): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  while (records.length < count) for (const cursor of await consumer.poll(1000)) records.push(...readCursor(cursor));
  return records;
}

/** Everything in the topic, by a consumer without a group. */
export async function readTopic(
  topic: string,
  count: number,
  partitions = 1,
  settings: Record<string, string> = {},
): Promise<ReadRecord[]> {
  const consumer = kafka.consumer({ ...bootstrap, 'auto.offset.reset': 'earliest', ...settings });
  try {
    consumer.assign(Array.from({ length: partitions }, (_, partition) => ({ topic, partition })));
    return await readRecords(consumer, count);
  } finally {
    await consumer.close();
  }
}

/** Sends texts and waits until all are delivered. */
export async function sendAll(
  producer: Producer,
  topic: string,
  values: readonly string[],
  partition: number | null = 0,
): Promise<Receipts> {
  const receipts = new Receipts();
  for (const value of values) producer.send(topic, partition, null, null, value, null, receipts);
  await producer.flush();
  return receipts;
}

export const numbered = (count: number, prefix = 'v'): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);
