import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keyed, startTask } from '../../running-task.ts';
import { failure, held, StandInServer } from '../../stand-in-server.ts';

let server: StandInServer;
beforeEach(async () => {
  server = await StandInServer.start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
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
    expect(server.ids()).toEqual([
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
