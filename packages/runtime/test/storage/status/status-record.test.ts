import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ClusterStatus, isSafeToSay } from '../../../src/storage/status/cluster-status.ts';
import {
  decodeStatusRecord,
  encodeStatusRecord,
  type State,
  type Status,
} from '../../../src/storage/status/status-record.ts';

interface Recorded {
  readonly store: string;
  readonly key?: string;
  readonly value: unknown;
}

const lines = readFileSync(new URL('../../../golden/internal-topics.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const recorded = lines
  .map((line) => JSON.parse(line.replace('"<ms since 1970>"', '1760000000000')) as Recorded)
  .filter((one): one is Recorded & { key: string } => one.store === 'status' && one.key !== undefined);

test('records of a Java worker are there', () => {
  expect(recorded.length).toBeGreaterThan(60);
});

test.each(recorded)('a record of a Java worker is read and written as it was: $key', ({ key, value }) => {
  const record = decodeStatusRecord(key, value);
  expect(record).not.toBeNull();
  expect(encodeStatusRecord(record!)).toEqual({ key, value: value === null ? null : JSON.stringify(value) });
});

const status = (state: State, workerId: string, generation: number): Status => ({
  state,
  trace: null,
  workerId,
  generation,
  version: null,
});
const id = { connector: 'a-1', task: 10 };

test.each([
  ['of another worker, in an older generation', status('UNASSIGNED', 'other', 4), 'RUNNING'],
  ['of another worker, in the same generation', status('UNASSIGNED', 'other', 5), 'RUNNING'],
  ['of another worker, in a newer generation', status('UNASSIGNED', 'other', 6), 'UNASSIGNED'],
  ['of the same worker', status('UNASSIGNED', 'me', 5), 'UNASSIGNED'],
  ['that is no farewell', status('FAILED', 'other', 4), 'FAILED'],
])('after RUNNING, a status %s', (_what, next, expected) => {
  const all = new ClusterStatus();
  all.apply({ kind: 'task', id, status: status('RUNNING', 'me', 5) });
  all.apply({ kind: 'task', id, status: next });
  expect(all.task(id)?.state).toBe(expected);
});

test('what was removed is gone', () => {
  const all = new ClusterStatus();
  const use = { topic: 't', connector: 'c', task: 0, discoveredMs: 1 };
  all.apply({ kind: 'connector', connector: 'c', status: status('RUNNING', 'me', 1) });
  all.apply({ kind: 'topic', connector: 'c', topic: 't', use });
  expect([all.connectors(), all.topics('c'), all.usesTopic('c', 't')]).toEqual([['c'], [use], true]);
  all.apply({ kind: 'topic', connector: 'c', topic: 't', use: null });
  all.apply({ kind: 'connector', connector: 'c', status: null });
  expect([all.connectors(), all.topics('c')]).toEqual([[], []]);
});

test.each([
  ['nothing was said before', null, true],
  ['it was us', status('RUNNING', 'me', 9), true],
  ['another one said something in an older generation', status('RUNNING', 'other', 4), true],
  ['another one said something in a newer generation', status('RUNNING', 'other', 6), false],
])('it is safe to give up a task when %s: %s', (_what, before, expected) => {
  expect(isSafeToSay(status('UNASSIGNED', 'me', 5), before)).toBe(expected);
});

test.each([
  ['an unknown state', 'status-task-a-0', { state: 'HAPPY', worker_id: 'x', generation: 1 }, /no state HAPPY/],
  ['no worker', 'status-connector-a', { state: 'RUNNING', generation: 1 }, /worker_id is no text/],
  ['a list', 'status-connector-a', [], /no object/],
  ['a topic without a name', 'status-topic-t:connector-c', { topic: {} }, /name or connector is no text/],
])('a status with %s is told', (_what, key, value, message) => {
  expect(() => decodeStatusRecord(key, value)).toThrow(message);
});

test('a key of another kind means nothing', () => {
  expect(decodeStatusRecord('status-task-nonumber', {})).toBeNull();
});
