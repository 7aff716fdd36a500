import { describe, expect, test } from 'vitest';
import type { TaskId } from '../../src/config/task-id.ts';
import { taskName } from '../../src/config/task-id.ts';
import type { Loss, TaskThread } from '../../src/worker/task-thread.ts';
import { connectorOwner, type Slot, taskOwner, ThreadPool } from '../../src/worker/thread-pool.ts';

class TestThread {
  load = 0;
  answers = true;
  isEnded = false;
  lose: (loss: Loss) => void = () => undefined;
  readonly rpc = { call: () => (this.answers ? Promise.resolve() : new Promise<void>(() => undefined)) };

  utilization(): number {
    return this.load;
  }

  async terminate(): Promise<void> {
    this.isEnded = true;
  }
}

class TestPool {
  readonly threads: TestThread[] = [];
  readonly lost: { slot: Slot; loss: Loss }[] = [];
  readonly crowded: string[] = [];
  readonly pool: ThreadPool;

  constructor(maxThreads: number) {
    this.pool = new ThreadPool({
      maxThreads,
      start: (onLost) => {
        const thread = new TestThread();
        thread.lose = (loss) => onLost(thread as unknown as TaskThread, loss);
        this.threads.push(thread);
        return thread as unknown as TaskThread;
      },
      onLost: (slot, loss) => void this.lost.push({ slot, loss }),
      onCrowded: (tasks) => void this.crowded.push(...tasks.map(taskName)),
    });
  }

  /** Puts a task into a thread. @returns the number of the thread */
  start(id: TaskId): number {
    const slot = this.pool.place(taskOwner(id));
    slot.tasks.set(taskName(id), id);
    return this.threads.indexOf(slot.thread as unknown as TestThread);
  }

  stop(id: TaskId): void {
    const slot = this.pool.find(taskOwner(id))!;
    slot.tasks.delete(taskName(id));
    this.pool.tidy(slot);
  }

  balance(times: number): void {
    for (let i = 0; i < times; i++) this.pool.balance();
  }
}

const tasks = (count: number): TaskId[] => Array.from({ length: count }, (_, task) => ({ connector: 'c', task }));
const [first, second] = tasks(2) as [TaskId, TaskId];
const stuck = (id: TaskId): Loss => ({ reason: new Error('stuck'), culprit: taskOwner(id) });

describe('the threads of tasks', () => {
  test.each([
    ['a few tasks share one', 2, 3, [0, 0, 0]],
    ['many have several, up to the most there may be', 2, 9, [0, 0, 0, 0, 1, 1, 1, 1, 0]],
    ['there is one alone where no more are wanted', 1, 6, [0, 0, 0, 0, 0, 0]],
  ])('%s', (_, most, count, places) => {
    const test = new TestPool(most);
    expect(tasks(count).map((id) => test.start(id))).toEqual(places);
  });

  test('a task that is there stays there', () => {
    const test = new TestPool(3);
    for (const id of tasks(5)) test.start(id);
    expect(test.start(first)).toBe(0);
  });

  test.each([
    ['is busy for long gets help with half of its tasks', 0.9, 4, ['c-1'], 2],
    ['is busy for a moment gets none', 0.9, 3, [], 1],
    ['has little to do gets none', 0.3, 9, [], 1],
  ])('one that %s', (_, load, looks, moved, threads) => {
    const test = new TestPool(2);
    for (const id of tasks(2)) test.start(id);
    test.threads[0]!.load = load;
    test.balance(looks);
    expect([test.crowded, test.threads.length]).toEqual([moved, threads]);
    for (const id of tasks(2).filter((t) => moved.includes(taskName(t)))) {
      test.stop(id);
      expect(test.start(id)).toBe(1);
    }
  });

  test('a busy one gets no second task', () => {
    const test = new TestPool(2);
    test.start(first);
    test.threads[0]!.load = 1;
    test.balance(4);
    expect(test.start(second)).toBe(1);
  });
});

describe('a task that got its thread stuck', () => {
  test('is alone the next time, beside those that there may be, and its thread goes with it', () => {
    const test = new TestPool(1);
    for (const id of tasks(2)) test.start(id);
    test.threads[0]!.lose(stuck(first));
    expect(test.lost.map(({ slot }) => [...slot.tasks.keys()])).toEqual([['c-0', 'c-1']]);
    expect([test.start(second), test.start(first)]).toEqual([1, 2]);
    expect(test.start({ connector: 'other', task: 0 })).toBe(1);
    test.stop(first);
    expect(test.threads.map(({ isEnded }) => isEnded)).toEqual([false, false, true]);
  });

  test.each([
    ['c', 1],
    ['other', 2],
  ])('is like any other when connector %s has new settings: thread %d', (connector, place) => {
    const test = new TestPool(1);
    test.start(first);
    test.threads[0]!.lose(stuck(first));
    test.pool.trust(connector);
    test.start(second);
    expect(test.start(first)).toBe(place);
  });
});

describe('a request', () => {
  const request = { kind: 'request', name: 'validation of X' } as const;
  const borrow = (test: TestPool): Promise<number> =>
    test.pool.borrow(request, async (thread) => test.threads.indexOf(thread as unknown as TestThread));

  test('is done in the thread with the least to do', async () => {
    const test = new TestPool(2);
    for (const id of tasks(5)) test.start(id);
    test.pool.place(connectorOwner('c')).connectors.add('c');
    expect(await borrow(test)).toBe(1);
  });

  test('is done where somebody answers, if need be in a thread that is ended after that', async () => {
    const test = new TestPool(2);
    for (const id of tasks(5)) test.start(id);
    test.threads[1]!.answers = false;
    expect(await borrow(test)).toBe(0);
    test.threads[0]!.answers = false;
    expect(await borrow(test)).toBe(2);
    expect(test.threads[2]!.isEnded).toBe(true);
  });

  test('that got its thread stuck is done in one for itself the next time', async () => {
    const test = new TestPool(1);
    test.start(first);
    test.threads[0]!.lose({ reason: new Error('stuck'), culprit: request });
    test.start(first);
    expect(await borrow(test)).toBe(2);
    expect(test.threads.map(({ isEnded }) => isEnded)).toEqual([false, false, true]);
  });
});
