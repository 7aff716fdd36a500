import { appendFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import type { WorkerProcess } from '../../tools/worker/worker-process.ts';
import { asText, fileSink, fileSource, linesOf, numberedLines } from '../setup/file-connectors.ts';
import { Bench } from '../setup/worker.ts';

/** A source whose poll is this. */
const sourceWith = (poll: string, rules = ''): string => `
import { defineConfig, definePlugins } from '@causeway/api';
export default definePlugins([
  {
    kind: 'source',
    class: 'org.example.HangingSourceConnector',
    config: defineConfig({}, { ${rules} }),
    create: () => ({ start() {}, taskConfigs: () => [{}], stop() {} }),
    taskClass: 'org.example.HangingSourceTask',
    createTask: () => ({ start() {}, ${poll}, stop() {} }),
  },
]);
`;

interface Status {
  readonly connector: { readonly state: string };
  readonly tasks: readonly { readonly state: string; readonly trace?: string }[];
}

/** A plugin as somebody else writes it: one package with one file. @returns its folder, for the plugin path */
async function writePlugin(dir: string, plugins: string, poll: string, rules = ''): Promise<string> {
  const modules = join(dir, 'hanging-plugin', 'node_modules');
  const folder = join(modules, 'hanging');
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'hanging', version: '1.0.0', type: 'module', causeway: { plugins: './index.js' } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'index.js'), sourceWith(poll, rules));
  await symlink(join(plugins, 'file', 'node_modules', '@causeway'), join(modules, '@causeway'));
  return modules;
}

/** Hangs in what follows a wait, where no call is to be seen on the stack. */
const lateLoop = `async poll() {
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (;;);
}`;

/** How often another plugin took the connector's thread down. */
async function takenDown({ logFile }: WorkerProcess, connector: string): Promise<number> {
  const log = await readFile(logFile, 'utf8');
  return log.split(`Restarting what another plugin took down of connector ${connector}"`).length - 1;
}

const hung = /^poll of task hanging-0 did not return for task\.thread\.unresponsive\.ms=3000 and blocked/;
const stuck = new RegExp(`${hung.source}.*stuck at poll \\(file:.*/hanging/index\\.js:\\d+:\\d+\\)`);
const threw = /^A task thread failed during poll of task hanging-0: boom/;

test.each([
  ['hangs in its poll', 'poll() { for (;;); }', stuck],
  ['hangs in its poll behind a wait', lateLoop, stuck],
  [
    'hangs in a call of the operating system',
    "poll() { process.getBuiltinModule('child_process').execSync('sleep 10'); }",
    hung,
  ],
  [
    'throws where nobody catches it',
    "poll: () => new Promise(() => setTimeout(() => { throw new Error('boom'); }, 100))",
    threw,
  ],
])('a plugin that %s fails alone, though others share its thread', async (_, poll, says) => {
  await using bench = await Bench.open();
  const { plugins } = inject('installation');
  const hanging = await writePlugin(bench.dir, plugins, poll);
  const [from, to, topic] = [bench.path('from.txt'), bench.path('to.txt'), bench.topic('lines')];
  await writeFile(from, '');
  const worker = await bench.worker({
    'plugin.path': `${plugins},${hanging}`,
    'task.threads': '1',
    'task.thread.unresponsive.ms': '3000',
    'consumer.session.timeout.ms': '6000',
  });
  await worker.put(fileSource('source', from, topic));
  await worker.put(fileSink('sink', to, topic));
  await worker.running('source');
  await worker.running('sink');
  await worker.put({ name: 'hanging', 'connector.class': 'HangingSource' });

  const failures = new Set<string>();
  const watch = async () => {
    for (const name of ['source', 'sink']) {
      const { connector, tasks } = (await worker.get(`/connectors/${name}/status`)).body as Status;
      for (const { state } of [connector, ...tasks]) if (state === 'FAILED') failures.add(name);
    }
    return ((await worker.get('/connectors/hanging/status')).body as Status).tasks[0];
  };
  let trace = '';
  await worker.until('the hanging task has failed', async () => {
    const task = await watch();
    trace = task?.trace ?? '';
    return task?.state === 'FAILED';
  });
  expect(trace).toMatch(says);

  const lines = numberedLines(1_000);
  await appendFile(from, asText(lines));
  await worker.until('the others have gone on', async () => (await linesOf(to)).length >= lines.length);
  expect(await linesOf(to)).toEqual(lines);

  await worker.until('it is tried again', async () => (await watch())?.state === 'RUNNING', 60_000, 20);
  await worker.until('it fails again', async () => (await watch())?.state === 'FAILED');
  const more = numberedLines(1_000, 1_000);
  await appendFile(from, asText(more));
  await worker.until('the others go on', async () => (await linesOf(to)).length >= 2_000);
  expect(await linesOf(to)).toEqual([...lines, ...more]);
  await worker.running('source');
  await worker.running('sink');
  expect([...failures]).toEqual([]);
  for (const name of ['source', 'sink']) expect(await takenDown(worker, name)).toBe(1);
  expect(await worker.request('DELETE', '/connectors/hanging')).toEqual({ status: 204, body: null });
});

test('a validation that hangs is answered with the reason, and takes nobody down a second time', async () => {
  await using bench = await Bench.open();
  const { plugins } = inject('installation');
  const hanging = await writePlugin(bench.dir, plugins, 'poll: () => null', 'validate() { for (;;); }');
  const [from, topic] = [bench.path('from.txt'), bench.topic('lines')];
  await writeFile(from, '');
  const worker = await bench.worker({
    'plugin.path': `${plugins},${hanging}`,
    'task.threads': '1',
    'task.thread.unresponsive.ms': '3000',
  });
  await worker.put(fileSource('source', from, topic));
  await worker.running('source');
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(worker.put({ name: 'hanging', 'connector.class': 'HangingSource' })).rejects.toThrow(
      /validation of HangingSource did not return for task\.thread\.unresponsive\.ms=3000/,
    );
    await worker.running('source');
  }
  expect(await takenDown(worker, 'source')).toBe(1);
  expect((await worker.get('/connectors')).body).toEqual(['source']);
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
