import { appendFileSync, mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { ConfigError, ConnectError, Schema } from '@causeway/api';
import { describe, expect, test, vi } from 'vitest';
import { FileStreamSourceTask } from '../../src/source/task.ts';
import { folder, linesOf, log, sourceContext, sourceOf, take } from '../contexts.ts';

describe('FileStreamSourceTask', () => {
  test('makes a record of each line, with the byte behind it as its offset', async () => {
    const file = join(folder(), 'in.txt');
    writeFileSync(file, 'one\nzwölf\r\nthree\n');
    const before = Date.now();
    const records = await (await sourceOf(file)).take(3);
    expect(records).toMatchObject([
      { sourcePartition: { filename: file }, sourceOffset: { position: 4 }, topic: 'lines', value: 'one' },
      { sourcePartition: { filename: file }, sourceOffset: { position: 12 }, topic: 'lines', value: 'zwölf' },
      { sourcePartition: { filename: file }, sourceOffset: { position: 18 }, topic: 'lines', value: 'three' },
    ]);
    for (const record of records) {
      expect(record).toMatchObject({ keySchema: null, key: null, kafkaPartition: null, headers: null });
      expect(record.valueSchema).toBe(Schema.STRING_SCHEMA);
      expect(record.timestamp).toBeGreaterThanOrEqual(before);
      expect(record.sourcePartition).toBe(records[0]!.sourcePartition);
    }
  });

  test('goes on behind the stored position', async () => {
    const file = join(folder(), 'in.txt');
    writeFileSync(file, 'één\ntwo\nthree\n');
    const source = await sourceOf(file, { stored: { position: 6 } });
    const records = await source.take(2);
    expect(linesOf(records)).toEqual(['two', 'three']);
    expect(records[1]!.sourceOffset).toEqual({ position: 16 });
  });

  test.each([{ position: '4' }, { position: -1 }, { position: 1.5 }])(
    'refuses the stored offset %o',
    async (stored) => {
      await expect(sourceOf('in.txt', { stored })).rejects.toThrow(ConnectError);
    },
  );

  test.each([
    { batchSize: 3, sizes: [3, 3, 1] },
    { batchSize: 1, sizes: [1, 1, 1, 1, 1, 1, 1] },
    { batchSize: 0, sizes: [1, 1, 1, 1, 1, 1, 1] },
    { batchSize: 7, sizes: [7] },
  ])('gives at most $batchSize lines at a time, and the next ones at once', async ({ batchSize, sizes }) => {
    const file = join(folder(), 'in.txt');
    writeFileSync(file, '1\n2\n3\n4\n5\n6\n7\n');
    const { task } = await sourceOf(file, { batchSize });
    const [first, ...others] = sizes;
    expect(await task.poll()).toHaveLength(first!);
    for (const size of others) expect(task.poll()).toHaveLength(size);
  });

  test('keeps an unfinished line until its end is written', async () => {
    const file = join(folder(), 'in.txt');
    writeFileSync(file, 'one\ntw');
    const source = await sourceOf(file);
    expect(linesOf(await source.take(1))).toEqual(['one']);
    expect(await source.task.poll()).toBeNull();
    appendFileSync(file, 'o\nthr');
    const records = await source.take(1);
    expect(records).toMatchObject([{ value: 'two', sourceOffset: { position: 8 } }]);
  });

  test('waits for a file that is not there, and says so once', async () => {
    const file = join(folder(), 'in.txt');
    const source = await sourceOf(file);
    expect(await source.task.poll()).toBeNull();
    expect(await source.task.poll()).toBeNull();
    writeFileSync(file, 'one\n');
    expect(linesOf(await source.take(1))).toEqual(['one']);
    expect(source.log.warnings).toEqual([`Waiting for ${file}, which can't be opened (ENOENT)`]);
  });

  test('reads a file from its start after it was emptied', async () => {
    const file = join(folder(), 'in.txt');
    writeFileSync(file, 'one\ntwo\n');
    const source = await sourceOf(file);
    await source.take(2);
    truncateSync(file);
    writeFileSync(file, 'new\n');
    expect(await source.take(1)).toMatchObject([{ value: 'new', sourceOffset: { position: 4 } }]);
    expect(source.log.warnings).toHaveLength(1);
  });

  test('reads a file from its start where the stored position is behind its end', async () => {
    const file = join(folder(), 'in.txt');
    writeFileSync(file, 'one\n');
    const source = await sourceOf(file, { stored: { position: 100 } });
    expect(await source.take(1)).toMatchObject([{ value: 'one', sourceOffset: { position: 4 } }]);
    expect(source.log.warnings).toEqual([
      `${file} has 4 bytes only after 100 bytes of it were read: reading it from its start`,
    ]);
  });

  test('reads the old file to its end and then the one that took its name', async () => {
    const file = join(folder(), 'in.txt');
    writeFileSync(file, 'one\n');
    const source = await sourceOf(file);
    await source.take(1);
    renameSync(file, `${file}.1`);
    appendFileSync(`${file}.1`, 'two\nhalf');
    writeFileSync(file, 'three\n');
    const records = await source.take(3);
    expect(linesOf(records)).toEqual(['two', 'half', 'three']);
    expect(records[2]!.sourceOffset).toEqual({ position: 6 });
  });

  test('reads lines through many buffers', async () => {
    const file = join(folder(), 'in.txt');
    const lines = Array.from({ length: 60_000 }, (_, i) => `${i} ${'äö'.repeat(i % 40)}`);
    writeFileSync(file, lines.map((line, i) => line + ['\n', '\r\n'][i % 2]!).join(''));
    expect(linesOf(await (await sourceOf(file)).take(lines.length))).toEqual(lines);
  });

  test('ends its wait when it is to stop', async () => {
    const file = join(folder(), 'in.txt');
    writeFileSync(file, '');
    const source = await sourceOf(file);
    await source.task.poll();
    const poll = source.task.poll();
    source.abort();
    expect(await poll).toBeNull();
    await source.task.stop();
    expect(source.task.poll()).toBeNull();
  });

  test('fails on a folder', async () => {
    const path = join(folder(), 'sub');
    mkdirSync(path);
    const { task } = await sourceOf(path);
    await expect(task.poll()).rejects.toThrow(`Reading ${path} at byte 0 failed: EISDIR`);
  });

  test('needs a topic', async () => {
    const start = new FileStreamSourceTask().start(
      { file: 'in.txt' },
      sourceContext(new AbortController().signal, null),
    );
    await expect(start).rejects.toThrow(ConfigError);
  });
});

describe('FileStreamSourceTask on standard input', () => {
  async function fromStream(config: Record<string, string> = {}) {
    const stream = new PassThrough();
    const abort = new AbortController();
    const task = new FileStreamSourceTask(() => stream);
    await task.start({ topic: 'lines', ...config }, sourceContext(abort.signal, { position: 3 }, log()));
    return { stream, task, abort };
  }

  test.each([
    ['no file', {}, null],
    ['an empty name', { file: '' }, ''],
  ])('with %s reads lines and keeps no position', async (_, config, filename) => {
    const { stream, task } = await fromStream(config);
    stream.write('one\ntw');
    const [first] = await take(task, 1);
    stream.write('o\n');
    const [second] = await take(task, 1);
    expect(first).toMatchObject({ value: 'one', sourcePartition: { filename }, sourceOffset: { position: null } });
    expect(second).toMatchObject({ value: 'two', sourceOffset: { position: null } });
  });

  test('waits on after its end', async () => {
    const { stream, task, abort } = await fromStream();
    stream.end('one\n');
    await take(task, 1);
    const ended = vi.fn();
    stream.once('end', ended);
    await vi.waitUntil(async () => (await task.poll()) === null && ended.mock.calls.length > 0);
    const poll = task.poll();
    abort.abort();
    expect(await poll).toBeNull();
  });

  test('leaves the stream open when it stops', async () => {
    const { stream, task } = await fromStream();
    await task.stop();
    expect(stream.destroyed).toBe(false);
  });
});
