import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { causeway } from './cli.ts';
import { Double, type Respond } from './double.ts';

vi.setConfig({ testTimeout: 60_000 }); // each step starts a process

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'causeway-exit-'));
  await writeFile(join(cwd, 'a.properties'), 'name=a\nconnector.class=X\ndb.password=hush-hush\n');
});
afterAll(async () => rm(cwd, { recursive: true }));

const nobody = 'http://127.0.0.1:5';
const unknown: Respond = () => ({ status: 404, body: { error_code: 404, message: 'Unknown connector a' } });

describe('exit code 2, for wrong arguments', () => {
  test.concurrent.each<[line: string, says: RegExp]>([
    ['lst', /unknown command 'lst'/],
    ['list --none', /unknown option '--none'/],
    ['pause', /missing required argument 'name'/],
    ['pause a b', /too many arguments/],
    ['create', /required option '-f, --file <files...>'/],
    ['create -f a.properties --initial-state ASLEEP', /It must be RUNNING, PAUSED or STOPPED/],
    ['restart a --task x', /It must be the number of a task/],
    ['restart a --task 0 --tasks', /cannot be used with option '--tasks'/],
    ['offsets', /Usage: causeway offsets/],
    ['offsets set a', /offsets set takes either --file or both/],
    ['logs level --scope cluster', /--scope needs a level to set/],
    ['logs level root INFO --scope galaxy', /Allowed choices are worker, cluster/],
    ['list --timeout soon', /--timeout soon: it is no number of seconds/],
    ['list --user hush-hush', /has no colon/],
    ['list --url ftp://me:hush-hush@a', /begins with neither http/],
    ['completion csh', /Allowed choices are bash, zsh, fish/],
  ])('causeway %s', async (line, says) => {
    const { code, out, err } = await causeway(line.split(' '), { cwd });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(says);
    expect(err).not.toMatch(/hush-hush|\n\s+at /);
  });
});

describe('exit code 3, where no API answers', () => {
  test.concurrent.each(['list', 'show a', 'apply -f a.properties', 'status', 'health --json', 'plugins'])(
    'causeway %s',
    async (line) => {
      const { code, out, err } = await causeway(line.split(' '), { cwd, env: { CAUSEWAY_URL: nobody } });
      expect([code, out]).toEqual([3, '']);
      expect(err).toBe(
        `causeway: No Connect REST API answers at ${nobody} (nobody listens there)\n` +
          'Check that the worker runs, and give its address with --url or CAUSEWAY_URL.\n',
      );
    },
  );
});

describe('exit code 1, where the API refuses or a file is wrong', () => {
  test.concurrent.each<[line: string, says: RegExp]>([
    ['pause a', /Could not pause connector a: Unknown connector a \(404 from http/],
    ['delete a', /The connectors there are: causeway list\./],
    ['create -f none.json', /none\.json: there is no such file/],
    ['offsets set a -f none.json', /Cannot read offset file none\.json/],
  ])('causeway %s', async (line, says) => {
    await using api = await Double.that(unknown);
    const { code, out, err } = await causeway(line.split(' '), { cwd, env: { CAUSEWAY_URL: api.url } });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(says);
  });

  test.concurrent('with --json, the API answers to the script too', async () => {
    await using api = await Double.that(unknown);
    const { code, out, err } = await causeway(['pause', 'a', '--json', '--url', api.url]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({ error_code: 404, message: 'Unknown connector a' });
    expect(err).toMatch(/Unknown connector a/);
  });

  test.concurrent('for a worker that is not healthy', async () => {
    await using api = await Double.that(() => ({ status: 503, body: { status: 'starting', message: 'Worker is…' } }));
    expect(await causeway(['health', '--url', api.url])).toEqual({ code: 1, out: 'starting: Worker is…\n', err: '' });
  });

  test.concurrent('and a secret that the API repeats is not', async () => {
    await using api = await Double.that(({ method }) =>
      method === 'POST'
        ? { status: 400, body: { error_code: 400, message: 'Invalid value hush-hush for configuration db.password' } }
        : { status: 404, body: { error_code: 404, message: 'none' } },
    );
    const { code, err } = await causeway(['create', '-f', 'a.properties', '--url', api.url], { cwd });
    expect([code, err]).toEqual([
      1,
      `causeway: a.properties: Could not create connector a: Invalid value [hidden] for configuration db.password (400 from ${api.url})\n`,
    ]);
  });
});

describe('exit code 0', () => {
  test.concurrent('for settings that are as they should be, after one question', async () => {
    const config = { name: 'a', 'connector.class': 'X', 'db.password': 'hush-hush' };
    await using api = await Double.that(() => ({ status: 200, body: config }));
    const { code, out } = await causeway(['apply', '-f', 'a.properties', '--url', api.url], { cwd });
    expect([code, out, api.lines]).toEqual([0, 'Connector a is as it should be.\n', ['GET /connectors/a/config']]);
  });

  test.concurrent.each([
    ['--user', ['--user', 'me:hush'], {}],
    ['CAUSEWAY_USER', [], { CAUSEWAY_USER: 'me:hush' }],
  ])('with the name and password of %s', async (_, args, env) => {
    const authorization = `Basic ${Buffer.from('me:hush').toString('base64')}`;
    await using api = await Double.that((asked) =>
      asked.authorization === authorization ? { status: 200, body: ['a'] } : { status: 401, text: 'no' },
    );
    expect((await causeway(['list', '--url', api.url])).err).toMatch(/Give name and password with --user/);
    expect(await causeway(['list', '--url', api.url, ...args], { env })).toEqual({ code: 0, out: 'a\n', err: '' });
  });

  test.concurrent('and nothing at all for an answer that is empty, with --json', async () => {
    await using api = await Double.that(() => ({ status: 204 }));
    expect(await causeway(['delete', 'a', '--json', '--url', api.url])).toEqual({ code: 0, out: '', err: '' });
  });
});
