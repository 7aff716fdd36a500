import { afterAll, describe, expect, test } from 'vitest';
import { ensureCompacted } from '../../src/storage/internal-topic.ts';
import { KafkaLog } from '../../src/storage/kafka-log.ts';
import { bootstrap, createTopic, kafka, uniqueName } from '../kafka/broker.ts';

const admin = kafka.admin(bootstrap);
afterAll(() => admin.close());

const timeoutMs = 20_000;
const compacted = { partitions: 3, replicationFactor: 1, configs: {} };

interface Opened extends AsyncDisposable {
  readonly log: KafkaLog;
  readonly seen: (string | null)[];
}

const text = (bytes: Uint8Array | null): string => (bytes === null ? 'null' : Buffer.from(bytes).toString());

function open(topic: string): Opened {
  const seen: (string | null)[] = [];
  const log = new KafkaLog({
    kafka,
    topic,
    consumer: bootstrap,
    producer: bootstrap,
    read: ({ key, value }) => void seen.push(`${text(key)}=${text(value)}`),
    failed: (error) => void seen.push(error.message),
  });
  return { log, seen, [Symbol.asyncDispose]: () => log.stop() };
}

describe('a log', () => {
  test('reads what was there before it started, what it writes and what others write', async () => {
    const topic = uniqueName('log');
    const partitions = await ensureCompacted(admin, { topic, ...compacted });
    await using one = open(topic);
    await one.log.start(partitions, timeoutMs);
    expect(one.seen).toEqual([]);
    await one.log.writeAll([
      { key: 'a', value: '1' },
      { key: 'b', value: null },
    ]);
    await one.log.readToEnd(timeoutMs);
    expect(one.seen.toSorted()).toEqual(['a=1', 'b=null']);

    await using other = open(topic);
    await other.log.start(partitions, timeoutMs);
    expect(other.seen.toSorted()).toEqual(['a=1', 'b=null']);
    await other.log.write('c', 'Grüße');
    await one.log.readToEnd(timeoutMs);
    expect(one.seen).toContain('c=Grüße');
    await admin.deleteTopics([topic]);
  });

  test('keeps the order of one key', async () => {
    const topic = uniqueName('log');
    await using one = open(topic);
    await one.log.start(await ensureCompacted(admin, { topic, ...compacted, partitions: 1 }), timeoutMs);
    const values = Array.from({ length: 100 }, (_, i) => `k=${i}`);
    await Promise.all(values.map((_, i) => one.log.write('k', String(i))));
    await one.log.readToEnd(timeoutMs);
    expect(one.seen).toEqual(values);
    await admin.deleteTopics([topic]);
  });
});

describe('an internal topic', () => {
  test('is taken as it is when it is compacted', async () => {
    const topic = await createTopic(2, { 'cleanup.policy': 'compact' });
    expect(await ensureCompacted(admin, { topic, ...compacted })).toBe(2);
    await admin.deleteTopics([topic]);
  });

  test.each(['delete', 'compact,delete'])('is refused with cleanup.policy=%s', async (policy) => {
    const topic = await createTopic(1, { 'cleanup.policy': policy });
    await expect(ensureCompacted(admin, { topic, ...compacted })).rejects.toThrow(
      new RegExp(`${topic} has cleanup.policy=.*delete.*required to have cleanup.policy=compact`),
    );
    await admin.deleteTopics([topic]);
  });
});
