import { afterAll, describe, expect, test } from 'vitest';
import type { ConfigChange } from '../../src/storage/config/cluster-config.ts';
import { ConfigStore } from '../../src/storage/config/config-store.ts';
import { ensureCompacted } from '../../src/storage/internal-topic.ts';
import { KafkaOffsetStore } from '../../src/storage/kafka-offset-store.ts';
import { encodeOffset, encodePartition } from '../../src/storage/offset-codec.ts';
import { StatusStore } from '../../src/storage/status/status-store.ts';
import { bootstrap, kafka, Receipts, uniqueName } from '../kafka/broker.ts';

const admin = kafka.admin(bootstrap);
afterAll(() => admin.close());

const failed = (error: Error): void => {
  throw error;
};
const warnings: string[] = [];
const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => void warnings.push(message),
  error: (message: string) => void warnings.push(message),
};

async function newTopic(what: string, partitions: number): Promise<{ topic: string } & AsyncDisposable> {
  const topic = uniqueName(what);
  await ensureCompacted(admin, { topic, partitions, replicationFactor: 1, configs: {} });
  return { topic, [Symbol.asyncDispose]: () => admin.deleteTopics([topic]) };
}

describe('the config topic', () => {
  async function openStore(topic: string) {
    const changes: ConfigChange[] = [];
    const store = new ConfigStore({
      kafka,
      topic,
      consumer: bootstrap,
      producer: bootstrap,
      logger,
      failed,
      changed: (change) => void changes.push(change),
    });
    await store.start();
    return { store, changes, [Symbol.asyncDispose]: () => store.stop() };
  }

  test('is the same for all who read it, and tells them what changes', async () => {
    await using of = await newTopic('configs', 1);
    await using leader = await openStore(of.topic);
    expect(leader.store.offset).toBe(-1);
    await leader.store.putConnector('c', { name: 'c' }, 'PAUSED');
    await leader.store.putTasks('c', [{ a: '0' }, { a: '1' }]);
    expect(leader.store.config.tasks('c')).toEqual([{ a: '0' }, { a: '1' }]);

    await using follower = await openStore(of.topic);
    expect([follower.store.offset, follower.changes]).toEqual([leader.store.offset, []]);
    expect(follower.store.config.targetState('c')).toBe('PAUSED');
    await follower.store.putTargetState('c', 'STARTED');
    await leader.store.putRestart('c', true, false);
    await leader.store.removeConnector('c');
    await follower.store.refresh();
    const kinds = ['target-state', 'restart', 'connector-removed'];
    expect(follower.changes.map(({ kind }) => kind)).toEqual(kinds);
    expect(leader.changes.map(({ kind }) => kind)).toEqual(['connector', 'tasks', ...kinds]);
    expect(leader.store.config.connectors()).toEqual([]);
  });

  test('may hold what nobody can read', async () => {
    await using of = await newTopic('configs', 1);
    const producer = kafka.producer(bootstrap);
    for (const key of ['connector-cut', 'something-else']) {
      producer.send(of.topic, 0, null, key, '{', null, new Receipts());
    }
    await producer.flush();
    await producer.close(5000);
    await using reader = await openStore(of.topic);
    await reader.store.putConnector('c', { name: 'c' }, null);
    expect(reader.store.config.connectors()).toEqual(['c']);
    expect(warnings.join('\n')).toMatch(new RegExp(`Record 0 of topic ${of.topic}.*is left out`));
  });
});

test('a status is read by all, and one that is late is not believed', async () => {
  await using of = await newTopic('status', 5);
  const open = async () => {
    const store = new StatusStore({ kafka, topic: of.topic, consumer: bootstrap, producer: bootstrap, logger, failed });
    await store.start(5);
    return { store, [Symbol.asyncDispose]: () => store.stop() };
  };
  await using one = await open();
  await using other = await open();
  const status = { state: 'RUNNING', trace: null, workerId: 'one:8083', generation: 2, version: '1' } as const;
  one.store.putTask({ connector: 'c', task: 0 }, status);
  one.store.putTopic({ topic: 't', connector: 'c', task: 0, discoveredMs: 1 });
  await expect.poll(() => other.store.status.tasks('c')).toEqual([[0, status]]);
  await expect.poll(() => other.store.status.usesTopic('c', 't')).toBe(true);
  const late = { ...status, state: 'UNASSIGNED', workerId: 'other:8083', generation: 1 } as const;
  other.store.putTaskIfSafe({ connector: 'c', task: 0 }, late);
  one.store.removeTopic('c', 't');
  await expect.poll(() => other.store.status.topics('c')).toEqual([]);
  expect(other.store.status.tasks('c')).toEqual([[0, status]]);
});

test('an offset that one worker wrote is read by another', async () => {
  await using of = await newTopic('offsets', 3);
  const open = async () => {
    const options = { kafka, topic: of.topic, consumer: bootstrap, producer: bootstrap, failed };
    const store = new KafkaOffsetStore(options, 20_000);
    await store.start(3);
    return { store, [Symbol.asyncDispose]: () => store.stop() };
  };
  await using one = await open();
  const key = encodePartition('c', { file: 'a' });
  const value = encodeOffset({ position: 5 });
  await one.store.write([{ key, value }]);
  await using other = await open();
  const read = async () => (await other.store.read([key])).map((bytes) => bytes && Buffer.from(bytes).toString());
  expect(await read()).toEqual(['{"position":5}']);
  await one.store.write([{ key, value: null }]);
  expect(await read()).toEqual([null]);
});
