import { ConnectError } from '@causeway/api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keyed, startTask } from '../../running-task.ts';
import { failure, idsOf, type Reply, results, StandInServer, success } from '../../stand-in-server.ts';

let server: StandInServer;
beforeEach(async () => {
  server = await StandInServer.start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

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
    expect(server.ids()).toEqual(Array.from({ length: replies.length + 1 }, () => ['a', 'b']));
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
    const error = await running.outcome();
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
    const error = await running.outcome();
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
