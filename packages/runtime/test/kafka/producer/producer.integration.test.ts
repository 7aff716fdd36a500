import { Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { ClientProperties, Producer } from '../../../src/kafka/port.ts';
import { compressionTypes } from '../../../src/kafka/record-batch/format.ts';
import { bootstrap, createTopic, kafka, numbered, readTopic, Receipts, sendAll, uniqueName } from '../broker.ts';

const open: Producer[] = [];
function newProducer(settings: ClientProperties = {}): Producer {
  const producer = kafka.producer({ ...bootstrap, ...settings });
  open.push(producer);
  return producer;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((producer) => producer.close(5000)));
});

describe('a producer', () => {
  test.each([
    [
      'as Connect sets it up',
      { acks: 'all', 'enable.idempotence': 'false', 'max.in.flight.requests.per.connection': '1' },
    ],
    ['with idempotence and five requests in flight', {}],
    ['with idempotence and small batches', { 'batch.size': '200' }],
    ['without idempotence and five requests in flight', { 'enable.idempotence': 'false', 'batch.size': '2000' }],
    ['that lingers', { 'linger.ms': '20', 'batch.size': '5000' }],
  ])('%s delivers everything once and in order', async (_, settings) => {
    const topic = await createTopic();
    const receipts = await sendAll(newProducer(settings), topic, numbered(5000));
    expect(receipts.deliveredCount).toBe(5000);
    let next = 0;
    for (const { baseOffset, count } of receipts.deliveries) {
      expect(baseOffset).toBe(next);
      next += count;
    }
    expect((await readTopic(topic, 5000)).map(({ value }) => value)).toEqual(numbered(5000));
  });

  test.each(compressionTypes)('writes %s that reads back', async (compression) => {
    const topic = await createTopic();
    const values = numbered(3000, 'a value worth compressing ');
    await sendAll(newProducer({ 'compression.type': compression }), topic, values);
    expect((await readTopic(topic, 3000)).map(({ value }) => value)).toEqual(values);
  });

  it('creates the topic by asking for it, where the broker allows that', async () => {
    const topic = uniqueName('created');
    const receipts = await sendAll(newProducer(), topic, ['a', 'b']);
    expect(receipts.errors).toEqual([]);
    expect((await readTopic(topic, 2)).map(({ value }) => value)).toEqual(['a', 'b']);
  });

  it('puts keys where kafkajs (and Java) puts them', async () => {
    const topic = await createTopic(7);
    const keys = numbered(200, 'kéy-');
    const producer = newProducer();
    const receipts = new Receipts();
    for (const key of keys) producer.send(topic, null, null, key, 'ours', null, receipts);
    await producer.flush();
    const client = new Kafka({ brokers: bootstrap['bootstrap.servers'].split(','), logLevel: logLevel.NOTHING });
    const theirs = client.producer({ createPartitioner: undefined as never });
    await theirs.connect();
    await theirs.send({ topic, messages: keys.map((key) => ({ key, value: 'theirs' })) });
    await theirs.disconnect();
    const partitions = new Map<string | null, Set<number>>();
    for (const { key, partition } of await readTopic(topic, 400, 7)) {
      partitions.set(key, (partitions.get(key) ?? new Set()).add(partition));
    }
    expect([...partitions.values()].map(({ size }) => size)).toEqual(keys.map(() => 1));
  });

  it('keeps keys, headers, nulls and timestamps', async () => {
    const topic = await createTopic();
    const producer = newProducer();
    const receipts = new Receipts();
    producer.send(
      topic,
      0,
      1234,
      Buffer.from('k'),
      null,
      [
        { key: 'h', value: Buffer.from('1') },
        { key: 'n', value: null },
      ],
      receipts,
    );
    producer.send(topic, 0, 1000, null, new Uint8Array([65]), null, receipts);
    await producer.flush();
    const consumer = kafka.consumer({ ...bootstrap, 'auto.offset.reset': 'earliest' });
    consumer.assign([{ topic, partition: 0 }]);
    let cursors = await consumer.poll(10_000);
    while (cursors.length === 0) cursors = await consumer.poll(1000);
    const cursor = cursors[0]!;
    expect(cursor.next()).toBe(true);
    expect([cursor.timestamp, cursor.timestampType, String(cursor.key), cursor.value]).toEqual([
      1234,
      'CreateTime',
      'k',
      null,
    ]);
    expect(cursor.headers).toEqual([
      { key: 'h', value: Buffer.from('1') },
      { key: 'n', value: null },
    ]);
    expect(cursor.next()).toBe(true);
    expect([cursor.timestamp, cursor.key, String(cursor.value), cursor.headers]).toEqual([1000, null, 'A', null]);
    await consumer.close();
  });

  it('does not wait for answers with acks=0', async () => {
    const topic = await createTopic();
    const receipts = await sendAll(newProducer({ acks: '0' }), topic, numbered(10));
    expect(receipts.deliveries.map(({ baseOffset }) => baseOffset)).toEqual([-1]);
    expect(await readTopic(topic, 10)).toHaveLength(10);
  });

  test.each([
    ['as it is', {}],
    ['with idempotence off', { 'enable.idempotence': 'false', 'max.in.flight.requests.per.connection': '1' }],
  ])('splits batches that a topic finds too large (%s)', async (_, settings) => {
    const topic = await createTopic(1, { 'max.message.bytes': '3000' });
    const receipts = await sendAll(newProducer(settings), topic, numbered(2000, 'some text '));
    expect(receipts.errors).toEqual([]);
    expect((await readTopic(topic, 2000)).map(({ value }) => value)).toEqual(numbered(2000, 'some text '));
  });

  it('fails a record that the topic will not take, and goes on with the next', async () => {
    const topic = await createTopic(1, { 'max.message.bytes': '3000' });
    const producer = newProducer();
    const failed = await sendAll(producer, topic, ['x'.repeat(5000)]);
    expect([failed.failedCount, failed.errors[0]?.message]).toEqual([
      1,
      expect.stringContaining("raise the topic's max.message.bytes"),
    ]);
    expect((await sendAll(producer, topic, ['fits'])).errors).toEqual([]);
    expect((await readTopic(topic, 1)).map(({ value }) => value)).toEqual(['fits']);
  });

  it('refuses a record larger than max.request.size', async () => {
    const receipts = await sendAll(newProducer({ 'max.request.size': '1000' }), await createTopic(), [
      'é'.repeat(600),
      'ok',
    ]);
    await expect.poll(() => receipts.failedCount).toBe(1);
    expect(receipts.errors[0]?.message).toContain('max.request.size configuration');
    expect(receipts.deliveredCount).toBe(1);
  });

  it('says what the broker says: a compacted topic takes no record without a key', async () => {
    const topic = await createTopic(1, { 'cleanup.policy': 'compact' });
    const receipts = await sendAll(newProducer(), topic, ['no key']);
    expect(receipts.errors[0]?.message).toMatch(/Compacted topic cannot accept message without key/);
  });

  it('gives up on a topic that does not come to be within max.block.ms', async () => {
    const receipts = await sendAll(newProducer({ 'max.block.ms': '300' }), await createTopic(2), ['a'], 7);
    expect(receipts.errors[0]?.message).toMatch(/with partition count 2 not present in metadata after 300 ms/);
  });

  it('reports a topic name that no broker will ever take', async () => {
    const receipts = await sendAll(newProducer(), 'not a topic!', ['a']);
    expect(receipts.errors[0]?.message).toContain('use letters, digits');
  });

  it('is full at buffer.memory, and writable again when records are delivered', async () => {
    const topic = await createTopic();
    const producer = newProducer({ 'buffer.memory': '100000' });
    const receipts = new Receipts();
    let waits = 0;
    for (const value of numbered(20_000, 'a value of some length ')) {
      producer.send(topic, 0, null, null, value, null, receipts);
      if (!producer.isFull) continue;
      waits++;
      await producer.writable();
      expect(producer.isFull).toBe(false);
    }
    await producer.flush();
    expect([waits > 1, receipts.deliveredCount]).toEqual([true, 20_000]);
  });

  it('fails what it could not deliver before it was closed', async () => {
    const producer = kafka.producer({ 'bootstrap.servers': '127.0.0.1:1' });
    const receipts = new Receipts();
    producer.send('topic', 0, null, null, 'a', null, receipts);
    await producer.close(50);
    expect(receipts.errors.map(({ message }) => message)).toEqual([
      'The producer was closed before the record was delivered',
    ]);
    producer.send('topic', 0, null, null, 'b', null, receipts);
    await expect.poll(() => receipts.failedCount).toBe(2);
  });
});
