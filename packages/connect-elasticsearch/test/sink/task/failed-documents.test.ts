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

describe('single documents', () => {
  test('for which there was no capacity are sent again alone, as long as any goes through', async () => {
    const busy = [429, 'es_rejected_execution_exception'] as const;
    server.replies = [
      results(201, busy, [503, 'unavailable_shards_exception'], busy, busy, busy),
      results(201, busy, busy, busy, busy),
      results(201, busy, busy, busy),
      results(201, busy, busy),
      results(201, busy),
    ];
    await using running = startTask(server.url);
    await running.task.put(keyed(['a', 'b', 'c', 'd', 'e', 'f']));
    await vi.waitFor(async () => expect(await running.committed(6)).toBe(6));
    expect(server.ids().map((ids) => ids.join(''))).toEqual(['abcdef', 'bcdef', 'cdef', 'def', 'ef', 'f']);
  });

  test('are not counted before they are written', async () => {
    const second = held();
    server.replies = [results(201, [429, 'x'], 201), second.reply];
    await using running = startTask(server.url);
    await running.task.put(keyed(['a', 'b', 'c']));
    await vi.waitFor(() => expect(server.bulks).toHaveLength(2));
    expect(await running.committed(3)).toBe(1);
    second.answer();
    await vi.waitFor(async () => expect(await running.committed(3)).toBe(3));
  });

  test('that never go through fail the task', async () => {
    server.replies = Array.from({ length: 9 }, () => results([429, 'es_rejected_execution_exception']));
    await using running = startTask(server.url);
    await running.task.put(keyed(['a']));
    expect((await running.outcome())!.message).toMatch(
      /did not write the document.*offset 0: es_rejected_execution_exception: for a/,
    );
    expect(server.bulks).toHaveLength(3);
    expect(await running.committed(1)).toBeUndefined();
  });

  test('that are older than the one there are written', async () => {
    server.replies = [results(201, [409, 'version_conflict_engine_exception'])];
    await using running = startTask(server.url);
    await running.task.put(keyed(['a', 'b']));
    await vi.waitFor(async () => expect(await running.committed(2)).toBe(2));
    expect(running.context.reported).toEqual([]);
  });

  test('that the cluster refuses for no fault of theirs fail the task, and are not reported', async () => {
    server.replies = [results(201, [403, 'cluster_block_exception'])];
    await using running = startTask(server.url);
    await running.task.put(keyed(['a', 'b']));
    expect((await running.outcome())!.message).toMatch(/offset 1: cluster_block_exception: for b.*check the index/);
    expect(running.context.reported).toEqual([]);
  });

  test.each([
    [
      'fail',
      /offset 1: document_parsing_exception: for b\. To leave out such documents set behavior\.on\.malformed\.documents/,
    ],
    ['warn', null],
    ['IGNORE', null],
  ])('that are malformed are reported with behavior.on.malformed.documents=%s', async (behavior, message) => {
    server.replies = [results(201, [400, 'document_parsing_exception'], 201)];
    await using running = startTask(server.url, { 'behavior.on.malformed.documents': behavior });
    await running.task.put(keyed(['a', 'b', 'c']));
    const error = await running.outcome();
    expect(running.context.reported.map((r) => r.record.key)).toEqual(['b']);
    expect(running.context.reported[0]!.error.message).toMatch(
      /topic t, partition 0, offset 1: document_parsing_exception: for b/,
    );
    if (message === null) expect(error).toBeNull();
    else expect(error!.message).toMatch(message);
    expect(running.context.lines.some((l) => /^warn .*It is left out/.test(l))).toBe(behavior === 'warn');
  });

  test('that are malformed are named by their coordinates where there is nobody to report to', async () => {
    server.replies = [results(201, [400, 'document_parsing_exception'], 201)];
    const context = taskContext({ reports: false });
    await using running = startTask(server.url, { 'behavior.on.malformed.documents': 'warn' }, context);
    const renamed = keyed(['a', 'b', 'c']).map((r) => r.newRecord({ topic: 'renamed', kafkaPartition: 9 }));
    await running.task.put(renamed);
    await vi.waitFor(async () => expect(await running.committed(3)).toBe(3));
    expect(context.lines.join('\n')).toMatch(
      /^warn .*topic t, partition 0, offset 1: document_parsing_exception: for b. It is left out$/m,
    );
  });

  test('are not counted before their report is safe', async () => {
    const report = Promise.withResolvers<undefined>();
    const context = { ...taskContext(), errantRecordReporter: { report: () => report.promise } };
    server.replies = [results([400, 'mapper_parsing_exception'])];
    await using running = startTask(server.url, { 'behavior.on.malformed.documents': 'ignore' }, context);
    await running.task.put(keyed(['a']));
    expect(await running.committed(1)).toBe(0);
    report.resolve(undefined);
    await vi.waitFor(async () => expect(await running.committed(1)).toBe(1));
  });
});
