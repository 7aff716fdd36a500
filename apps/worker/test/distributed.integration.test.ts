/** What is wrong, and what is right, with a broker at hand. */
import { randomUUID } from 'node:crypto';
import { createKafka } from '@causeway/runtime';
import { describe, expect, test } from 'vitest';
import { bootstrap, Folder, freeAddress, properties } from './command.ts';

const silent = (): void => undefined;
const kafka = createKafka({ debug: silent, info: silent, warn: silent, error: silent });

async function cluster(settings: Readonly<Record<string, string>> = {}) {
  const name = `test-cli-${randomUUID().slice(0, 8)}`;
  const folder = await Folder.with({});
  const url = `http://${await freeAddress()}`;
  const admin = kafka.admin({ 'bootstrap.servers': bootstrap });
  const worker: Record<string, string> = {
    'bootstrap.servers': bootstrap,
    'group.id': name,
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'plugin.path': await folder.writePlugin(),
    listeners: url,
  };
  for (const store of ['config', 'offset', 'status']) {
    worker[`${store}.storage.topic`] = `${name}-${store}`;
    worker[`${store}.storage.replication.factor`] = '1';
  }
  await folder.write({ 'worker.properties': properties({ ...worker, ...settings }) });
  return {
    ...{ name, folder, url, admin },
    async [Symbol.asyncDispose](): Promise<void> {
      await folder[Symbol.asyncDispose]();
      await admin.deleteTopics((await admin.listTopics()).filter((topic) => topic.startsWith(name)));
      await admin.close();
    },
  };
}

const topicOf = (topic: string, partitions: number, policy: string) => ({
  ...{ topic, partitions, replicationFactor: 1 },
  configs: { 'cleanup.policy': policy },
});

describe('connect-distributed', () => {
  test.each([
    [
      'a config topic of two partitions',
      'config',
      2,
      'compact',
      /required to have a single partition .* found 2 partitions/,
    ],
    ['a status topic that is not compacted', 'status', 5, 'delete', /required to have cleanup\.policy=compact/],
    [
      'an offset topic that is compacted and deleted',
      'offset',
      25,
      'compact,delete',
      /required to have cleanup\.policy=compact/,
    ],
  ])('ends with 1 where it finds %s', async (_, store, partitions, policy, says) => {
    await using one = await cluster();
    await one.admin.createTopics([topicOf(`${one.name}-${store}`, partitions, policy)]);
    const run = one.folder.run(['worker.properties'], 'connect-distributed');
    expect(await run.exit).toBe(1);
    expect(run.output).toMatch(says);
  });

  test('ends with 1 where its group has no name', async () => {
    await using one = await cluster({ 'group.id': '' });
    const run = one.folder.run(['worker.properties'], 'connect-distributed');
    expect(await run.exit).toBe(1);
    expect(run.output).toMatch(/Uncaught exception in herder work thread, exiting: Joining group/);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('stops in order on %s', async (signal, code) => {
    await using one = await cluster();
    const run = one.folder.run(['worker.properties', 'ignored.properties'], 'connect-distributed');
    await run.ready(one.url);
    run.signal(signal);
    expect(await run.exit).toBe(code);
    expect(run.output).toMatch(/Stopped/);
  });
});
