import { appendFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileSink, fileSource, linesOf } from '../setup/file-connectors.ts';
import { Bench } from '../setup/worker.ts';
import type { WorkerProcess } from '../../tools/worker/worker-process.ts';

interface Status {
  readonly connector: { readonly state: string };
  readonly tasks: readonly { readonly id: number; readonly state: string }[];
}

async function statesOf(worker: WorkerProcess, name: string): Promise<string[]> {
  const { connector, tasks } = (await worker.get(`/connectors/${name}/status`)).body as Status;
  return [connector.state, ...tasks.map((task) => task.state)];
}

const reach = (worker: WorkerProcess, name: string, states: readonly string[]): Promise<void> =>
  worker.until(
    `${name} is ${states.join(' ')}`,
    async () => (await statesOf(worker, name)).join() === states.join(),
    30_000,
    20,
  );

test('a connector lives from its creation to its deletion', async () => {
  await using bench = await Bench.open();
  const [from, to, topic] = [bench.path('from.txt'), bench.path('to.txt'), bench.topic('lines')];
  await writeFile(from, 'one\n');
  const worker = await bench.worker();
  const arrived = (...lines: string[]): Promise<void> =>
    worker.until(`${lines.join()} have arrived`, async () => (await linesOf(to)).join() === lines.join(), 30_000, 20);

  expect(await worker.get('/')).toMatchObject({
    status: 200,
    body: { kafka_cluster_id: expect.any(String) as string },
  });
  expect(await worker.get('/connectors')).toEqual({ status: 200, body: [] });
  const { name: sourceName, ...sourceConfig } = fileSource('source', from, topic);
  const created = await worker.request('POST', '/connectors', { name: sourceName, config: sourceConfig });
  const tasks = [{ connector: 'source', task: 0 }];
  const info = { name: 'source', config: { ...sourceConfig, name: 'source' }, tasks, type: 'source' };
  expect(created).toEqual({ status: 201, body: info });
  expect(await worker.get('/connectors/source')).toEqual({ status: 200, body: info });
  expect(await worker.get('/connectors/source/config')).toEqual({ status: 200, body: info.config });
  expect(await worker.get('/connectors/source/tasks')).toEqual({
    status: 200,
    body: [
      {
        id: tasks[0],
        config: { ...info.config, 'task.class': 'org.apache.kafka.connect.file.FileStreamSourceTask' },
      },
    ],
  });
  await worker.put(fileSink('sink', to, topic));
  await worker.running('source');
  await worker.running('sink');
  await arrived('one');

  const expanded = await worker.get('/connectors?expand=status&expand=info');
  expect(expanded).toMatchObject({
    status: 200,
    body: { source: { info, status: { name: 'source', type: 'source' } }, sink: { info: { type: 'sink' } } },
  });
  expect(await worker.get('/connectors/source/topics')).toEqual({ status: 200, body: { source: { topics: [topic] } } });

  expect(await worker.request('PUT', '/connectors/sink/pause')).toEqual({ status: 202, body: null });
  await reach(worker, 'sink', ['PAUSED', 'PAUSED']);
  expect(await worker.request('PUT', '/connectors/source/pause')).toEqual({ status: 202, body: null });
  await reach(worker, 'source', ['PAUSED', 'PAUSED']);
  await appendFile(from, 'two\n');
  expect(await worker.request('PUT', '/connectors/sink/resume')).toEqual({ status: 202, body: null });
  await reach(worker, 'sink', ['RUNNING', 'RUNNING']);
  await worker.put(fileSource('witness', from, bench.topic('witness')));
  const witness = bench.path('witness.txt');
  await worker.put(fileSink('witness-sink', witness, bench.topic('witness')));
  await worker.until('others go on', async () => (await linesOf(witness)).join() === 'one,two', 30_000, 20);
  await arrived('one'); // nothing of a paused source
  expect(await worker.request('PUT', '/connectors/source/resume')).toEqual({ status: 202, body: null });
  await arrived('one', 'two');

  expect(await worker.request('PUT', '/connectors/source/stop')).toEqual({ status: 204, body: null });
  await reach(worker, 'source', ['STOPPED']);
  await appendFile(from, 'three\n');
  expect(await worker.request('PUT', '/connectors/source/resume')).toEqual({ status: 202, body: null });
  await arrived('one', 'two', 'three');

  expect(await worker.request('POST', '/connectors/source/restart')).toEqual({ status: 204, body: null });
  expect(await worker.request('POST', '/connectors/source/tasks/0/restart')).toEqual({ status: 204, body: null });
  expect(await worker.request('POST', '/connectors/sink/restart?includeTasks=true')).toMatchObject({
    status: 202,
    body: { connector: { state: 'RESTARTING' }, tasks: [{ id: 0, state: 'RESTARTING' }] },
  });
  await worker.running('source');
  await worker.running('sink');
  await appendFile(from, 'four\n');
  await arrived('one', 'two', 'three', 'four');

  const other = bench.path('other.txt');
  await writeFile(other, 'five\n');
  const changed = await worker.request('PATCH', '/connectors/source/config', { file: other });
  expect(changed).toMatchObject({ status: 200, body: { config: { file: other, topic } } });
  await arrived('one', 'two', 'three', 'four', 'five');

  expect(await worker.request('DELETE', '/connectors/source')).toEqual({ status: 204, body: null });
  expect((await worker.get('/connectors/source')).status).toBe(404);
  expect((await worker.get('/connectors')).body).not.toContain('source');
});

