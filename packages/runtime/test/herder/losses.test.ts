import { expect, test } from 'vitest';
import { lossesOf } from '../../src/herder/losses.ts';
import type { LostThread } from '../../src/worker/worker.ts';

const a0 = { connector: 'a', task: 0 };
const thread = { connectors: ['a', 'b'], tasks: [a0, { connector: 'a', task: 1 }, { connector: 'c', task: 0 }] };
const all = { withConnector: true, tasks: [0, 1] };
const alone = { withConnector: true, tasks: [] };
const task = { withConnector: false, tasks: [0] };

test.each<[what: string, culprit: LostThread['culprit'], failed: unknown[], innocent: unknown[]]>([
  ['a task', a0, [task, null, null], [{ withConnector: true, tasks: [1] }, alone, task]],
  [
    'a connector',
    { connector: 'a', task: null },
    [alone, null, null],
    [{ withConnector: false, tasks: [0, 1] }, alone, task],
  ],
  ['a request', 'none of these', [null, null, null], [all, alone, task]],
  ['nobody knows who', null, [all, alone, task], [null, null, null]],
])('when %s got the thread stuck', (_, culprit, failed, innocent) => {
  const losses = lossesOf({ ...thread, culprit, reason: new Error('stuck') });
  expect(losses.map(({ connector }) => connector)).toEqual(['a', 'b', 'c']);
  expect(losses.map((l) => l.failed)).toEqual(failed);
  expect(losses.map((l) => l.innocent)).toEqual(innocent);
});
