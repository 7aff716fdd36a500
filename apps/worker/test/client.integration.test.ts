/** The commands that ask a REST API, against a worker of our own. */
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { causeway, type Result, type Where } from './client/cli.ts';
import { bootstrap, type Files, Folder, freeAddress, properties } from './command.ts';

const json = (value: unknown): string => JSON.stringify(value);

/** A source whose setting `door` is a secret by its definition alone. */
const safePlugin = `
import { defineConfig, definePlugins, password, string } from '@causeway/api';
const wait = () => new Promise((resolve) => setTimeout(resolve, 50, null)); // a task pauses between two polls
const config = defineConfig({
  door: password({ default: null, importance: 'high', doc: 'Opens it.' }),
  mood: string({ importance: 'low', doc: 'What to do: good, or bad to fail with a message that tells the secret.' }),
});
export default definePlugins([{
  kind: 'source', class: 'org.example.SafeSourceConnector', config,
  create: () => ({ start(config) { this.config = config; }, taskConfigs() { return [this.config]; }, stop() {} }),
  taskClass: 'org.example.SafeSourceTask',
  createTask: () => ({
    start(config) { if (config.mood === 'bad') throw new Error('no entry with ' + config.door); },
    poll: wait,
    stop() {},
  }),
}]);
`;

const secrets = ['sesame', 'hush-hush', 'pa55word'];
const safe = {
  'connector.class': 'org.example.SafeSourceConnector',
  mood: 'good',
  door: 'sesame',
  'api.token': 'hush-hush',
  'connection.url': 'jdbc:mysql://me:pa55word@db/shop',
  'other.password': '${file:/etc/secrets:key}',
};

let folder: Folder;
let url: string;

