import { expect, test } from 'vitest';
import { readTopic, Workers, type WorkerProcess } from './workers.ts';

const upto = 4000;

const counting = (topic: string, tasks: number) => ({
  'connector.class': 'org.example.CountingSourceConnector',
  'tasks.max': `${tasks}`,
  ...{ topic, upto: `${upto}` },
});

/** Which workers run connector and tasks, each once. All are RUNNING, or there is nothing. */
async function hosts(asked: WorkerProcess, name: string, size: number): Promise<string[]> {
  const states = await asked.states(name);
  if (states.length !== size || !states.every((state) => state.startsWith('RUNNING'))) return [];
  return [...new Set(states.map((state) => state.split(' ')[1]!))].sort();
}

const ids = (...workers: readonly WorkerProcess[]): string[] => workers.map(({ id }) => id).sort();
const within = { timeout: 30_000 };

test('workers share tasks, take over from one that is killed and from one that leaves, and lose no record', async () => {
  await using workers = await Workers.with();
  const topic = workers.topic('numbers');
  const one = await workers.add();
  const two = await workers.add();
  const three = await workers.add();
  const created = await three.ask('POST', '/connectors', { name: 'c', config: counting(topic, 5) });
  expect([created.status, created.body]).toMatchObject([201, { name: 'c', tasks: [] }]);
  await expect.poll(() => hosts(one, 'c', 6), within).toEqual(ids(one, two, three));

  await three.end('SIGKILL');
  await expect.poll(() => hosts(one, 'c', 6), within).toEqual(ids(one, two));
  expect(await one.end('SIGTERM')).toBe(143);
  await expect.poll(() => hosts(two, 'c', 6), within).toEqual(ids(two));

  const values = async (): Promise<number> => new Set((await readTopic(topic)).map(({ value }) => value)).size;
  await expect.poll(values, { ...within, interval: 500 }).toBe(5 * upto);
});

test('a worker that starts again goes on with its connectors, from the stored offsets', async () => {
  await using workers = await Workers.with();
  const topic = workers.topic('numbers');
  const worker = await workers.add();
  await worker.ask('POST', '/connectors', { name: 'c', config: counting(topic, 1) });
  const count = async (): Promise<number> => (await readTopic(topic)).length;
  await expect.poll(count, within).toBe(upto);
  expect(await worker.end('SIGTERM')).toBe(143);
  const again = await workers.add(worker.id);
  await expect.poll(() => hosts(again, 'c', 2), within).toEqual(ids(again));
  await again.ask('PUT', '/connectors/c/config', { ...counting(topic, 1), upto: `${upto + 1}` });
  await expect.poll(count, within).toBe(upto + 1);
});

test('what only the leader or the owner can do is passed on by the others', async () => {
  await using workers = await Workers.with();
  const topic = workers.topic('numbers');
  const leader = await workers.add();
  const follower = await workers.add();
  const config = counting(topic, 2);
  const { status, headers } = await fetch(`${follower.url}/connectors`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'c', config }),
  });
  expect([status, headers.get('location')]).toEqual([201, '/connectors/c']);
  await expect.poll(() => hosts(leader, 'c', 3), within).toEqual(ids(leader, follower));
  const again = await follower.ask('POST', '/connectors', { name: 'c', config });
  expect([again.status, again.body]).toMatchObject([409, { message: 'Connector c already exists' }]);
  for (const asked of [leader, follower])
    for (const task of [0, 1])
      expect(await asked.ask('POST', `/connectors/c/tasks/${task}/restart`)).toEqual({ status: 204, body: null });
  for (const asked of [leader, follower])
    expect(await asked.ask('POST', '/connectors/c/restart')).toEqual({ status: 204, body: null });
  const restarted = await follower.ask('POST', '/connectors/c/restart?includeTasks=true');
  expect(restarted).toMatchObject({ status: 202, body: { connector: { state: 'RESTARTING' } } });
  // the second hop may not go on to a third
  expect((await follower.ask('DELETE', '/connectors/c?forward=false')).status).toBe(409);
  expect((await follower.ask('PUT', '/connectors/c/config', counting(topic, 3))).status).toBe(200);
  await expect.poll(() => hosts(leader, 'c', 4), within).toEqual(ids(leader, follower));
  expect((await follower.ask('PUT', '/connectors/c/stop')).status).toBe(204);
  await expect.poll(() => leader.states('c'), within).toHaveLength(1);
  expect((await follower.ask('DELETE', '/connectors/c')).status).toBe(204);
  expect((await follower.ask('DELETE', '/connectors/c')).status).toBe(404);
});
