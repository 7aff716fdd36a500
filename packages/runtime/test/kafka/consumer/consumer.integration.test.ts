import { CompressionTypes, Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { ClientProperties, Consumer } from '../../../src/kafka/port.ts';
import {
  bootstrap,
  createTopic,
  kafka,
  numbered,
  readCursor,
  readRecords,
  readTopic,
  Rebalances,
  sendAll,
  uniqueName,
} from '../broker.ts';

const open: Consumer[] = [];
function newConsumer(settings: ClientProperties = {}): Consumer {
  const consumer = kafka.consumer({
    ...bootstrap,
    'auto.offset.reset': 'earliest',
    'heartbeat.interval.ms': '100',
    ...settings,
  });
  open.push(consumer);
  return consumer;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((consumer) => consumer.close()));
});

async function fill(topic: string, values: readonly string[], partition: number | null = 0): Promise<void> {
  const producer = kafka.producer(bootstrap);
  await sendAll(producer, topic, values, partition);
  await producer.close(1000);
}

const kafkajs = (): Kafka =>
  new Kafka({ brokers: bootstrap['bootstrap.servers'].split(','), logLevel: logLevel.NOTHING });
const valuesOf = (records: readonly { readonly value: string | null }[]): (string | null)[] =>
  records.map(({ value }) => value);

describe('a consumer without a group', () => {
  test.each([
    ['plain', CompressionTypes.None],
    ['gzip', CompressionTypes.GZIP],
  ])('reads what kafkajs has written (%s)', async (_, compression) => {
    const topic = await createTopic();
    const producer = kafkajs().producer();
    await producer.connect();
    await producer.send({
      topic,
      compression,
      messages: numbered(500).map((value) => ({ key: 'k', value, headers: { h: '1' } })),
    });
    await producer.disconnect();
    const records = await readTopic(topic, 500);
    expect(valuesOf(records)).toEqual(numbered(500));
    expect(records[7]).toMatchObject({ key: 'k', headers: ['h=1'] });
  });

  it('leaves out what a transaction has aborted, with read_committed', async () => {
    const topic = await createTopic();
    const producer = kafkajs().producer({
      transactionalId: uniqueName('tx'),
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    for (const [value, end] of [
      ['a', 'commit'],
      ['b', 'abort'],
      ['c', 'commit'],
    ] as const) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value }] });
      await transaction[end]();
    }
    await producer.disconnect();
    expect(valuesOf(await readTopic(topic, 2, 1, { 'isolation.level': 'read_committed' }))).toEqual(['a', 'c']);
    expect(valuesOf(await readTopic(topic, 3))).toEqual(['a', 'b', 'c']);
    const consumer = newConsumer({ 'isolation.level': 'read_committed' });
    const partition = { topic, partition: 0 };
    consumer.assign([partition]);
    await readRecords(consumer, 2);
    await consumer.poll(100);
    expect(consumer.position(partition)).toBe(6);
    expect(await consumer.endOffsets([partition])).toEqual([{ ...partition, offset: 6 }]);
  });

  it('gives at most max.poll.records a poll, and knows its position', async () => {
    const topic = await createTopic();
    await fill(topic, numbered(25));
    const consumer = newConsumer({ 'max.poll.records': '10' });
    const partition = { topic, partition: 0 };
    consumer.assign([partition]);
    expect(consumer.position(partition)).toBeNull();
    const sizes: number[] = [];
    for (let read = 0; read < 25;) {
      const records = (await consumer.poll(1000)).flatMap(readCursor);
      if (records.length === 0) continue;
      sizes.push(records.length);
      read += records.length;
      expect(consumer.position(partition)).toBe(read);
    }
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('goes where it is sought', async () => {
    const topic = await createTopic();
    await fill(topic, numbered(20));
    const consumer = newConsumer();
    const partition = { topic, partition: 0 };
    consumer.assign([partition]);
    consumer.seek(partition, 15);
    expect(valuesOf(await readRecords(consumer, 5))).toEqual(['v15', 'v16', 'v17', 'v18', 'v19']);
    consumer.seek(partition, 18);
    expect(valuesOf(await readRecords(consumer, 2))).toEqual(['v18', 'v19']);
  });

  it('starts again where auto.offset.reset says if the offset is out of range', async () => {
    const topic = await createTopic();
    await fill(topic, numbered(3));
    const consumer = newConsumer();
    consumer.assign([{ topic, partition: 0 }]);
    consumer.seek({ topic, partition: 0 }, 1000);
    expect(valuesOf(await readRecords(consumer, 3))).toEqual(numbered(3));
  });

  it('refuses to guess with auto.offset.reset=none', async () => {
    const topic = await createTopic();
    const consumer = newConsumer({ 'auto.offset.reset': 'none' });
    consumer.assign([{ topic, partition: 0 }]);
    await expect(readRecords(consumer, 1)).rejects.toThrow(
      `Undefined offset with no reset policy for partitions: [${topic}-0]`,
    );
  });

  it('reads nothing of a paused partition, and goes on when it is resumed', async () => {
    const topic = await createTopic(2);
    await fill(topic, numbered(3, 'a'), 0);
    await fill(topic, numbered(3, 'b'), 1);
    const consumer = newConsumer();
    const [first, second] = [0, 1].map((partition) => ({ topic, partition }));
    consumer.assign([first!, second!]);
    consumer.pause([first!]);
    expect(valuesOf(await readRecords(consumer, 3))).toEqual(numbered(3, 'b'));
    expect(await consumer.poll(200)).toEqual([]);
    consumer.resume([first!]);
    expect(valuesOf(await readRecords(consumer, 3))).toEqual(numbered(3, 'a'));
  });

  it('tells both ends of the log', async () => {
    const topic = await createTopic(2);
    await fill(topic, numbered(3), 1);
    const partitions = [0, 1].map((partition) => ({ topic, partition }));
    const consumer = newConsumer();
    const sorted = (offsets: readonly { partition: number; offset: number }[]): number[] =>
      offsets.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => offset);
    expect(sorted(await consumer.beginningOffsets(partitions))).toEqual([0, 0]);
    expect(sorted(await consumer.endOffsets(partitions))).toEqual([0, 3]);
  });

  it('is woken from a poll, or from the next one', async () => {
    const consumer = newConsumer();
    consumer.assign([{ topic: await createTopic(), partition: 0 }]);
    const polled = consumer.poll(60_000);
    consumer.wakeup();
    expect(await polled).toEqual([]);
    consumer.wakeup();
    expect(await consumer.poll(60_000)).toEqual([]);
  });

  it('reads a log of many fetches in order', async () => {
    const topic = await createTopic(3);
    const values = numbered(60_000, 'a value that takes some room in the response of the broker ');
    for (const partition of [0, 1, 2]) await fill(topic, values, partition);
    const next = [0, 0, 0];
    const consumer = newConsumer({ 'max.partition.fetch.bytes': '100000' });
    consumer.assign(next.map((_, partition) => ({ topic, partition })));
    while (next.some((n) => n < 60_000)) {
      for (const cursor of await consumer.poll(1000))
        while (cursor.next()) if (cursor.offset !== next[cursor.partition]!++) throw new Error('order');
    }
    expect(next).toEqual([60_000, 60_000, 60_000]);
  });
});

