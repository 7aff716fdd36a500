import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { asText, fileSink, fileSource, numberedLines, sizeOf } from '../setup/file-connectors.ts';
import { topicSize } from '../setup/kafka.ts';
import { Bench } from '../setup/worker.ts';

const peculiar = ['', ' ', '\t', '"quoted" \\back\\ {"json":1}', '\u2028\ufeff\u0000end', 'x'.repeat(900_000)];

test('a file goes through Kafka and comes out byte by byte the same', async () => {
  await using bench = await Bench.open();
  const [from, to, topic] = [bench.path('from.txt'), bench.path('to.txt'), bench.topic('lines')];
  const lines = [...numberedLines(50_000), ...peculiar, ...numberedLines(1_000, 50_000)];
  await writeFile(from, asText(lines));
  const worker = await bench.worker({}, [fileSource('source', from, topic), fileSink('sink', to, topic)]);
  const size = await sizeOf(from);
  await worker.until('everything has arrived', async () => (await sizeOf(to)) >= size);
  expect((await readFile(to)).equals(await readFile(from))).toBe(true);
  expect(await topicSize(topic)).toBe(lines.length);
});

test('a worker that is stopped in the middle and started again goes on where it was, without loss or repetition', async () => {
  await using bench = await Bench.open();
  const [from, to, topic] = [bench.path('from.txt'), bench.path('to.txt'), bench.topic('lines')];
  const connectors = [fileSource('source', from, topic, { 'batch.size': '50' }), fileSink('sink', to, topic)];
  await writeFile(from, asText(numberedLines(100_000)));

  const first = await bench.worker({}, connectors);
  await first.until('some lines have arrived', async () => (await sizeOf(to)) > 0, 60_000, 5);
  expect(await first.stop()).toBe(143);
  await appendFile(from, asText(numberedLines(1_000, 100_000)));

  const second = await bench.worker({}, connectors);
  const size = await sizeOf(from);
  await second.until('everything has arrived', async () => (await sizeOf(to)) >= size);
  expect((await readFile(to)).equals(await readFile(from))).toBe(true);
});
