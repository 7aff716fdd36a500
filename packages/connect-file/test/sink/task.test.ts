import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { ConnectError, Float64, RetriableError, Schema, SchemaBuilder, SinkRecord, Struct } from '@causeway/api';
import { describe, expect, test, vi } from 'vitest';
import { FileStreamSinkTask } from '../../src/sink/task.ts';
import { folder } from '../contexts.ts';

const record = (value: unknown, valueSchema: Schema | null = null, kafkaOffset = 0) =>
  new SinkRecord({ topic: 'lines', kafkaPartition: 0, kafkaOffset, valueSchema, value });
const records = (values: readonly string[], from = 0) =>
  values.map((v, i) => record(v, Schema.STRING_SCHEMA, from + i));

async function sinkTo(file: string): Promise<FileStreamSinkTask> {
  const task = new FileStreamSinkTask();
  await task.start({ file });
  return task;
}

async function written(...values: [unknown, (Schema | null)?][]): Promise<string> {
  const file = join(folder(), 'out.txt');
  const task = await sinkTo(file);
  await task.put(values.map(([value, schema]) => record(value, schema ?? null)));
  await task.stop();
  return readFileSync(file, 'utf8');
}

const person = SchemaBuilder.struct().field('a', Schema.INT32_SCHEMA).field('b', Schema.OPTIONAL_STRING_SCHEMA).build();

describe('FileStreamSinkTask', () => {
  test.each<[string, unknown, Schema | null, string]>([
    ['a text as it is', 'naïve 😀', Schema.STRING_SCHEMA, 'naïve 😀'],
    ['null as the word', null, null, 'null'],
    ['a long', 12, null, '12'],
    ['a double with its point', new Float64(1), null, '1.0'],
    ['a large double with an exponent', 1e10, Schema.FLOAT64_SCHEMA, '1.0E10'],
    ['a float with the digits of a float', Math.fround(0.1), Schema.FLOAT32_SCHEMA, '0.1'],
    [
      'a map',
      new Map<string, unknown>([
        ['a', 'b'],
        ['c', 1],
      ]),
      null,
      '{a=b, c=1}',
    ],
    ['a list', ['a', null], null, '[a, null]'],
    ['a struct', new Struct(person, [1, 'x']), person, 'Struct{a=1,b=x}'],
    ['a struct without the fields that have no value', new Struct(person, [1, null]), person, 'Struct{a=1}'],
    ['half a surrogate pair as a question mark', 'a\ud83d', null, 'a?'],
    ['a text with a line end as two lines', 'a\nb', null, 'a\nb'],
  ])('writes %s', async (_, value, schema, line) => {
    expect(await written([value, schema])).toBe(`${line}\n`);
  });

  test('appends to what is in the file', async () => {
    const file = join(folder(), 'out.txt');
    writeFileSync(file, 'zero\n');
    const task = await sinkTo(file);
    await task.put(records(['one', 'two']));
    await task.put([]);
    await task.put(records(['three']));
    await task.flush();
    expect(readFileSync(file, 'utf8')).toBe('zero\none\ntwo\nthree\n');
    await task.stop();
  });

  test.each([
    ['ends the line that a killed worker left', 'zero\nhal', 'zero\nhal\none\n'],
    ['leaves a whole line as it is', 'zero\n', 'zero\none\n'],
    ['begins an empty file with its line', '', 'one\n'],
  ])('%s, and not before it appends', async (_, before, after) => {
    const file = join(folder(), 'out.txt');
    writeFileSync(file, before);
    const task = await sinkTo(file);
    await task.put([]);
    expect(readFileSync(file, 'utf8')).toBe(before);
    await task.put(records(['one']));
    await task.stop();
    expect(readFileSync(file, 'utf8')).toBe(after);
  });

  test('makes the file when it starts', async () => {
    const file = join(folder(), 'out.txt');
    const task = await sinkTo(file);
    expect(existsSync(file)).toBe(true);
    await task.stop();
  });

  test('does not start where the file cannot be made', async () => {
    const file = join(folder(), 'missing', 'out.txt');
    await expect(sinkTo(file)).rejects.toThrow(new RegExp(`^Opening ${file} for appending failed: ENOENT`));
  });

  test('writes a batch of many megabytes', async () => {
    const values = Array.from({ length: 30 }, (_, i) => `${i}`.repeat(300_000));
    expect(await written(...values.map((v): [string] => [v]))).toBe(`${values.join('\n')}\n`);
  });

  test('tears no line where several tasks append to one file', async () => {
    const file = join(folder(), 'out.txt');
    const tasks = await Promise.all(['a', 'b', 'c'].map(async (name) => ({ name, task: await sinkTo(file) })));
    await Promise.all(
      tasks.map(async ({ name, task }) => {
        for (let i = 0; i < 20; i++) await task.put(records(Array.from({ length: 200 }, (_, n) => name.repeat(n))));
        await task.stop();
      }),
    );
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    expect(lines).toHaveLength(3 * 20 * 200);
    expect(lines.filter((line) => !/^(a*|b*|c*)$/.test(line))).toEqual([]);
  });

  test('takes a device that has nothing to make durable', async () => {
    const task = await sinkTo('/dev/null');
    await task.put(records(['one']));
    await task.flush();
    await task.stop();
  });
});

