import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignCooperatively, noMemory } from '../../../src/herder/assignment/cooperative.ts';
import { noWork, sizeOf, union, type Work, workOf } from '../../../src/herder/assignment/work.ts';
import { SimulatedGroup } from './simulation.ts';

const delayMs = 300_000;

/** Connectors of these numbers of tasks. */
function work(taskCounts: readonly number[]): Work {
  const names = taskCounts.map((_, i) => `connector-${i}`);
  return workOf(
    names,
    names.flatMap((connector, i) => Array.from({ length: taskCounts[i]! }, (_, task) => ({ connector, task }))),
  );
}

function expectBalanced({ running, configured }: SimulatedGroup): void {
  const all = [...running.values()];
  expect(all.reduce((sum, one) => sum + sizeOf(one), 0)).toBe(sizeOf(configured));
  expect(union(all)).toEqual({ connectors: configured.connectors, tasks: configured.tasks });
  for (const kind of ['connectors', 'tasks'] as const) {
    const sizes = all.map((one) => one[kind].size);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
}

describe('as recorded from Java', () => {
  const src = { connector: 'src', task: 0 };
  const snk = [0, 1, 2].map((task) => ({ connector: 'snk', task }));
  const configured = workOf(['src', 'snk'], [src, ...snk]);
  const round = { nowMs: 0, maxDelayMs: delayMs, configured };
  const memory = { ...noMemory, assigned: configured, members: new Set(['a']), generation: 5 };

  test('a second worker makes the first give up the first half of each kind, and gets it in the next round', () => {
    const first = assignCooperatively(
      {
        ...round,
        generation: 6,
        lastCompletedGeneration: 5,
        members: new Map([
          ['a', configured],
          ['b', noWork],
        ]),
      },
      memory,
    );
    const given = workOf(['snk'], snk.slice(0, 2));
    expect(first.plan.revoked).toEqual(new Map([['a', given]]));
    expect([...first.plan.assigned.values()]).toEqual([noWork, noWork]);
    const second = assignCooperatively(
      {
        ...round,
        generation: 7,
        lastCompletedGeneration: 6,
        members: new Map([
          ['a', workOf(['src'], [src, snk[2]!])],
          ['b', noWork],
        ]),
      },
      first.memory,
    );
    expect(second.plan.revoked.size).toBe(0);
    expect(second.plan.assigned.get('b')).toEqual(given);
    const third = assignCooperatively(
      {
        ...round,
        generation: 8,
        lastCompletedGeneration: 7,
        members: new Map([['a', workOf(['src'], [src, snk[2]!])]]),
      },
      second.memory,
    );
    expect(third.plan).toMatchObject({ delayMs, assigned: new Map([['a', noWork]]), reasons: [] });
  });
});

describe('a group', () => {
  function groupOf(workers: number, taskCounts: readonly number[]): SimulatedGroup {
    const group = new SimulatedGroup(delayMs);
    group.configured = work(taskCounts);
    for (let i = 0; i < workers; i++) group.join();
    group.settleForGood();
    return group;
  }

  test('waits for a worker that left, and gives it its work back when it returns', () => {
    const group = groupOf(3, [3, 3, 3]);
    const [, lost] = group.running.keys();
    const had = group.running.get(lost!)!;
    group.leave(lost!);
    group.settle();
    expect(group.delayMs).toBe(delayMs);
    const back = group.join();
    group.settle();
    expect(group.running.get(back)).toEqual(noWork);
    group.nowMs += group.delayMs;
    group.settle();
    expect(group.running.get(back)).toEqual(had);
    expect(group.stopped).toEqual([]);
  });

  test('deals out what was lost when the wait is over', () => {
    const group = groupOf(3, [3, 3, 3]);
    group.leave([...group.running.keys()][2]!);
    group.settleForGood();
    expect(group.stopped).toEqual([]);
    expectBalanced(group);
  });

  test('stops nothing but what is deleted', () => {
    const group = groupOf(3, [1, 2, 3]);
    const kept = work([1, 2]);
    const gone = { connectors: new Set(['connector-2']), tasks: new Set([0, 1, 2].map((n) => `connector-2-${n}`)) };
    group.configured = kept;
    group.round();
    const left = union(group.running.values()).tasks;
    expect([...gone.tasks].filter((task) => left.has(task))).toEqual([]);
    group.settleForGood();
    expectBalanced(group);
  });

  test('takes work from two workers that both run it, and gives it to one', () => {
    const group = groupOf(2, [2]);
    const [a, b] = group.running.keys();
    const all = group.configured;
    group.running.set(a!, all).set(b!, all);
    group.settleForGood();
    expectBalanced(group);
  });

  test('tells why work moves', () => {
    const group = groupOf(1, [4]);
    group.join();
    const { reasons } = group.round();
    expect(reasons.map(({ reason }) => reason)).toEqual(['balance']);
    expect(group.round().reasons.map(({ reason }) => reason)).toEqual(['new']);
  });
});

// Of up to 60 events each: together more than a million joins, leaves, crashes and changes.
test('whatever happens: all work is run once, the load is even, and no round stops more than balance needs', () => {
  const event = fc.oneof(
    { weight: 3, arbitrary: fc.constant({ kind: 'join' as const }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(2 * delayMs) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rebalance' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('configure' as const),
        tasks: fc.array(fc.nat(5), { maxLength: 6 }),
      }),
    },
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), fc.constantFrom(0, delayMs), (events, maxDelayMs) => {
      const group = new SimulatedGroup(maxDelayMs);
      group.configured = work([2, 1]);
      group.join();
      for (const one of events) {
        const before = union(group.running.values());
        if (one.kind === 'join' && group.running.size < 6) group.join();
        else if (one.kind === 'leave' && group.running.size > 1) {
          group.leave([...group.running.keys()][one.which % group.running.size]!);
        } else if (one.kind === 'wait') group.nowMs += one.ms;
        else if (one.kind === 'configure') group.configured = work(one.tasks);
        const { revoked, reasons } = group.round();
        const balance = reasons.find(({ reason }) => reason === 'balance')?.work ?? noWork;
        // nothing runs twice, and nothing stops but what is deleted or what balance needs
        const sizes = [...group.running.values()].reduce((sum, each) => sum + sizeOf(each), 0);
        expect(sizes).toBe(sizeOf(union(group.running.values())));
        for (const task of union(revoked.values()).tasks) {
          expect(before.tasks.has(task)).toBe(true);
          expect(balance.tasks.has(task) || !group.configured.tasks.has(task)).toBe(true);
        }
      }
      group.settleForGood();
      expectBalanced(group);
    }),
    { numRuns: 35_000 },
  );
}, 120_000);
