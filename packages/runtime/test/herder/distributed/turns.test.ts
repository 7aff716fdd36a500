import { describe, expect, test } from 'vitest';
import { Turns } from '../../../src/herder/distributed/turns.ts';

describe('turns', () => {
  test('come one after another, those of the cluster first, and requests once the group is settled', async () => {
    const turns = new Turns();
    const done: string[] = [];
    const requests = ['r1', 'r2'].map((name) => turns.request(name, () => void done.push(name)));
    await turns.step('s1', () => void done.push('s1'));
    expect(done).toEqual(['s1']);
    turns.open();
    const last = turns.step('s2', () => void done.push('s2'));
    await Promise.all([...requests, last]);
    expect(done).toEqual(['s1', 's2', 'r1', 'r2']);
  });

  test('never begin within the call that asks for them', async () => {
    const turns = new Turns();
    let hasBegun = false;
    const step = turns.step('s', () => {
      hasBegun = true;
    });
    expect(hasBegun).toBe(false);
    await step;
    expect(hasBegun).toBe(true);
  });

  test('go on after one that failed', async () => {
    const turns = new Turns();
    await expect(turns.step('s', () => Promise.reject(new Error('oh')))).rejects.toThrow('oh');
    expect(await turns.step('s', () => 1)).toBe(1);
  });

  test('say what is being done, and what was done last', async () => {
    const turns = new Turns(() => new Date(0));
    const { promise, resolve } = Promise.withResolvers<void>();
    const step = turns.step('reading', () => promise);
    await Promise.resolve();
    expect(turns.describe()).toBe('The worker is currently reading, which began at 1970-01-01T00:00:00.000Z.');
    resolve();
    await step;
    await Promise.resolve();
    expect(turns.describe()).toMatch(/^The last operation the worker completed was reading, .* and completed at 1970/);
  });

  test('that wait or come later are refused when it is over', async () => {
    const turns = new Turns();
    const waiting = turns.request('r', () => 1);
    turns.close('The worker is stopping');
    await expect(waiting).rejects.toThrow('The worker is stopping');
    await expect(turns.step('s', () => 1)).rejects.toThrow('The worker is stopping');
  });
});