describe('FileStreamSinkTask on a full disk', () => {
  /** Each of the next writes takes so many bytes; then the disk is full, until `room()`. */
  async function onDiskWithRoomFor(...sizes: number[]) {
    const file = join(folder(), 'out.txt');
    const handle = await open(file, 'a');
    const prototype = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    const write = prototype.write.bind.bind(prototype.write) as unknown as (
      self: unknown,
    ) => (b: Uint8Array, at: number, length?: number) => Promise<{ bytesWritten: number; buffer: Uint8Array }>;
    const original = write;
    const left = [...sizes];
    const spy = vi.spyOn(prototype, 'write').mockImplementation(async function (this: unknown, ...args: unknown[]) {
      const [bytes, at] = args as [Uint8Array, number];
      const size = left.shift();
      if (size === undefined)
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      return original(this)(bytes, at, Math.min(size, bytes.length - at)) as never;
    });
    return { task: await sinkTo(file), text: () => readFileSync(file, 'utf8'), room: () => spy.mockRestore() };
  }

  test('goes on in the middle of the line when the same batch is given again', async () => {
    const { task, text, room } = await onDiskWithRoomFor(3, 3);
    const batch = records(['one', 'two', 'three']);
    await expect(task.put(batch)).rejects.toThrow(RetriableError);
    expect(text()).toBe('one\ntw');
    await expect(task.put(batch)).rejects.toThrow(RetriableError);
    room();
    await task.put(batch);
    await task.put(records(['four'], 3));
    expect(text()).toBe('one\ntwo\nthree\nfour\n');
  });

  test('finishes the torn line when another batch is given', async () => {
    const { task, text, room } = await onDiskWithRoomFor(6);
    await expect(task.put(records(['one', 'two', 'three']))).rejects.toThrow(RetriableError);
    await expect(task.put(records(['two'], 1))).rejects.toThrow(RetriableError);
    room();
    await task.put(records(['two', 'three'], 1));
    expect(text()).toBe('one\ntwo\ntwo\nthree\n');
  });

  test('adds nothing where the last line was whole', async () => {
    const { task, text, room } = await onDiskWithRoomFor(4);
    await expect(task.put(records(['one', 'two']))).rejects.toThrow(RetriableError);
    room();
    await task.put(records(['two', 'three'], 1));
    expect(text()).toBe('one\ntwo\nthree\n');
  });
});

describe('FileStreamSinkTask on standard output', () => {
  test.each([{}, { file: '' }])('with %o writes lines and leaves the stream open', async (config) => {
    const stream = new PassThrough();
    const task = new FileStreamSinkTask(() => stream);
    await task.start(config);
    await task.put(records(['one', 'two']));
    await task.flush();
    await task.stop();
    expect(String(stream.read())).toBe('one\ntwo\n');
    expect(stream.writable).toBe(true);
  });

  test('fails when the stream does', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE: broken pipe')) });
    stream.on('error', () => undefined);
    const task = new FileStreamSinkTask(() => stream);
    await task.start({});
    await expect(task.put(records(['one']))).rejects.toThrow(
      new ConnectError('Writing to standard output failed: EPIPE: broken pipe'),
    );
  });
});
