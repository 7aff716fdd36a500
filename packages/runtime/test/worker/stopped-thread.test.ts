import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { activitySymbol } from '../../src/worker/activity.ts';
import { whereaboutsOf } from '../../src/worker/stopped-thread.ts';

const activity = { owner: { kind: 'task', name: 'c-0' }, call: 'poll' };

/** A thread that says when it is about to hang. */
async function hanging(loop: string): Promise<Worker> {
  const thread = new Worker(
    `const { parentPort } = require('node:worker_threads');
     globalThis[Symbol.for('${activitySymbol}')] = () => ${JSON.stringify(JSON.stringify(activity))};
     parentPort.postMessage('soon');
     setImmediate(() => { ${loop} });`,
    { eval: true },
  );
  await once(thread, 'message');
  return thread;
}

test.each([
  ['an endless loop', 'for (;;);'],
  ['an expression that backtracks for ever', "/^(a+)+$/.test('a'.repeat(60) + '!');"],
  ['a wait for memory to change', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'],
])('a thread in %s tells its activity, and can be ended after that', async (_, loop) => {
  const thread = await hanging(loop);
  expect(await whereaboutsOf(thread)).toEqual({ activity, at: null });
  await thread.terminate();
});
