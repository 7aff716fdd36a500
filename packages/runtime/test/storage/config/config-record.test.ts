import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ClusterConfig } from '../../../src/storage/config/cluster-config.ts';
import { decodeConfigRecord, encodeConfigRecord } from '../../../src/storage/config/config-record.ts';

interface Recorded {
  readonly store: string;
  readonly offset: number;
  readonly key?: string;
  readonly value: unknown;
}

function recordedOf(file: string): (Recorded & { key: string })[] {
  const lines = readFileSync(new URL(`../../../golden/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as Recorded)
    .filter((one): one is Recorded & { key: string } => one.store === 'config' && one.key !== undefined);
}

/** The recording has texts in place of what differs from run to run. */
const withNumbers = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replace('"<ms since 1970>"', '1760000000000'));

describe.each(['internal-topics.jsonl', 'internal-topics-eos.jsonl'])('records of a Java worker in %s', (file) => {
  test.each(recordedOf(file))('$offset: $key', ({ key, value }) => {
    const json = withNumbers(value);
    const record = decodeConfigRecord(key, json);
    expect(record).not.toBeNull();
    expect(encodeConfigRecord(record!)).toEqual({ key, value: json === null ? null : JSON.stringify(json) });
  });
});

/** The state after each recorded record up to and including `last`. */
function replay(last: number): ClusterConfig {
  const config = new ClusterConfig();
  for (const { offset, key, value } of recordedOf('internal-topics.jsonl')) {
    if (offset > last) break;
    config.apply(decodeConfigRecord(key, withNumbers(value))!);
  }
  return config;
}

test.each([
  ['created', 1, { src: ['STARTED', 0] }],
  ['with a task that is not committed', 2, { src: ['STARTED', 0] }],
  ['with its task', 3, { src: ['STARTED', 1] }],
  ['beside another one', 7, { src: ['STARTED', 1], snk: ['STARTED', 2] }],
  ['paused', 8, { src: ['PAUSED', 1], snk: ['STARTED', 2] }],
  ['about to be stopped', 10, { src: ['STARTED', 0], snk: ['STARTED', 2] }],
  ['stopped', 11, { src: ['STOPPED', 0], snk: ['STARTED', 2] }],
  ['resumed', 14, { src: ['STARTED', 1], snk: ['STARTED', 2] }],
  ['beside one of fewer tasks', 27, { src: ['STARTED', 1], snk: ['STARTED', 1] }],
  ['created stopped', 32, { src: ['STARTED', 1], snk: ['STARTED', 1], bad: ['STARTED', 1], idle: ['STOPPED', 0] }],
  ['beside deleted ones', 38, { src: ['STARTED', 1], idle: ['STOPPED', 0] }],
  ['all deleted', 42, {}],
] as const)('a connector %s (offset %i)', (_what, last, expected) => {
  const config = replay(last);
  const state = config.connectors().map((name) => [name, [config.targetState(name), config.tasks(name).length]]);
  expect(Object.fromEntries(state)).toEqual(expected);
});

describe('what compaction and deletion leave behind', () => {
  const properties = { properties: { a: 'b' } };
  const all = (...records: readonly (readonly [key: string, value: unknown])[]): ClusterConfig => {
    const config = new ClusterConfig();
    for (const [key, value] of records) config.apply(decodeConfigRecord(key, value)!);
    return config;
  };

  test('a set without one of its tasks has none until it is written anew', () => {
    const config = all(['connector-c', properties], ['task-c-1', properties], ['commit-c', { tasks: 2 }]);
    expect([config.tasks('c'), config.isInconsistent('c')]).toEqual([[], true]);
    for (const task of [0, 1]) config.apply({ kind: 'task', id: { connector: 'c', task }, config: {} });
    config.apply({ kind: 'commit', connector: 'c', tasks: 2 });
    expect([config.tasks('c').length, config.isInconsistent('c')]).toEqual([2, false]);
  });

  test('a set of more tasks than committed is cut', () => {
    const config = all(
      ['connector-c', properties],
      ['task-c-0', properties],
      ['task-c-1', properties],
      ['commit-c', { tasks: 1 }],
    );
    expect(config.tasks('c')).toEqual([{ a: 'b' }]);
  });

  test('tasks of a deleted connector do not come back with a new one of its name', () => {
    const config = all(
      ['task-c-0', properties],
      ['commit-c', { tasks: 1 }],
      ['connector-c', properties],
      ['target-state-c', { state: 'PAUSED' }],
    );
    expect([config.tasks('c'), config.targetState('c')]).toEqual([[], 'PAUSED']);
  });

  test('a new setting counts for the tasks when they are committed', () => {
    const config = all(['connector-c', properties], ['task-c-0', properties], ['commit-c', { tasks: 1 }]);
    config.apply({ kind: 'connector', connector: 'c', config: { a: 'new' } });
    expect([config.config('c'), config.appliedConfig('c')]).toEqual([{ a: 'new' }, { a: 'b' }]);
  });
});

test.each([
  ['a value of the wrong kind', 'connector-c', [], /the value is no object/],
  ['settings that are no text', 'connector-c', { properties: { a: 1 } }, /the setting a is not text/],
  ['an unknown state', 'target-state-c', { state: 'RUNNING' }, /no target state "RUNNING"/],
  ['a key without a number', 'task-c', { properties: {} }, /does not end with the number/],
  ['a commit without a number', 'commit-c', { tasks: 'x' }, /tasks is no integer/],
  ['a removed task', 'task-c-0', null, /the value is no object/],
])('%s is told', (_what, key, value, message) => {
  expect(() => decodeConfigRecord(key, value)).toThrow(message);
});

test('a key of another kind means nothing', () => {
  expect(decodeConfigRecord('something-else', {})).toBeNull();
});
