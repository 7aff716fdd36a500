import { ConnectError, RetriableError } from '@causeway/api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keyed, startTask } from '../running-task.ts';
import { failure, type Reply, results, StandInServer, success } from '../stand-in-server.ts';
import { taskContext } from '../task-context.ts';

let server: StandInServer;
beforeEach(async () => {
  server = await StandInServer.start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const idsOf = (bulk: { items: { id: string }[] }) => bulk.items.map((item) => item.id);
const allIds = () => server.bulks.map(idsOf);
const held = () => {
  const { promise, resolve } = Promise.withResolvers<Reply>();
  return { reply: () => promise, answer: (reply: Reply = success()) => resolve(reply) };
};
/** Runs until everything is settled or the task has failed; the error that put then throws, if any. */
async function outcome({ task }: Pick<ReturnType<typeof startTask>, 'task'>): Promise<Error | null> {
  await task.close([{ topic: 't', partition: 0 }]);
  try {
    await task.put([]);
    return null;
  } catch (error) {
    return error as Error;
  }
}

describe('a request as a whole', () => {
  const html = () => ({ status: 200, body: '<html>hello</html>' });
  test.each<[string, StandInServer['replies']]>([
    [
      'an overloaded cluster',
      [failure(429, 'es_rejected_execution_exception'), failure(429, 'circuit_breaking_exception')],
    ],
    ['an unavailable cluster', [failure(503), failure(502)]],
    ['a reset connection', [() => 'reset', () => 'reset']],
    ['an answer that is not of Elasticsearch', [html, html]],
    ['an answer that is no JSON', [() => ({ body: '{', headers: { 'content-type': 'application/json' } })]],
    ['an answer with too few results', [results(201)]],
    ['no answer within read.timeout.ms', [() => 'silence']],
  ])('is made again after %s', async (_, replies) => {
    server.replies = [...replies];
    await using running = startTask(server.url, { 'read.timeout.ms': '300' });
    await running.task.put(keyed(['a', 'b']));
    await vi.waitFor(async () => expect(await running.committed(2)).toBe(2), { timeout: 5000 });
    expect(allIds()).toEqual(Array.from({ length: replies.length + 1 }, () => ['a', 'b']));
    expect(running.context.lines.filter((l) => l.startsWith('warn'))).toHaveLength(replies.length);
  });

  test.each<[string, StandInServer['replies'], RegExp, number]>([
    [
      'is busy for too long',
      [failure(429), failure(429), failure(429)],
      /after 3 attempts \(max\.retries\).*answered 429 \(some_exception: the reason\).*max\.in\.flight\.requests/,
      3,
    ],
    ['is ill for too long', [failure(503), failure(503), failure(503)], /answered 503.*health of the cluster/, 3],
    [
      'refuses the credentials',
      [failure(401, 'security_exception')],
      /answered 401.*connection\.username and connection\.password/,
      1,
    ],
    ['refuses the user', [failure(403, 'security_exception')], /answered 403.*privilege/, 1],
    [
      'resets connections',
      [() => 'reset', () => 'reset', () => 'reset'],
      /no connection to http:\/\/127\.0\.0\.1:\d+ .*connection\.url/,
      3,
    ],
  ])('fails the task if the server %s', async (_, replies, message, attempts) => {
    server.replies = [...replies];
    await using running = startTask(server.url);
    await running.task.put(keyed(['a', 'b'], 7));
    const error = await outcome(running);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error!.message).toMatch(message);
    expect(error!.message).toMatch(/record at topic t, partition 0, offset 7/);
    expect(server.bulks).toHaveLength(attempts);
    expect(running.context.commitsAsked()).toBe(1);
    expect(running.context.reported).toEqual([]);
  });

  test('fails the task if nothing listens, and commits nothing', async () => {
    const { url } = server;
    await using running = startTask(url);
    await running.task.put(keyed(['a']));
    expect(await running.committed(1)).toBeDefined();
    await vi.waitFor(async () => expect(await running.committed(1)).toBe(1));
    await server[Symbol.asyncDispose]();
    await running.task.put(keyed(['b'], 1));
    await vi.waitFor(() =>
      expect(() => running.task.put([])).toThrow(/no connection to http:.*ECONNREFUSED.*check that Elasticsearch runs/),
    );
    expect(await running.committed(2)).toBe(1);
  });

  test('may be large and fail, without a copy of it for the error', async () => {
    server.replies = [failure(503), () => 'reset'];
    await using running = startTask(server.url, { 'bulk.size.bytes': '-1' });
    await running.task.put(keyed(['a'], 0, { value: new Map([['large', 'x'.repeat(30_000_000)]]) }));
    await vi.waitFor(async () => expect(await running.committed(1)).toBe(1), { timeout: 4000 });
    expect(server.bulks.map((b) => b.bytes > 30_000_000)).toEqual([true, true, true]);
  });

  test('waits as long as the server asks', async () => {
    server.replies = [failure(429, 'x', { 'retry-after': '1' })];
    await using running = startTask(server.url);
    await running.task.put(keyed(['a']));
    await vi.waitFor(() => expect(running.context.lines.join()).toMatch(/Retry 1 of 2 follows in 1000 ms/));
  });

  test('names no password that stands in the URL', async () => {
    server.replies = [failure(401)];
    await using running = startTask(server.url.replace('http://', 'http://me:s3cret@'));
    await running.task.put(keyed(['a']));
    const error = await outcome(running);
    expect(server.bulks[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:s3cret').toString('base64')}`);
    expect(JSON.stringify([error!.message, String(error!.stack), running.context.lines])).not.toContain('s3cret');
  });

  test('that is too large is halved, and one document that is too large is malformed', async () => {
    const tooLarge = (bulk: { items: unknown[]; bytes: number }): Reply =>
      bulk.items.length > 2 || bulk.bytes > 300 ? { status: 413, body: '' } : success();
    server.replies = Array.from({ length: 20 }, () => tooLarge);
    await using running = startTask(server.url, { 'behavior.on.malformed.documents': 'warn' });
    const records = keyed(['a', 'b', 'c', 'd', 'e']);
    (records[3]!.value as Map<string, unknown>).set('large', 'x'.repeat(500));
    await running.task.put(records);
    await vi.waitFor(async () => expect(await running.committed(5)).toBe(5));
    expect(running.context.reported.map((r) => r.record.kafkaOffset)).toEqual([3]);
    expect(running.context.reported[0]!.error.message).toMatch(/answered 413.*http\.max_content_length/);
  });

  test('with one document that the server cannot read loses only that one', async () => {
    const poison = (bulk: { items: { id: string }[] }): Reply =>
      idsOf(bulk).includes('c') ? failure(400, 'x_content_parse_exception')() : success();
    server.replies = Array.from({ length: 20 }, () => poison);
    await using running = startTask(server.url, { 'behavior.on.malformed.documents': 'ignore' });
    await running.task.put(keyed(['a', 'b', 'c', 'd', 'e']));
    await vi.waitFor(async () => expect(await running.committed(5)).toBe(5));
    expect(running.context.reported.map((r) => r.record.key)).toEqual(['c']);
  });
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
    expect(allIds().map((ids) => ids.join(''))).toEqual(['abcdef', 'bcdef', 'cdef', 'def', 'ef', 'f']);
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
    expect((await outcome(running))!.message).toMatch(
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
    expect((await outcome(running))!.message).toMatch(/offset 1: cluster_block_exception: for b.*check the index/);
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
    const error = await outcome(running);
    expect(running.context.reported.map((r) => r.record.key)).toEqual(['b']);
    expect(running.context.reported[0]!.error.message).toMatch(
      /topic t, partition 0, offset 1: document_parsing_exception: for b/,
    );
    if (message === null) expect(error).toBeNull();
    else expect(error!.message).toMatch(message);
    expect(running.context.lines.some((l) => /^warn .*It is left out/.test(l))).toBe(behavior === 'warn');
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

describe('upserts', () => {
  const upsert = { 'write.method': 'upsert', 'batch.size': '2', 'linger.ms': '0' };

  test('of one id are never on their way twice', async () => {
    const first = held();
    server.replies = [first.reply];
    await using running = startTask(server.url, upsert);
    const put = running.task.put(keyed(['a', 'b', 'c', 'a', 'd']));
    await vi.waitFor(() => expect(allIds()).toEqual([['a', 'b'], ['c']]));
    first.answer();
    await put;
    await vi.waitFor(async () => expect(await running.committed(5)).toBe(5));
    expect(allIds().flat()).toEqual(['a', 'b', 'c', 'a', 'd']);
  });

  test('that failed are sent again with those of the same id behind them', async () => {
    server.replies = [results([429, 'x'], 200, 200, 200)];
    await using running = startTask(server.url, { ...upsert, 'batch.size': '4' });
    await running.task.put(keyed(['a', 'b', 'a', 'c']));
    await vi.waitFor(async () => expect(await running.committed(4)).toBe(4));
    expect(allIds()).toEqual([
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
    expect((await outcome(running))!.message).toMatch(/changed by somebody else at every attempt/);
  });
});

describe('pressure', () => {
  const narrow = { 'batch.size': '1', 'max.in.flight.requests': '2', 'max.buffered.records': '2', 'linger.ms': '0' };

  test('put waits until there is room, with no more requests than allowed', async () => {
    await using running = startTask(server.url, narrow);
    await running.task.put(keyed(Array.from({ length: 50 }, (_, i) => `k${i}`)));
    await vi.waitFor(async () => expect(await running.committed(50)).toBe(50));
    expect(server.mostOpen).toBeLessThanOrEqual(2);
    expect(allIds().flat().sort()).toEqual(Array.from({ length: 50 }, (_, i) => `k${i}`).sort());
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
    await vi.waitFor(() => expect(allIds()).toEqual([['a', 'b']]));
  });
});

describe('offsets', () => {
  test('stop before the first record whose document is not written', async () => {
    const first = held();
    server.replies = [first.reply];
    await using running = startTask(server.url, { 'batch.size': '2' });
    await running.task.put(keyed(['a', 'b', 'c', 'd']));
    await vi.waitFor(() => expect(server.bulks).toHaveLength(2));
    expect(await running.committed(4)).toBe(0);
    first.answer();
    await vi.waitFor(async () => expect(await running.committed(4)).toBe(4));
  });

  test('are those of the record in Kafka, whatever a transformation made of its topic', async () => {
    await using running = startTask(server.url);
    await running.task.put(keyed(['a']).map((r) => r.newRecord({ topic: 'renamed', kafkaPartition: 9 })));
    await vi.waitFor(async () => expect(await running.committed(1)).toBe(1));
    expect(server.requests).toContain('HEAD /renamed');
  });

  test('wait for all that was given with flush.synchronously', async () => {
    const first = held();
    server.replies = [first.reply];
    await using running = startTask(server.url, { 'flush.synchronously': 'true', 'linger.ms': '1000' });
    await running.task.put(keyed(['a', 'b']));
    const commit = running.committed(2);
    await vi.waitFor(() => expect(server.bulks).toHaveLength(1));
    first.answer();
    expect(await commit).toBe(2);
  });

  test('partitions are given away when their documents are written, not before', async () => {
    const first = held();
    server.replies = [first.reply];
    await using running = startTask(server.url, { 'linger.ms': '1000' });
    await running.task.put(keyed(['a', 'b']));
    let isClosed = false;
    const close = running.task.close([{ topic: 't', partition: 0 }]).then(() => (isClosed = true));
    await vi.waitFor(() => expect(server.bulks).toHaveLength(1));
    expect(isClosed).toBe(false);
    first.answer();
    await close;
  });

  test('a stop waits for what is under way', async () => {
    server.replies = [failure(503)];
    const running = startTask(server.url, { 'linger.ms': '1000' });
    await running.task.put(keyed(['a', 'b']));
    await running.task.stop();
    expect(allIds()).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  test('a stop gives up after flush.timeout.ms', async () => {
    server.replies = [() => 'silence'];
    const running = startTask(server.url, { 'read.timeout.ms': '0' });
    await running.task.put(keyed(['a', 'b']));
    await running.task.stop();
    expect(running.context.lines.at(-1)).toBe('warn Stopped with 2 records not written: they will be read again');
  });
});
