import { ConfigError, NotFoundError } from '@causeway/api';
import { describe, expect, test, vi } from 'vitest';
import { WrongWorkerError } from '../../../src/herder/peers/errors.ts';
import { sign } from '../../../src/herder/peers/signature.ts';
import { Cluster, type Member } from './cluster.ts';

const config = (name: string, tasks = 1, more = {}) => ({
  ...{ name, 'connector.class': 'S', 'tasks.max': `${tasks}` },
  ...more,
});
const create = ({ herder }: Member, name: string, tasks = 1, more = {}) =>
  herder.putConnector(name, config(name, tasks, more), { replace: false });
const runs = ({ worker }: Member): string[] => [...worker.running].sort();
const states = ({ herder }: Member, name: string): string => {
  const { connector, tasks } = herder.connectorStatus(name);
  return [connector, ...tasks].map(({ state }) => state).join(' ');
};
const settled = async (...members: readonly Member[]): Promise<void> => {
  await vi.waitFor(() => expect(members.map(({ herder }) => herder.isReady)).not.toContain(false));
};

describe('one worker', () => {
  async function alone(settings = {}) {
    const cluster = new Cluster(settings);
    const one = await cluster.add();
    await settled(one);
    return { cluster, one, [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose]() };
  }

  test('runs what is created, and says so', async () => {
    await using together = await alone();
    const { one } = together;
    expect(await create(one, 'c', 2)).toMatchObject({ created: true, info: { name: 'c', tasks: [], type: 'source' } });
    await vi.waitFor(() => expect(runs(one)).toEqual(['c', 'c-0', 'c-1']));
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING RUNNING'));
    expect(one.herder.taskInfos('c')[1]).toEqual({
      id: { connector: 'c', task: 1 },
      config: { of: 'c', number: '1' },
    });
    expect(one.errors).toEqual([]);
  });

  test('writes nothing but the connector where the settings stay the same, and its tasks go on', async () => {
    await using together = await alone();
    const { cluster, one } = together;
    await create(one, 'c');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
    cluster.take('configs');
    cluster.take('status');
    await one.herder.putConnector('c', config('c'), { replace: true });
    await vi.waitFor(() => expect(cluster.take('status').length).toBe(2));
    expect(cluster.take('configs').map(({ key }) => key)).toEqual(['connector-c']);
  });

  test('restarts tasks whose settings are the same when the connector has others', async () => {
    await using together = await alone();
    const { cluster, one } = together;
    await create(one, 'c');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
    cluster.take('configs');
    await one.herder.patchConnector('c', { a: '1' });
    const keys: (string | null)[] = [];
    await vi.waitFor(() => {
      keys.push(...cluster.take('configs').map(({ key }) => key));
      expect(keys).toEqual(['connector-c', 'task-c-0', 'commit-c']);
    });
  });

  test('keeps both of two changes that are made at once', async () => {
    await using together = await alone();
    const { one } = together;
    await create(one, 'c');
    await Promise.all([one.herder.patchConnector('c', { a: '1' }), one.herder.patchConnector('c', { b: '2' })]);
    expect(one.herder.connectorInfo('c').config).toMatchObject({ a: '1', b: '2' });
  });

  test('pauses, stops and goes on', async () => {
    await using together = await alone();
    const { one } = together;
    await create(one, 'c');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
    await one.herder.setTargetState('c', 'PAUSED');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('PAUSED PAUSED'));
    expect(runs(one)).toEqual(['c-0']); // a paused connector is not there, its tasks wait
    await one.herder.setTargetState('c', 'STOPPED');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('STOPPED'));
    await vi.waitFor(() => expect(runs(one)).toEqual([]));
    await one.herder.setTargetState('c', 'STARTED');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
  });

  test('leaves a connector alone that was created STOPPED until it is resumed', async () => {
    await using together = await alone();
    const { one } = together;
    await one.herder.putConnector('c', config('c'), { replace: false, targetState: 'STOPPED' });
    await vi.waitFor(() => expect(states(one, 'c')).toBe('STOPPED'));
    expect(runs(one)).toEqual([]);
    await one.herder.setTargetState('c', 'STARTED');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
  });

  test('forgets what is deleted, also of its topics', async () => {
    await using together = await alone();
    const { one } = together;
    await create(one, 'c', 2);
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING RUNNING'));
    one.herder.topicUsed({ connector: 'c', task: 0 }, 't');
    await vi.waitFor(() => expect(one.herder.topics('c')).toEqual(['t']));
    await one.herder.deleteConnector('c');
    expect(() => one.herder.connectorInfo('c')).toThrow(NotFoundError);
    await vi.waitFor(() => expect(runs(one)).toEqual([]));
    await vi.waitFor(() => expect(() => one.herder.connectorStatus('c')).toThrow(NotFoundError));
    await vi.waitFor(() => expect(one.herder.topics('c')).toEqual([]));
  });

  test('says why a connector does not start, and starts it with better settings', async () => {
    await using together = await alone();
    const { one } = together;
    await create(one, 'c', 1, { fails: 'no luck' });
    await vi.waitFor(() => expect(one.herder.connectorStatus('c').connector).toMatchObject({ trace: 'no luck' }));
    await expect(one.herder.restartConnector('c')).rejects.toThrow('no luck');
    await one.herder.putConnector('c', config('c'), { replace: true });
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
  });

  test('fails a connector that wants more tasks than it may have, and asks again where something else is wrong', async () => {
    await using together = await alone();
    const { one } = together;
    one.worker.taskCount = new ConfigError('too many');
    await create(one, 'c');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('FAILED'));
    one.worker.taskCount = new Error('the database is down');
    await create(one, 'd');
    await vi.waitFor(() => expect(one.errors.join()).toContain('trying again in 250 ms: the database is down'));
    one.worker.taskCount = null;
    await vi.waitFor(() => expect(states(one, 'd')).toBe('RUNNING RUNNING'), { timeout: 3000 });
  });

  test('restarts what failed, and nothing else', async () => {
    await using together = await alone();
    const { cluster, one } = together;
    await create(one, 'c', 2);
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING RUNNING'));
    one.herder.taskState({ connector: 'c', task: 1 }, 'FAILED', 'oh');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING FAILED'));
    cluster.take('status');
    const shown = await one.herder.restart('c', { includeTasks: true, onlyFailed: true });
    expect(shown.tasks.map(({ state }) => state)).toEqual(['RUNNING', 'RESTARTING']);
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING RUNNING'));
    expect(cluster.take('status').map(({ key }) => key)).toEqual(['status-task-c-1', 'status-task-c-1']);
  });

  test.each([
    ['restarting', (one: Member) => one.herder.restartConnector('x')],
    ['restarting a task of', (one: Member) => one.herder.restartTask({ connector: 'x', task: 0 })],
    ['restarting all of', (one: Member) => one.herder.restart('x', { includeTasks: true, onlyFailed: false })],
    ['stopping', (one: Member) => one.herder.setTargetState('x', 'STOPPED')],
    ['pausing', (one: Member) => one.herder.setTargetState('x', 'PAUSED')],
    ['deleting', (one: Member) => one.herder.deleteConnector('x')],
    ['changing', (one: Member) => one.herder.patchConnector('x', {})],
  ])('answers that there is no such connector when asked for %s one', async (_, ask) => {
    await using together = await alone();
    const { one } = together;
    await expect(ask(one)).rejects.toThrow(NotFoundError);
  });

  test('brings back what went down with a thread, and tells who is to blame', async () => {
    await using together = await alone();
    const { one } = together;
    await create(one, 'c', 2);
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING RUNNING'));
    one.worker.running.delete('c-0');
    one.worker.running.delete('c-1');
    const tasks = [0, 1].map((task) => ({ connector: 'c', task }));
    one.herder.threadLost({ connectors: [], tasks, reason: new Error('stuck'), culprit: { connector: 'c', task: 1 } });
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING FAILED'));
    expect(runs(one)).toEqual(['c', 'c-0']);
  });

  test('goes on from what the topics say when it starts again', async () => {
    await using together = await alone();
    const { cluster, one } = together;
    await create(one, 'c');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
    await one.herder.stop();
    cluster.take('configs');
    const again = await cluster.add();
    await vi.waitFor(() => expect(runs(again)).toEqual(['c', 'c-0']));
    expect(cluster.take('configs')).toEqual([]); // neither tasks nor a new key
  });

  test.each(['eager', 'compatible', 'sessioned'])('works under the protocol %s', async (protocol) => {
    await using together = await alone({ 'connect.protocol': protocol });
    const { cluster, one } = together;
    await create(one, 'c', 2);
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING RUNNING'));
    await one.herder.deleteConnector('c');
    await vi.waitFor(() => expect(runs(one)).toEqual([]));
    expect(cluster.take('configs').some(({ key }) => key === 'session-key')).toBe(protocol === 'sessioned');
  });
});

