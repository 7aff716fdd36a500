/** What one worker writes to the internal topics, action by action, against what Java's worker was recorded to write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Read, readTopic, Workers, type WorkerProcess } from './workers.ts';

interface Recorded {
  readonly after: string;
  readonly store: 'config' | 'status' | 'offset' | null;
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>> | null;
}

const golden = readFileSync(join(import.meta.dirname, '../../golden/internal-topics.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** Key and what counts of the value, in order. */
const configLine = (key: string, value: Readonly<Record<string, unknown>> | null): string =>
  value === null
    ? `${key}: removed`
    : 'properties' in value || 'key' in value
      ? key
      : `${key}: ${JSON.stringify(value)}`;

/** The states of each key in their order; a removal that is written once more says nothing new, and topics are not looked at. */
function statesByKey(records: readonly { readonly key: string; readonly state: string }[]): Record<string, string[]> {
  const states: Record<string, string[]> = {};
  for (const { key, state } of records) {
    if (key.startsWith('status-topic-')) continue;
    const list = (states[key] ??= []);
    if (state !== 'removed' || list.at(-1) !== 'removed') list.push(state);
  }
  return states;
}

const parse = (value: string | null) => JSON.parse(value ?? 'null') as Recorded['value'];

const stateOf = (value: Readonly<Record<string, unknown>> | null): string =>
  value === null ? 'removed' : (value['state'] as string);

function recordedAfter(action: string) {
  const own = golden.filter(({ after }) => after.startsWith(`${action}. `));
  return {
    config: own.filter(({ store }) => store === 'config').map(({ key, value }) => configLine(key, value)),
    status: statesByKey(
      own.filter(({ store }) => store === 'status').map(({ key, value }) => ({ key, state: stateOf(value) })),
    ),
  };
}

const source = { 'connector.class': 'CountingSource', 'tasks.max': '1', topic: 'none', upto: '0' };
const put = (settings: Readonly<Record<string, string>>) => (worker: WorkerProcess) =>
  worker.ask('PUT', '/connectors/src/config', { ...source, ...settings });
const ask = (method: string, path: string, body?: unknown) => (worker: WorkerProcess) => worker.ask(method, path, body);

const actions: readonly (readonly [
  action: string,
  what: string,
  doing: (worker: WorkerProcess) => Promise<unknown>,
])[] = [
  ['2', 'create', ask('POST', '/connectors', { name: 'src', config: source })],
  ['5', 'pause', ask('PUT', '/connectors/src/pause')],
  ['6', 'resume', ask('PUT', '/connectors/src/resume')],
  ['7', 'stop', ask('PUT', '/connectors/src/stop')],
  ['11', 'resume after stop', ask('PUT', '/connectors/src/resume')],
  ['14', 'restart with tasks', ask('POST', '/connectors/src/restart?includeTasks=true&onlyFailed=false')],
  ['16', 'restart of the connector', ask('POST', '/connectors/src/restart')],
  ['17', 'restart of a task', ask('POST', '/connectors/src/tasks/0/restart')],
  ['18', 'new settings', put({ 'my.own': 'x' })],
  ['19', 'the same settings', put({ 'my.own': 'x' })],
  ['21', 'a setting taken away', ask('PATCH', '/connectors/src/config', { 'my.own': null })],
  ['25', 'create STOPPED', ask('POST', '/connectors', { name: 'idle', config: source, initial_state: 'STOPPED' })],
  ['29', 'delete', ask('DELETE', '/connectors/src')],
  ['30', 'the worker stops', (worker) => worker.end('SIGTERM')],
];

test('one worker writes what Java writes, in its order', async () => {
  await using workers = await Workers.with({ 'status.storage.partitions': '1' });
  const worker = await workers.add();
  const seen = { config: 0, status: 0 };
  const since = async (store: 'config' | 'status'): Promise<Read[]> =>
    (await readTopic(workers.topic(store))).slice(seen[store]);
  const written = async () => ({
    config: (await since('config')).map(({ key, value }) => configLine(key!, parse(value))),
    status: statesByKey((await since('status')).map(({ key, value }) => ({ key: key!, state: stateOf(parse(value)) }))),
  });
  await expect.poll(written, { timeout: 20_000 }).toEqual(recordedAfter('1'));
  for (const [action, what, doing] of actions) {
    for (const store of ['config', 'status'] as const) seen[store] += (await since(store)).length;
    await doing(worker);
    await expect.poll(written, { timeout: 20_000, message: what }).toEqual(recordedAfter(action));
  }
});
