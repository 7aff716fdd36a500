/** The second demo: a file goes line by line through Kafka into another file, which ends up the same. */
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPlugins } from '../worker/plugin-path.ts';
import { WorkerProcess } from '../worker/worker-process.ts';
import type { DemoContext } from './main.ts';

const topic = 'files.lines';
const lines = 200_000;

export async function filesDemo({ story, dir, addresses, isOnce, stopped, resetTopic }: DemoContext): Promise<void> {
  story.step('Installing the file connectors and the string converter into a plugin path');
  const packages = { file: '@causeway/connect-file', string: '@causeway/converter-string' };
  const plugins = await installPlugins({
    dir,
    packages,
    onInstalled: (folder, name) => story.say(`plugins/${folder}  <-  ${name}`),
  });

  const [from, to] = [join(dir, 'from.txt'), join(dir, 'to.txt')];
  story.step(`Writing ${lines} lines into ${from}`);
  await resetTopic(topic);
  const text = Array.from({ length: lines }, (_, i) => `line ${i}: ${'äöü ABC '.repeat(i % 13)}`).join('\n');
  await writeFile(from, `${text}\n`);
  await writeFile(to, '');

  story.step('Starting a standalone worker with a source and a sink');
  const settings = {
    'bootstrap.servers': addresses['KAFKA_BOOTSTRAP']!,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'offset.storage.file.filename': join(dir, 'offsets'),
    'plugin.path': plugins,
  };
  const source = { name: 'file-source', 'connector.class': 'FileStreamSource', file: from, topic };
  const sink = { name: 'file-sink', 'connector.class': 'FileStreamSink', file: to, topics: topic };
  const began = performance.now();
  await using worker = await WorkerProcess.start({ dir, settings, connectors: [source, sink] });
  await worker.ready();

  story.step('Waiting until everything has come through');
  const { size } = await stat(from);
  await worker.until('the files have the same size', async () => (await stat(to)).size >= size);
  story.say(`${lines} lines in ${((performance.now() - began) / 1000).toFixed(2)} s, from the start of the process`);
  const sums = await Promise.all(
    [from, to].map(async (file) =>
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ),
  );
  for (const [i, file] of [from, to].entries()) story.say(`${sums[i]}  ${file}`);
  if (sums[0] !== sums[1]) throw new Error('The files differ');
  story.end(`The files are identical. The REST API listens at ${worker.url}`);
  if (!isOnce) {
    story.say(`Append lines to ${from} and watch ${to}. Stop with Ctrl-C.`);
    await stopped;
  }
}