test('validation and the list of plugins answer without a connector', async () => {
  await using bench = await Bench.open();
  const worker = await bench.worker();
  const plugins = (await worker.get('/connector-plugins?connectorsOnly=false')).body as {
    class: string;
    type: string;
  }[];
  expect(plugins).toEqual(
    expect.arrayContaining([
      {
        class: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
        type: 'sink',
        version: expect.any(String) as string,
      },
      { class: 'io.confluent.connect.jdbc.JdbcSourceConnector', type: 'source', version: expect.any(String) as string },
      {
        class: 'org.apache.kafka.connect.json.JsonConverter',
        type: 'converter',
        version: expect.any(String) as string,
      },
    ]),
  );
  const validated = await worker.request('PUT', '/connector-plugins/FileStreamSource/config/validate', {
    name: 'x',
    'connector.class': 'FileStreamSource',
  });
  expect(validated).toMatchObject({
    status: 200,
    body: { name: 'FileStreamSource', error_count: 1 },
  });
  const { configs } = validated.body as { configs: { value: { name: string; errors: string[] } }[] };
  expect(configs.filter(({ value }) => value.errors.length > 0).map(({ value }) => [value.name, value.errors])).toEqual(
    [['topic', ['Missing required configuration "topic" which has no default value.']]],
  );
});

describe('a request that cannot be served', () => {
  let bench: Bench;
  let worker: WorkerProcess;
  beforeAll(async () => {
    bench = await Bench.open();
    worker = await bench.worker();
    await worker.put(fileSource('taken', bench.path('none.txt'), bench.topic('none')));
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const config = { 'connector.class': 'FileStreamSource', topic: 't' };

  test.each<[what: string, method: string, path: string, body: unknown, status: number, message: RegExp]>([
    ['an unknown path', 'GET', '/nothing', undefined, 404, /HTTP 404 Not Found/],
    ['an unknown connector', 'GET', '/connectors/none', undefined, 404, /Connector none not found/],
    [
      'the status of an unknown connector',
      'GET',
      '/connectors/none/status',
      undefined,
      404,
      /No status found for connector none/,
    ],
    ['pausing an unknown connector', 'PUT', '/connectors/none/pause', undefined, 404, /none/],
    ['deleting an unknown connector', 'DELETE', '/connectors/none', undefined, 404, /Connector none not found/],
    ['an unknown task', 'POST', '/connectors/taken/tasks/7/restart', undefined, 404, /taken-7/],
    ['a name that is taken', 'POST', '/connectors', { name: 'taken', config }, 409, /Connector taken already exists/],
    [
      'a setting that is missing',
      'POST',
      '/connectors',
      { name: 'new', config: { ...config, topic: undefined } },
      400,
      /"topic"/,
    ],
    [
      'a setting of the wrong type',
      'PUT',
      '/connectors/new/config',
      { ...config, 'tasks.max': 'x' },
      400,
      /Invalid value x for configuration tasks.max/,
    ],
    ['no class', 'POST', '/connectors', { name: 'new', config: {} }, 400, /contains no connector type/],
    ['two names', 'PUT', '/connectors/new/config', { ...config, name: 'other' }, 400, /other/],
    [
      'an unknown class',
      'POST',
      '/connectors',
      { name: 'new', config: { 'connector.class': 'FileStreamSauce' } },
      400,
      /FileStreamSauce.*FileStreamSource/s,
    ],
    ['a body that is a list', 'POST', '/connectors', [], 500, /./],
    ['an unknown field', 'POST', '/connectors', { name: 'new', config, more: 1 }, 500, /Unrecognized field "more"/],
    ['a method that is not allowed', 'DELETE', '/connectors', undefined, 405, /HTTP 405 Method Not Allowed/],
  ])('%s is answered with the recorded status', async (_, method, path, body, status, message) => {
    const answer = await worker.request(method, path, body);
    expect(answer).toMatchObject({
      status,
      body: { error_code: status, message: expect.stringMatching(message) as string },
    });
  });
});
