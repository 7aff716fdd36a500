/** What is wrong, and what is right, with a broker at hand. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { bootstrap, type Files, Folder, freeAddress, properties } from './command.ts';

const connector = { name: 'one', 'connector.class': 'IdleSource', size: '1' };
const json = (value: unknown): string => JSON.stringify(value);

async function folderWith(
  files: Files,
  settings: Readonly<Record<string, string>> = {},
): Promise<Folder & { readonly url: string }> {
  const folder = await Folder.with({});
  const url = `http://${await freeAddress()}`;
  const worker = {
    'bootstrap.servers': bootstrap,
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'offset.storage.file.filename': '${DIR}/offsets',
    'plugin.path': await folder.writePlugin(),
    listeners: url,
    ...settings,
  };
  await folder.write({ 'worker.properties': properties(worker), ...files });
  return Object.assign(folder, { url });
}

interface Bad {
  readonly what: string;
  readonly files: Files;
  readonly args?: readonly string[];
  readonly says: RegExp;
}

const badConnectors: readonly Bad[] = [
  { what: 'a file that is not there', files: {}, args: ['none.json'], says: /none\.json: there is no such file/ },
  {
    what: 'properties without a name',
    files: { 'c.properties': 'size=1\n' },
    says: /'c\.properties' is missing the mandatory 'name' configuration/,
  },
  {
    what: 'an object without a name',
    files: { 'c.json': json({ size: '1' }) },
    says: /'c\.json' is missing the mandatory 'name'/,
  },
  { what: 'a JSON list', files: { 'c.json': json([connector]) }, says: /'c\.json' is missing the mandatory 'name'/ },
  {
    what: 'JSON that is cut short',
    files: { 'c.json': json(connector).slice(0, -3) },
    says: /'c\.json' is missing the mandatory 'name'/,
  },
  {
    what: 'another name inside config',
    files: { 'c.json': json({ name: 'two', config: connector }) },
    says: /Connector name configuration in 'config' doesn't match the one specified in 'name' at 'c\.json'/,
  },
  {
    what: 'config null',
    files: { 'c.json': json({ name: 'two', config: null }) },
    says: /Connector config \{name.*\} contains no connector type/,
  },
  {
    what: 'an unknown class, with the nearest one',
    files: { 'c.json': json({ ...connector, 'connector.class': 'IdleSauce' }) },
    says: /Failed to create connector for c\.json: Failed to find any connector whose class matches IdleSauce.*org\.example\.IdleSourceConnector/,
  },
  {
    what: 'a setting that is missing',
    files: { 'c.json': json({ name: 'one', 'connector.class': 'IdleSource' }) },
    says: /Missing required configuration "size" which has no default value/,
  },
  {
    what: 'a setting that is invalid',
    files: { 'c.json': json({ ...connector, size: 'many' }) },
    says: /Invalid value many for configuration size: Not a number of type INT/,
  },
  {
    what: 'a second connector that is invalid',
    files: { 'a.json': json(connector), 'b.json': json({ ...connector, name: 'two', size: 'many' }) },
    says: /Created connector one.*Failed to create connector for b\.json/s,
  },
  {
    what: 'a first connector that is invalid',
    files: { 'a.json': json({ ...connector, size: 'many' }), 'b.json': json({ ...connector, name: 'two' }) },
    says: /^(?!.*Created connector two).*Failed to create connector for a\.json/s,
  },
  {
    what: 'two connectors of one name',
    files: { 'a.json': json(connector), 'b.json': json(connector) },
    says: /Connector one already exists/,
  },
];

describe('connect-standalone with a broker', () => {
  test.concurrent.each(badConnectors)('ends with 3 for $what', async ({ files, args, says }) => {
    await using folder = await folderWith(files);
    const run = folder.run(['worker.properties', ...(args ?? Object.keys(files))]);
    expect(await run.exit).toBe(3);
    expect(run.output).toMatch(says);
    expect(run.output).not.toMatch(/\n\s+at /);
  });

  test.concurrent('ends with 3 for an offset file that is damaged', async () => {
    await using folder = await folderWith({ offsets: 'no offsets' });
    const run = folder.run(['worker.properties']);
    expect(await run.exit).toBe(3);
    expect(run.output).toMatch(/offsets is no offset file of a standalone worker, or damaged/);
  });

  test.concurrent('ends with 2 for a REST port that is taken, and names it', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    try {
      const { port } = taken.address() as { port: number };
      await using folder = await folderWith({}, { listeners: `http://127.0.0.1:${port}` });
      const run = folder.run(['worker.properties']);
      expect(await run.exit).toBe(2);
      expect(run.output).toMatch(
        new RegExp(`Unable to initialize REST server: Failed to bind to 127\\.0\\.0\\.1:${port}`),
      );
      expect(run.output).not.toMatch(/\n\s+at /);
    } finally {
      taken.close();
    }
  });

  test.concurrent.each<[what: string, name: string, text: string, state: string]>([
    ['properties', 'c.properties', properties(connector), 'RUNNING'],
    ['a flat JSON object', 'c.json', json(connector), 'RUNNING'],
    ['a flat JSON object with a number', 'c.json', json({ ...connector, size: 1 }), 'RUNNING'],
    ['name and config', 'c.json', json({ name: 'one', config: { ...connector, name: undefined } }), 'RUNNING'],
    ['a field nobody knows', 'c.json', json({ name: 'one', config: connector, more: 1 }), 'RUNNING'],
    ['a state to begin with', 'c.json', json({ name: 'one', config: connector, initial_state: 'STOPPED' }), 'STOPPED'],
    ['JSON in a file named .properties', 'c.properties', json(connector), 'RUNNING'],
    ['properties in a file named .json', 'c.json', properties(connector), 'RUNNING'],
  ])('runs a connector from %s', async (_, name, text, state) => {
    await using folder = await folderWith({ [name]: text });
    const run = folder.run(['worker.properties', name]);
    await run.ready(folder.url);
    await run.until(`${folder.url}/connectors/one/status`, (_status, body) => {
      const { connector: own, tasks } = body as { connector: { state: string }; tasks: { state: string }[] };
      return own.state === state && tasks.every((task) => task.state === 'RUNNING');
    });
    run.signal('SIGTERM');
    expect(await run.exit).toBe(143);
  });

  test.concurrent.each<[what: string, settings: Record<string, string>, files: Files, says: RegExp]>([
    [
      'a plugin path that is not there',
      { 'plugin.path': '${DIR}/none' },
      {},
      /Could not get listing for plugin path: .*\/none\. Ignoring/,
    ],
    [
      'a plugin whose manifest is broken',
      {},
      { 'plugins/bad/package.json': '{ "causeway": { "plugins" ' },
      /Skipping plugin package .*\/bad: its package\.json/,
    ],
    ['a setting nobody knows', { 'no.such.setting': '1' }, {}, /./],
    ['an offset file whose folder is missing', { 'offset.storage.file.filename': '${DIR}/none/offsets' }, {}, /./],
  ])('stays up with %s', async (_, settings, files, says) => {
    await using folder = await folderWith(files, settings);
    const run = folder.run(['worker.properties']);
    await run.ready(folder.url);
    run.signal('SIGTERM');
    expect(await run.exit).toBe(143);
    expect(run.output).toMatch(says);
  });

  test.concurrent('stays up with a task that fails at its start', async () => {
    await using folder = await folderWith({ 'c.json': json({ ...connector, size: '13' }) });
    const run = folder.run(['worker.properties', 'c.json']);
    await run.ready(folder.url);
    await run.until(`${folder.url}/connectors/one/status`, (_, body) => {
      const { connector: own, tasks } = body as {
        connector: { state: string };
        tasks: { state: string; trace: string }[];
      };
      return own.state === 'RUNNING' && tasks[0]?.state === 'FAILED' && tasks[0].trace.includes('13 brings no luck');
    });
    run.signal('SIGINT');
    expect(await run.exit).toBe(130);
  });
});
