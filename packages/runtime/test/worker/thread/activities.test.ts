import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { encode, type Owner, SharedBoard } from '../../../src/worker/activity.ts';
import { Activities } from '../../../src/worker/thread/activities.ts';

const task: Owner = { kind: 'task', name: 'c-0' };
const other: Owner = { kind: 'task', name: 'ä-1' };

describe('the accounts of a thread', () => {
  test('show a call on the board until it returns, and the one around it after that', () => {
    const board = new SharedBoard();
    const activities = new Activities(board);
    const elsewhere = new SharedBoard(board.memory);
    const seen: unknown[] = [];
    const look = (): void => void seen.push(elsewhere.read());
    activities.run(task, 'start', () => {
      look();
      activities.call('poll', look);
      look();
    });
    look();
    expect(seen).toEqual([
      { owner: task, call: 'start' },
      { owner: task, call: 'poll' },
      { owner: task, call: 'start' },
      null,
    ]);
  });

  test('follow asynchronous code, and know which call it belongs to', async () => {
    const activities = new Activities();
    const seen: unknown[] = [];
    const live = async (): Promise<void> => {
      await activities.call('poll', async () => {
        await setImmediate();
        seen.push(activities.current());
      });
      seen.push(activities.current());
    };
    await Promise.all([task, other].map((owner) => activities.run(owner, 'start', live)));
    expect(seen).toContainEqual({ owner: task, call: 'poll' });
    expect(seen).toContainEqual({ owner: other, call: 'poll' });
    expect(activities.current()).toBeNull();
  });

  test.each([
    ['returns', () => undefined],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('close a call that %s', async (_, work) => {
    const activities = new Activities();
    await activities.run(task, 'start', async () => {
      await setImmediate();
      const before = activities.current();
      await Promise.resolve()
        .then(() => activities.call('put', work))
        .catch(() => undefined);
      expect(activities.current()).toEqual(before);
    });
  });

  test('do not show what has no room', () => {
    expect(encode({ owner: { kind: 'connector', name: 'x'.repeat(3_000) }, call: 'start' })).toBeNull();
  });
});
