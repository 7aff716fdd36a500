import { afterAll, describe, expect, it, test } from 'vitest';
import { bootstrap, kafka, uniqueName } from './broker.ts';

describe('an admin', () => {
  const admin = kafka.admin(bootstrap);
  afterAll(() => admin.close());

  it('knows the cluster', async () => {
    expect(await admin.clusterId(10_000)).toMatch(/^[\w-]{22}$/);
  });

  it('creates topics that are missing, describes and deletes them', async () => {
    const topic = uniqueName('admin');
    const wanted = { topic, partitions: 3, replicationFactor: -1, configs: { 'cleanup.policy': 'compact' } };
    expect(await admin.createTopics([wanted])).toEqual([topic]);
    expect(await admin.createTopics([wanted, { ...wanted, topic: `${topic}-2`, partitions: -1 }])).toEqual([
      `${topic}-2`,
    ]);
    await expect.poll(() => admin.describeTopics([topic, 'no-such-topic'])).toEqual(new Map([[topic, 3]]));
    expect(await admin.listTopics()).toContain(topic);
    await admin.deleteTopics([topic]);
    await expect.poll(() => admin.describeTopics([topic])).toEqual(new Map());
  });

  test.each([
    ['more replicas than brokers', { replicationFactor: 99 }, /Creating topic .*99/],
    ['a setting that does not exist', { configs: { 'cleanup.policies': 'x' } }, /Creating topic .*cleanup\.policies/],
    ['a name that is none', { topic: 'not a topic' }, /Creating topic not a topic: /],
  ])('passes on what the broker says of %s', async (_, change, message) => {
    const topic = { topic: uniqueName('bad'), partitions: 1, replicationFactor: 1, configs: {}, ...change };
    await expect(admin.createTopics([topic])).rejects.toThrow(message);
  });

  it('alters and deletes what a consumer group has committed', async () => {
    const [topic, group] = [uniqueName('offsets'), uniqueName('group')];
    await admin.createTopics([{ topic, partitions: 2, replicationFactor: -1, configs: {} }]);
    await expect.poll(() => admin.describeTopics([topic])).toEqual(new Map([[topic, 2]]));
    const at = (partition: number, offset: number) => ({ topic, partition, offset });
    expect(await admin.groupOffsets(group)).toEqual([]);
    await admin.deleteGroupOffsets(group, [{ topic, partition: 0 }]);
    await admin.deleteGroup(group);
    await admin.alterGroupOffsets(group, [at(0, 7), at(1, 8)]);
    expect((await admin.groupOffsets(group)).toSorted((a, b) => a.partition - b.partition)).toEqual([
      at(0, 7),
      at(1, 8),
    ]);
    await admin.deleteGroupOffsets(group, [{ topic, partition: 0 }]);
    expect(await admin.groupOffsets(group)).toEqual([at(1, 8)]);
    await expect(admin.alterGroupOffsets(group, [at(9, 1)])).rejects.toThrow(
      `Altering offsets of consumer group ${group}`,
    );
    await admin.deleteGroup(group);
    expect(await admin.groupOffsets(group)).toEqual([]);
    await admin.deleteTopics([topic]);
  });

  it('names the address when nobody answers', async () => {
    const lonely = kafka.admin({ 'bootstrap.servers': '127.0.0.1:1' });
    await expect(lonely.clusterId(300)).rejects.toThrow(/127\.0\.0\.1:1\b.*check bootstrap\.servers/);
    await lonely.close();
  });

  it('says that a host does not resolve', async () => {
    const lonely = kafka.admin({ 'bootstrap.servers': 'no-such-host.invalid:9092' });
    await expect(lonely.clusterId(5000)).rejects.toThrow('No resolvable bootstrap urls given in bootstrap.servers');
    await lonely.close();
  });
});