beforeAll(async () => {
  folder = await Folder.with({});
  url = `http://${await freeAddress()}`;
  const plugins = await folder.writePlugin();
  const causewayField = { plugins: './index.js', provides: { source: ['org.example.SafeSourceConnector'] } };
  await folder.write({
    'plugins/safe/package.json': json({ name: 'safe', version: '2.0.0', type: 'module', causeway: causewayField }),
    'plugins/safe/index.js': safePlugin,
    'worker.properties': properties({
      'bootstrap.servers': bootstrap,
      'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'offset.storage.file.filename': '${DIR}/offsets',
      'plugin.path': plugins,
      listeners: url,
    }),
  });
  const api = dirname(fileURLToPath(import.meta.resolve('@causeway/api/package.json')));
  await mkdir(join(plugins, 'safe/node_modules/@causeway'), { recursive: true });
  await symlink(api, join(plugins, 'safe/node_modules/@causeway/api'));
  await folder.run(['worker.properties']).ready(url);
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Runs a command against the worker. Whatever it is, it tells no secret. */
async function ask(line: string, where: Where = {}): Promise<Result> {
  const result = await causeway(line.split(' '), {
    cwd: folder.dir,
    ...where,
    env: { CAUSEWAY_URL: url, ...where.env },
  });
  for (const secret of secrets) expect(result.out + result.err).not.toContain(secret);
  return result;
}

const write = (files: Files): Promise<void> => folder.write(files);
const shown = async (name: string): Promise<Record<string, never>> =>
  JSON.parse((await ask(`show ${name} --json`)).out) as Record<string, never>;

/** Asks again and again until the answer is as wanted. */
async function until(line: string, wanted: RegExp): Promise<string> {
  let out = '';
  await expect.poll(async () => (out = (await ask(line)).out), { timeout: 20_000 }).toMatch(wanted);
  return out;
}

describe('the life of a connector', () => {
  test('from its file to its end', async () => {
    await write({ 'life.json': json({ name: 'life', config: { ...safe, 'tasks.max': '1' } }) });
    expect(await ask('create -f life.json --initial-state stopped')).toMatchObject({
      code: 0,
      out: 'Created connector life, STOPPED at first.\n',
    });
    expect(await ask('create -f life.json')).toMatchObject({
      code: 1,
      err:
        `causeway: life.json: Could not create connector life: Connector life already exists (409 from ${url})\n` +
        'To change it, use: causeway apply -f FILE.\n',
    });
    expect((await ask('list')).out).toMatch(/^life$/m);
    await until('list --expand', /^life +source +STOPPED +0 +org\.example\.SafeSourceConnector$/m);

    expect(await ask('resume life')).toMatchObject({ code: 0, out: 'Connector life is being resumed.\n' });
    await until('show life', /^0 +RUNNING/m);
    await ask('pause life');
    await until('show life', /^0 +PAUSED/m);
    await ask('resume life');
    await until('show life', /^0 +RUNNING/m);
    expect((await ask('restart life')).out).toBe('Restarted connector life, not its tasks.\n');
    expect((await ask('restart life --task 0')).out).toBe('Restarted task 0 of connector life.\n');
    expect((await ask('restart life --tasks')).out).toBe('Restarting connector life and task 0.\n');
    await until('show life', /^0 +RUNNING/m);
    expect((await ask('restart life --tasks --only-failed')).out).toBe(
      'Nothing of connector life is to be restarted.\n',
    );
    await ask('stop life');
    await until('show life', /^State +STOPPED[^]*^Tasks +none/m);

    expect(await ask('delete life')).toMatchObject({ code: 0, out: 'Deleted connector life.\n' });
    expect((await ask('list')).out).not.toMatch(/^life$/m);
    expect(await ask('show life')).toMatchObject({ code: 1, err: expect.stringContaining('causeway list') as string });
  });

  test('is shown with its settings, without its secrets', async () => {
    await write({ 'shown.json': json({ ...safe, name: 'shown' }) });
    await ask('create -f shown.json');
    const { out } = await ask('show shown');
    expect(out).toMatch(/^Class +org\.example\.SafeSourceConnector$/m);
    expect(out).toMatch(/^door +\[hidden\]$/m);
    expect(out).toMatch(/^api\.token +\[hidden\]$/m);
    expect(out).toMatch(/^connection\.url +jdbc:mysql:\/\/me:\[hidden\]@db\/shop$/m);
    expect(out).toMatch(/^other\.password +\$\{file:\/etc\/secrets:key\}$/m);
    expect(await shown('shown')).toMatchObject({
      info: { name: 'shown', type: 'source', config: { door: '[hidden]', mood: 'good' } },
      status: { name: 'shown', connector: { state: 'RUNNING' } },
    });
    expect(JSON.parse((await ask('list --expand --json')).out)).toMatchObject({
      shown: { info: { config: { door: '[hidden]' } }, status: { type: 'source' } },
    });
    expect(JSON.parse((await ask('list --json')).out)).toContain('shown');
  });

  test('shows why it failed, and counts it', async () => {
    await write({ 'bad.json': json({ ...safe, name: 'bad', mood: 'bad' }) });
    await ask('create -f bad.json');
    const out = await until('show bad', /^Task 0 failed:$/m);
    expect(out).toMatch(/no entry with \[hidden\]/);
    const status = await ask('status');
    expect(status).toMatchObject({ code: 0, out: expect.stringMatching(/^Failed +.*bad-0/m) as string });
    expect(status.out).toMatch(/^Health +healthy$/m);
    await ask('delete bad');
  });
});

describe('diff and apply', () => {
  test('make a connector as its file says, and leave it alone then', async () => {
    const file = { ...safe, name: 'wanted' };
    await write({ 'w.json': json({ name: 'wanted', config: file, initial_state: 'PAUSED' }) });
    expect((await ask('diff -f w.json --exit-code')).code).toBe(1);
    const created = (await ask('diff -f w.json')).out;
    expect(created).toMatch(/^wanted is created, PAUSED at first \(w\.json\)\n[^]*^ {2}\+ door = \[hidden\]$/m);
    expect((await ask('apply -f w.json --dry-run')).out).toBe(created);
    expect((await ask('apply -f w.json')).out).toBe('Created connector wanted, PAUSED at first.\n');
    await until('show wanted', /^State +PAUSED/m);
    expect((await ask('apply -f w.json')).out).toBe('Connector wanted is as it should be.\n');

    const changed = properties({ ...file, door: 'sesame-2', 'tasks.max': '1', 'api.token': null });
    await write({ 'w.properties': changed });
    expect((await ask('diff -f w.properties')).out).toBe(
      [
        'wanted changes: 3 settings (w.properties)',
        '  - api.token = [hidden]',
        '  ~ door = [hidden] → [hidden]',
        '  + tasks.max = 1',
        '',
      ].join('\n'),
    );
    expect((await ask('apply -f w.properties')).out).toBe('Changed connector wanted: api.token, door, tasks.max.\n');
    expect(await ask('diff -f w.properties --exit-code')).toMatchObject({
      code: 0,
      out: 'wanted stays as it is (w.properties)\n',
    });
    const answer = (await ask('apply -f w.json --json')).out;
    expect(JSON.parse(answer)).toMatchObject([
      { file: 'w.json', name: 'wanted', outcome: 'changed', answer: { name: 'wanted', config: { door: '[hidden]' } } },
    ]);
    await ask('delete wanted');
  });

  test('go on after a file that is refused, and end with 1', async () => {
    await write({
      'no.json': json({ ...safe, name: 'no', 'connector.class': 'NoSuchConnector' }),
      'yes.json': json({ ...safe, name: 'yes' }),
    });
    const { code, out, err } = await ask('apply -f no.json yes.json');
    expect([code, out]).toEqual([1, 'Created connector yes.\n']);
    expect(err).toMatch(/^causeway: no\.json: Could not create connector no: .*NoSuchConnector/);
    expect(JSON.parse((await ask('apply -f no.json -f yes.json --json')).out)).toMatchObject([
      { name: 'no', outcome: 'refused', answer: { error_code: expect.any(Number) as number } },
      { name: 'yes', outcome: 'unchanged' },
    ]);
    await ask('delete yes');
  });

  test('send nothing if one of the files can not be read', async () => {
    await write({ 'first.json': json({ ...safe, name: 'first' }), 'second.json': '{}' });
    expect(await ask('apply -f first.json second.json')).toMatchObject({ code: 1, out: '' });
    expect((await ask('list')).out).not.toMatch(/^first$/m);
  });

  test('read standard input', async () => {
    const input = json({ ...safe, name: 'piped' });
    expect((await ask('apply -f -', { input })).out).toBe('Created connector piped.\n');
    expect((await ask('delete piped')).code).toBe(0);
  });
});

describe('validate', () => {
  test('prints nothing for settings that are right', async () => {
    await write({ 'v.json': json({ ...safe, name: 'v' }) });
    expect(await ask('validate -f v.json')).toEqual({ code: 0, out: '', err: '' });
  });

  test('prints what is wrong, file by file', async () => {
    await write({
      'v1.json': json({ ...safe, mood: undefined, name: 'v1', 'tasks.max': 'hush-hush' }),
      'v2.json': json({ name: 'v2' }),
      'v3.json': json({ ...safe, name: 'v3', 'connector.class': 'Nope' }),
    });
    const { code, out, err } = await ask('validate -f v1.json v2.json v3.json');
    expect(code).toBe(1);
    expect(out).toMatch(/^v1\.json: mood: Missing required configuration "mood"/m);
    expect(out).toMatch(/^v1\.json: tasks\.max: Invalid value \[hidden\] for configuration tasks\.max/m);
    expect(err).toMatch(/^causeway: v2\.json: .*connector\.class is missing$/m);
    expect(err).toMatch(/^causeway: v3\.json: .*Nope/m);
    expect(JSON.parse((await ask('validate -f v1.json --json')).out)).toMatchObject([
      { name: 'v1', outcome: 'invalid', answer: { name: safe['connector.class'] } },
    ]);
  });
});

describe('plugins', () => {
  test('are those of the worker with CAUSEWAY_URL or --url', async () => {
    const { out } = await ask('plugins');
    expect(out).toMatch(/^TYPE +VERSION +CLASS$/m);
    expect(out).toMatch(/^source +2\.0\.0 +org\.example\.SafeSourceConnector$/m);
    expect(out).not.toMatch(/^converter/m);
    expect((await ask('plugins --all')).out).toMatch(/^converter .*JsonConverter$/m);
    expect((await ask(`plugins --url ${url}`, { env: { CAUSEWAY_URL: '' } })).out).toBe(out);
  });

  test('show their settings', async () => {
    const { out } = await ask('plugins SafeSource');
    expect(out).toMatch(/^door {2}PASSWORD, HIGH, default null\n {4}Opens it\.$/m);
    expect(out).toMatch(/^mood {2}STRING, LOW, required$/m);
    expect(JSON.parse((await ask('plugins SafeSource --json')).out)).toContainEqual(
      expect.objectContaining({ name: 'door', type: 'PASSWORD' }),
    );
    expect(await ask('plugins Nope')).toMatchObject({
      code: 1,
      err: expect.stringContaining('causeway plugins --all') as string,
    });
    expect((await ask('plugins Nope Neither')).code).toBe(2);
  });

  test.each([
    ['a folder', 'plugins plugins'],
    ['a worker file', 'plugins --worker worker.properties'],
  ])('are those of a plugin path with %s', async (_, line) => {
    const { code, out } = await ask(line);
    expect(code).toBe(0);
    expect(out).toMatch(/^source +2\.0\.0 +org\.example\.SafeSourceConnector$/m);
    expect(out).not.toMatch(/^TYPE/m);
  });
});

describe('the worker', () => {
  test('tells its health', async () => {
    expect(await ask('health')).toMatchObject({ code: 0, out: expect.stringMatching(/^healthy: /) as string });
    expect(JSON.parse((await ask('health --json')).out)).toMatchObject({ status: 'healthy' });
  });

  test('is found behind an address where nobody listens', async () => {
    expect((await ask('health', { env: { CAUSEWAY_URL: `http://127.0.0.1:5,${url}` } })).code).toBe(0);
  });
});
