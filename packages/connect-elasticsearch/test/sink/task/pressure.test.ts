import { RetriableError } from '@causeway/api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keyed, startTask } from '../../running-task.ts';
import { held, StandInServer, success } from '../../stand-in-server.ts';
import { taskContext } from '../../task-context.ts';

let server: StandInServer;
beforeEach(async () => {
  server = await StandInServer.start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

describe('pressure', () => {
  const narrow = { 'batch.size': '1', 'max.in.flight.requests': '2', 'max.buffered.records': '2', 'linger.ms': '0' };

  test('put waits until there is room, with no more requests than allowed', async () => {
    await using running = startTask(server.url, narrow);
    await running.task.put(keyed(Array.from({ length: 50 }, (_, i) => `k${i}`)));
    await vi.waitFor(async () => expect(await running.committed(50)).toBe(50));
    expect(server.mostOpen).toBeLessThanOrEqual(2);
    expect(server.ids().flat().sort()).toEqual(Array.from({ length: 50 }, (_, i) => `k${i}`).sort());
  });

  test('put fails the task if there is no room within flush.timeout.ms', async () => {
    server.replies = [() => 'silence', () => 'silence', () => 'silence'];
    await using running = startTask(server.url, { ...narrow, 'read.timeout.ms': '0' });
    await expect(running.task.put(keyed(['a', 'b', 'c', 'd']))).rejects.toThrow(/within flush\.timeout\.ms \(1000\)/);
    expect(await running.committed(4)).toBe(0);
  });

  test('put gives up when the task stops, and nothing that it did not take is committed', async () => {
    const stopping = new AbortController();
    const first = held();
    server.replies = [first.reply, success, () => 'silence', () => 'silence'];
    await using running = startTask(server.url, narrow, taskContext({ signal: stopping.signal }));
    const put = running.task.put(keyed(['a', 'b', 'c', 'd', 'e', 'f']));
    await vi.waitFor(() => expect(server.bulks.length).toBeGreaterThanOrEqual(3));
    stopping.abort();
    await expect(put).rejects.toThrow(RetriableError);
    expect(await running.committed(6)).toBe(0);
    first.answer();
    await vi.waitFor(async () => expect(await running.committed(6)).toBe(2));
  });

  test('bulks hold no more bytes than bulk.size.bytes, nor more documents than batch.size', async () => {
    await using running = startTask(server.url, {
      'bulk.size.bytes': '500',
      'batch.size': '7',
      'max.buffered.records': '35',
    });
    const records = keyed(Array.from({ length: 100 }, (_, i) => `k${i}`));
    (records[50]!.value as Map<string, unknown>).set('large', 'ž'.repeat(600));
    await running.task.put(records);
    await vi.waitFor(async () => expect(await running.committed(100)).toBe(100));
    const [large, ...others] = server.bulks.toSorted((a, b) => b.bytes - a.bytes);
    expect(large!.items).toHaveLength(1);
    for (const bulk of others) {
      expect(bulk.bytes).toBeLessThanOrEqual(500);
      expect(bulk.items.length).toBeLessThanOrEqual(7);
    }
  });

  test('documents are sent after linger.ms without any further call', async () => {
    await using running = startTask(server.url);
    await running.task.put(keyed(['a', 'b']));
    await vi.waitFor(() => expect(server.ids()).toEqual([['a', 'b']]));
  });
});