describe.each(['eager', 'sessioned'])('two workers (%s)', (protocol) => {
  async function two() {
    const cluster = new Cluster({ 'connect.protocol': protocol });
    const leader = await cluster.add();
    const follower = await cluster.add();
    await settled(leader, follower);
    return { cluster, leader, follower, [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose]() };
  }
  const all = (...members: readonly Member[]): string[] => members.flatMap(runs).sort();

  test('share the work, and nothing runs twice', async () => {
    await using together = await two();
    const { cluster, leader, follower } = together;
    for (const name of ['a', 'b']) await create(leader, name, 2);
    const everything = ['a', 'a-0', 'a-1', 'b', 'b-0', 'b-1'];
    await vi.waitFor(() => expect([runs(leader).length, runs(follower).length]).toEqual([3, 3]));
    expect(all(leader, follower)).toEqual(everything);
    await follower.herder.stop();
    await vi.waitFor(() => expect(runs(leader)).toEqual(everything));
    const back = await cluster.add();
    await vi.waitFor(() => expect([runs(leader).length, runs(back).length]).toEqual([3, 3]));
    expect(all(leader, back)).toEqual(everything);
    expect([...leader.errors, ...back.errors]).toEqual([]);
  });

  test('follow a leader that comes after the first was lost', async () => {
    await using together = await two();
    const { cluster, leader, follower } = together;
    await create(leader, 'a', 2);
    await vi.waitFor(() => expect(all(leader, follower)).toEqual(['a', 'a-0', 'a-1']));
    cluster.kafka.group.expel(0);
    await vi.waitFor(() => expect(runs(follower)).toEqual(['a', 'a-0', 'a-1']));
    expect(await create(follower, 'b')).toMatchObject({ created: true });
  });

  test('say whom to ask instead', async () => {
    await using together = await two();
    const { leader, follower } = together;
    const url = async (asked: Promise<unknown>): Promise<unknown> => {
      const error = await asked.catch((e: unknown) => e);
      return error instanceof WrongWorkerError ? error.url : error;
    };
    expect(await url(create(follower, 'a', 2))).toBe('http://w1:1/');
    await create(leader, 'a', 2);
    await vi.waitFor(() => expect(all(leader, follower)).toEqual(['a', 'a-0', 'a-1']));
    const [theirs] = runs(follower).filter((name) => name !== 'a');
    const id = { connector: 'a', task: Number(theirs!.slice(2)) };
    expect(await url(leader.herder.restartTask(id))).toBe('http://w2:1/');
    expect(await url(follower.herder.setTargetState('a', 'STOPPED'))).toBe('http://w1:1/');
    await follower.herder.restartTask(id);
    await follower.herder.setTargetState('a', 'PAUSED');
    await vi.waitFor(() => expect(states(leader, 'a')).toBe('PAUSED PAUSED PAUSED'));
    await leader.herder.restart('a', { includeTasks: true, onlyFailed: false });
    await vi.waitFor(() => expect(states(leader, 'a')).toBe('PAUSED PAUSED PAUSED'));
  });

  test('have tasks tell of their topics again, wherever they were reset', async () => {
    await using together = await two();
    const { leader, follower } = together;
    await create(leader, 'a', 2);
    await vi.waitFor(() => expect(all(leader, follower)).toEqual(['a', 'a-0', 'a-1']));
    leader.herder.topicUsed({ connector: 'a', task: 0 }, 't');
    await vi.waitFor(() => expect(follower.herder.topics('a')).toEqual(['t']));
    await follower.herder.resetTopics('a');
    await vi.waitFor(() =>
      expect([...leader.worker.forgotten, ...follower.worker.forgotten].sort()).toEqual(['a-0', 'a-1']),
    );
  });
});

