import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keyed, startTask } from '../../running-task.ts';
import { held, results, StandInServer } from '../../stand-in-server.ts';
import { taskContext } from '../../task-context.ts';

let server: StandInServer;
beforeEach(async () => {
  server = await StandInServer.start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

describe('upserts', () => {
  const upsert = { 'write.method': 'upsert', 'batch.size': '2', 'linger.ms': '0' };

  test('of one id are never on their way twice', async () => {
    const first = held();
    server.replies = [first.reply];
    await using running = startTask(server.url, upsert);
    const put = running.task.put(keyed(['a', 'b', 'c', 'a', 'd']));
    await vi.waitFor(() => expect(server.ids()).toEqual([['a', 'b'], ['c']]));
    first.answer();
    await put;
    await vi.waitFor(async () => expect(await running.committed(5)).toBe(5));
    expect(server.ids().flat()).toEqual(['a', 'b', 'c', 'a', 'd']);
  });

  test('that failed are sent again with those of the same id behind them', async () => {
    server.replies = [results([429, 'x'], 200, 200, 200)];
    await using running = startTask(server.url, { ...upsert, 'batch.size': '4' });
    await running.task.put(keyed(['a', 'b', 'a', 'c']));
    await vi.waitFor(async () => expect(await running.committed(4)).toBe(4));
    expect(server.ids()).toEqual([
      ['a', 'b', 'a', 'c'],
      ['a', 'a'],
    ]);
    expect(server.bulks[1]!.items.map((i) => i.document)).toEqual([
      { doc: { n: 0 }, doc_as_upsert: true },
      { doc: { n: 2 }, doc_as_upsert: true },
    ]);
  });

  const conflict = results([409, 'version_conflict_engine_exception']);
  test('that lose against others are tried again, then reported and left out', async () => {
    server.replies = [conflict, conflict, conflict];
    await using running = startTask(server.url, upsert);
    await running.task.put(keyed(['a']));
    await vi.waitFor(async () => expect(await running.committed(1)).toBe(1));
    expect([server.bulks.length, running.context.reported.length]).toEqual([3, 1]);
  });

  test('that lose against others fail the task where there is no dead letter queue', async () => {
    server.replies = [conflict, conflict, conflict];
    await using running = startTask(server.url, upsert, taskContext({ reports: false }));
    await running.task.put(keyed(['a']));
    expect((await running.outcome())!.message).toMatch(/changed by somebody else at every attempt/);
  });
});
