import { appendFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { asText, fileSink, fileSource, linesOf, numberedLines } from '../setup/file-connectors.ts';
import { Bench } from '../setup/worker.ts';

/** A source whose poll is this. */
const sourceWith = (poll: string): string => `
import { defineConfig, definePlugins } from '@causeway/api';
export default definePlugins([
  {
    kind: 'source',
    class: 'org.example.HangingSourceConnector',
    config: defineConfig({}),
    create: () => ({ start() {}, taskConfigs: () => [{}], stop() {} }),
    taskClass: 'org.example.HangingSourceTask',
    createTask: () => ({ start() {}, ${poll}, stop() {} }),
  },
]);
`;

/** A plugin as somebody else writes it: one package with one file. @returns its folder, for the plugin path */
async function writePlugin(dir: string, plugins: string, poll: string): Promise<string> {
  const modules = join(dir, 'hanging-plugin', 'node_modules');
  const folder = join(modules, 'hanging');
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'hanging', version: '1.0.0', type: 'module', causeway: { plugins: './index.js' } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'index.js'), sourceWith(poll));
  await symlink(join(plugins, 'file', 'node_modules', '@causeway'), join(modules, '@causeway'));
  return modules;
}

test('a plugin that never returns fails its own task, while REST answers and other connectors go on', async () => {
  await using bench = await Bench.open();
  const { plugins } = inject('installation');
  const hanging = await writePlugin(bench.dir, plugins, 'poll() { for (;;); }');
  const [from, to, topic] = [bench.path('from.txt'), bench.path('to.txt'), bench.topic('lines')];
  await writeFile(from, '');
  const worker = await bench.worker({
    'plugin.path': `${plugins},${hanging}`,
    'task.threads': '3',
    'task.thread.unresponsive.ms': '1000',
  });
  await worker.put(fileSource('source', from, topic));
  await worker.put(fileSink('sink', to, topic));
  await worker.put({ name: 'hanging', 'connector.class': 'HangingSource' });

  const status = async () =>
    (await worker.get('/connectors/hanging/status')).body as { tasks: { state: string; trace?: string }[] };
  let trace = '';
  await worker.until('the hanging task has failed', async () => {
    const [task] = (await status()).tasks;
    trace = task?.trace ?? '';
    return task?.state === 'FAILED';
  });
  expect(trace).toMatch(/did not answer for task\.thread\.unresponsive\.ms=1000 .* blocks the event loop/);

  const lines = numberedLines(1_000);
  await appendFile(from, asText(lines));
  await worker.until('the others have gone on', async () => (await linesOf(to)).length >= lines.length);
  expect(await linesOf(to)).toEqual(lines);
  await worker.running('source');
  await worker.running('sink');

  await worker.until('it is tried again', async () => (await status()).tasks[0]?.state === 'RUNNING', 60_000, 20);
  expect(await worker.request('DELETE', '/connectors/hanging')).toEqual({ status: 204, body: null });
  expect((await worker.get('/connectors')).body).toEqual(['source', 'sink']);
});

test('a task whose poll never answers is not started a second time beside itself, and says so', async () => {
  await using bench = await Bench.open();
  const { plugins } = inject('installation');
  const hanging = await writePlugin(bench.dir, plugins, 'poll: () => new Promise(() => {})');
  const worker = await bench.worker({
    'plugin.path': `${plugins},${hanging}`,
    'task.shutdown.graceful.timeout.ms': '500',
  });
  await worker.put({ name: 'hanging', 'connector.class': 'HangingSource' });
  await worker.running('hanging');
  expect((await worker.request('POST', '/connectors/hanging/tasks/0/restart')).status).toBe(204);
  const status = await worker.get('/connectors/hanging/tasks/0/status');
  expect(status.body).toMatchObject({
    state: 'FAILED',
    trace: expect.stringMatching(/its last run has not ended/) as string,
  });
  expect(await worker.request('DELETE', '/connectors/hanging')).toEqual({ status: 204, body: null });
});