describe('a consumer in a group', () => {
  const group = (): ClientProperties => ({ 'group.id': uniqueName('group') });

  it('commits, and another goes on from there', async () => {
    const topic = await createTopic();
    await fill(topic, numbered(10));
    const settings = { ...group(), 'max.poll.records': '4' };
    const first = newConsumer(settings);
    const rebalances = new Rebalances();
    first.subscribe([topic], rebalances);
    expect(valuesOf(await readRecords(first, 4))).toEqual(numbered(4));
    await first.commit([{ topic, partition: 0, offset: first.position({ topic, partition: 0 })! }]);
    await first.close();
    expect(rebalances.calls).toEqual(['assigned 0', 'revoked 0']);
    const second = newConsumer(settings);
    second.subscribe([topic], new Rebalances());
    expect((await readRecords(second, 1))[0]).toMatchObject({ offset: 4, value: 'v4' });
    expect(await second.committed([{ topic, partition: 0 }])).toEqual([{ topic, partition: 0, offset: 4 }]);
  });

  it('shares partitions with those who come, and takes them back when they go', async () => {
    const topic = await createTopic(4);
    const settings = group();
    const first = newConsumer(settings);
    const second = newConsumer(settings);
    const heard = [new Rebalances(), new Rebalances()] as const;
    first.subscribe([topic], heard[0]);
    await expect.poll(async () => (await first.poll(50), first.assignment().length)).toBe(4);
    second.subscribe([topic], heard[1]);
    const both = async (): Promise<number[]> => {
      await Promise.all([first.poll(50), second.poll(50)]);
      return [first.assignment().length, second.assignment().length];
    };
    await expect.poll(both, { timeout: 20_000 }).toEqual([2, 2]);
    expect(heard[0].calls.slice(0, 2)).toEqual(['assigned 0,1,2,3', 'revoked 0,1,2,3']);
    await second.close();
    await expect.poll(async () => (await first.poll(50), first.assignment().length), { timeout: 20_000 }).toBe(4);
  });

  it('may commit while its partitions are being revoked', async () => {
    const topic = await createTopic();
    await fill(topic, numbered(3));
    const settings = group();
    const consumer = newConsumer(settings);
    const commit = async (what: string): Promise<void> => {
      if (what === 'revoked') await consumer.commit([{ topic, partition: 0, offset: 3 }]);
    };
    consumer.subscribe([topic], new Rebalances(commit));
    await readRecords(consumer, 3);
    await consumer.close();
    const other = newConsumer(settings);
    expect(await other.committed([{ topic, partition: 0 }])).toEqual([{ topic, partition: 0, offset: 3 }]);
  });

  it('learns that it lost its partitions when it did not poll for too long', async () => {
    const topic = await createTopic(2);
    const groupId = uniqueName('group');
    const consumer = newConsumer({ 'group.id': groupId, 'max.poll.interval.ms': '300' });
    const rebalances = new Rebalances();
    consumer.subscribe([topic], rebalances);
    await expect.poll(async () => (await consumer.poll(20), rebalances.calls)).toEqual(['assigned 0,1']);
    const outside = kafkajs().admin();
    await outside.connect();
    const members = async (): Promise<number> => {
      const { groups } = await outside.describeGroups([groupId]);
      return groups[0]!.members.length;
    };
    await expect.poll(members, { timeout: 10_000 }).toBe(0);
    await outside.disconnect();
    await expect(consumer.commit([{ topic, partition: 0, offset: 0 }])).rejects.toThrow();
    await expect
      .poll(async () => (await consumer.poll(20), rebalances.calls))
      .toEqual(['assigned 0,1', 'lost 0,1', 'assigned 0,1']);
  });

  it('follows a pattern to topics that come later', async () => {
    const prefix = uniqueName('pattern');
    const admin = kafka.admin(bootstrap);
    const create = (topic: string): Promise<string[]> =>
      admin.createTopics([{ topic, partitions: 1, replicationFactor: 1, configs: {} }]);
    await create(`${prefix}-a`);
    await create(`other-${prefix}-a`);
    const consumer = newConsumer({ ...group(), 'metadata.max.age.ms': '200' });
    consumer.subscribe(new RegExp(`${prefix}-.*`), new Rebalances());
    const topics = async (): Promise<string[]> => (
      await consumer.poll(50),
      consumer
        .assignment()
        .map(({ topic }) => topic)
        .toSorted()
    );
    await expect.poll(topics, { timeout: 10_000 }).toEqual([`${prefix}-a`]);
    await create(`${prefix}-b`);
    await expect.poll(topics, { timeout: 10_000 }).toEqual([`${prefix}-a`, `${prefix}-b`]);
    await admin.close();
  });

  it('closes at once while it waits for others to join', async () => {
    const topic = await createTopic(2);
    const settings = group();
    const slow = newConsumer(settings);
    slow.subscribe([topic], new Rebalances());
    await expect.poll(async () => (await slow.poll(20), slow.assignment().length)).toBe(2);
    // Its join is answered once the other, which does not poll any more, has joined again: not before this test is over.
    const waiting = newConsumer(settings);
    waiting.subscribe([topic], new Rebalances());
    await waiting.poll(200);
    await waiting.close();
    expect(waiting.assignment()).toEqual([]);
  });

  it('waits for a topic that does not exist yet', async () => {
    const topic = uniqueName('later');
    const consumer = newConsumer({ ...group(), 'allow.auto.create.topics': 'false' });
    consumer.subscribe([topic], new Rebalances());
    await consumer.poll(300);
    await fill(topic, ['a']);
    expect(valuesOf(await readRecords(consumer, 1))).toEqual(['a']);
  });
});

test('nothing was read by a consumer that has neither subscribed nor been assigned anything', async () => {
  await expect(newConsumer().poll(0)).rejects.toThrow('not subscribed to any topics or assigned any partitions');
});