describe('what other workers ask', () => {
  const body = Buffer.from('[{"of":"c","number":"7"}]');
  const tasks = [{ of: 'c', number: '7' }];
  const key = ({ kafka }: Cluster) => {
    const record = kafka.records('configs').find((r) => r.key === 'session-key');
    const { key: secret, algorithm } = JSON.parse(record!.value!) as { key: string; algorithm: string };
    return { key: secret, algorithm, createdMs: 0 };
  };

  test('is done where it is signed with the key of the cluster', async () => {
    await using cluster = new Cluster();
    const one = await cluster.add();
    await create(one, 'c');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
    await one.herder.cluster.putTaskConfigs('c', tasks, body, sign(body, key(cluster), 'HmacSHA256'));
    expect(one.herder.taskInfos('c').map((task) => task.config)).toEqual(tasks);
    const fence = one.herder.cluster.fence('c', Buffer.alloc(0), sign(Buffer.alloc(0), key(cluster), 'HmacSHA256'));
    await expect(fence).rejects.toThrow(/not fenced off/);
  });

  test.each([
    ['no signature', 400, () => null],
    ['another algorithm', 400, (c: Cluster) => sign(body, key(c), 'HmacSHA512')],
    ['the signature of something else', 403, (c: Cluster) => sign(Buffer.from('x'), key(c), 'HmacSHA256')],
  ])('is refused with %s', async (_, status, signature) => {
    await using cluster = new Cluster();
    const one = await cluster.add();
    await create(one, 'c');
    await expect(one.herder.cluster.putTaskConfigs('c', tasks, body, signature(cluster))).rejects.toMatchObject({
      status,
    });
  });

  test('needs no signature where the group does not sign', async () => {
    await using cluster = new Cluster({ 'connect.protocol': 'compatible' });
    const one = await cluster.add();
    await create(one, 'c');
    await vi.waitFor(() => expect(states(one, 'c')).toBe('RUNNING RUNNING'));
    await one.herder.cluster.putTaskConfigs('c', tasks, body, null);
    expect(one.herder.taskInfos('c').map((task) => task.config)).toEqual(tasks);
  });
});
