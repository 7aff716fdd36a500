import { DataError, Headers, Schema, SchemaBuilder } from '@causeway/api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keyed, startTask } from '../../running-task.ts';
import { type Reply, StandInServer } from '../../stand-in-server.ts';
import { struct } from '../../records.ts';

let server: StandInServer;
beforeEach(async () => {
  server = await StandInServer.start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});
const items = () => server.bulks.flatMap((bulk) => bulk.items);

describe('records without a value', () => {
  const gone = (init = {}) => keyed(['a'], 0, { value: null, ...init });

  test('fail the task with behavior.on.null.values=fail', async () => {
    await using running = startTask(server.url);
    await expect(running.task.put(gone())).rejects.toThrow(
      /offset 0: It has no value.*ignore and delete let such records pass.*drop\.invalid\.message=true/,
    );
    expect(running.context.reported).toHaveLength(1);
    expect(await running.committed(1)).toBe(0);
  });

  test('are left out, and reported, with ignore', async () => {
    await using running = startTask(server.url, { 'behavior.on.null.values': 'IGNORE' });
    await running.task.put([...gone(), ...keyed(['b'], 1)]);
    await vi.waitFor(async () => expect(await running.committed(2)).toBe(2));
    expect(running.context.reported.map((r) => r.record.kafkaOffset)).toEqual([0]);
    expect(items().map((i) => i.id)).toEqual(['b']);
  });

  test('delete their document with delete', async () => {
    await using running = startTask(server.url, { 'behavior.on.null.values': 'delete' });
    await running.task.put(gone());
    await vi.waitFor(() => expect(items()).toEqual([{ action: 'delete', id: 'a', document: null }]));
  });

  test.each([
    ['without a key', { key: null }, {}],
    ['of which the key is ignored', {}, { 'key.ignore': 'true' }],
  ])('%s have no document to delete, and count as processed', async (_, init, config) => {
    await using running = startTask(server.url, { 'behavior.on.null.values': 'delete', ...config });
    await running.task.put(gone(init));
    expect(await running.committed(1)).toBe(1);
    expect(server.bulks).toEqual([]);
  });
});

describe('records of which no document can be made', () => {
  test('fail the task, and say where they are', async () => {
    await using running = startTask(server.url);
    const bad = keyed(['a'], 5, { key: null });
    await expect(running.task.put(bad)).rejects.toThrow(
      /topic t, partition 0, offset 5: The key is used as document id, but it is null/,
    );
    expect(running.context.reported[0]!.error).toBeInstanceOf(DataError);
  });

  test('are left out with drop.invalid.message', async () => {
    await using running = startTask(server.url, { 'drop.invalid.message': 'true' });
    await running.task.put([...keyed(['a']), ...keyed([''], 1), ...keyed(['c'], 2)]);
    await vi.waitFor(async () => expect(await running.committed(3)).toBe(3));
    expect(items().map((i) => i.id)).toEqual(['a', 'c']);
    expect(running.context.reported.map((r) => r.record.kafkaOffset)).toEqual([1]);
    expect(running.context.lines.join('\n')).toMatch(/error No document can be made .*is empty.*left out/);
  });

  test('leave nothing of themselves in the request, wherever their trouble lies', async () => {
    await using running = startTask(server.url, { 'drop.invalid.message': 'true' });
    const bad = new Map<string, unknown>([
      ['good', 'x'.repeat(100)],
      ['bad', new Date(0)],
    ]);
    await running.task.put([...keyed(['a']), ...keyed(['b'], 1, { value: bad }), ...keyed(['c'], 2)]);
    await vi.waitFor(async () => expect(await running.committed(3)).toBe(3));
    expect(items().map(({ id, document }) => [id, document])).toEqual([
      ['a', { n: 0 }],
      ['c', { n: 2 }],
    ]);
  });

  test('which is a list or a value, are malformed documents', async () => {
    await using running = startTask(server.url, { 'behavior.on.malformed.documents': 'warn' });
    await running.task.put([
      ...keyed(['a'], 0, { value: [1] }),
      ...keyed(['b'], 1, { value: 'text' }),
      ...keyed(['c'], 2),
    ]);
    await vi.waitFor(async () => expect(await running.committed(3)).toBe(3));
    expect(running.context.reported.map((r) => r.error.message)).toEqual([
      expect.stringContaining('it is a list'),
      expect.stringContaining('it is a single value'),
    ]);
  });
});

describe('ids and versions', () => {
  const lastLine = async (config: Record<string, string>, init = {}) => {
    let raw = '';
    server.replies = [(bulk): Reply => ((raw = JSON.stringify(bulk.items)), { body: { errors: false } })];
    await using running = startTask(server.url, config);
    await running.task.put(keyed(['a'], 8, init));
    await vi.waitFor(() => expect(raw).not.toBe(''));
    return JSON.parse(raw) as { action: string; id?: string }[];
  };

  test.each([
    ['are keys', {}, { action: 'index', id: 'a' }],
    ['are coordinates where keys are ignored', { 'key.ignore': 'true' }, { action: 'index', id: 't+0+8' }],
    [
      'are coordinates where keys of the topic are ignored',
      { 'topic.key.ignore': 'x,t' },
      { action: 'index', id: 't+0+8' },
    ],
    ['are keys where keys of another topic are ignored', { 'topic.key.ignore': 'x' }, { action: 'index', id: 'a' }],
    ['are left to the server', { 'use.autogenerated.ids': 'true' }, { action: 'index' }],
    [
      'are keys for upserts, whoever makes ids',
      { 'use.autogenerated.ids': 'true', 'write.method': 'UPSERT' },
      { action: 'update', id: 'a' },
    ],
  ])('%s', async (_, config, expected) => {
    expect((await lastLine(config as Record<string, string>))[0]).toMatchObject(expected);
  });

  test('a missing version header is an invalid record', async () => {
    await using running = startTask(server.url, { 'external.version.header': 'v' });
    await expect(running.task.put(keyed(['a']))).rejects.toThrow(/header "v".*is missing/);
    await running.task.put(keyed(['a'], 1, { headers: new Headers().add('v', null, 5) }));
    await vi.waitFor(() => expect(items()).toHaveLength(1));
  });
});

describe('indices and mappings', () => {
  const schema = SchemaBuilder.struct().field('a', Schema.INT32_SCHEMA).build();
  const wider = SchemaBuilder.struct().field('a', Schema.INT32_SCHEMA).field('b', Schema.STRING_SCHEMA).build();
  const before = () => server.requests.filter((r) => !r.endsWith('_bulk'));

  test('are asked for once', async () => {
    await using running = startTask(server.url);
    const twin = SchemaBuilder.struct().field('a', Schema.INT32_SCHEMA).build();
    await running.task.put(keyed(['a'], 0, { valueSchema: schema, value: struct(schema, 1) }));
    await running.task.put(keyed(['a'], 1, { valueSchema: twin, value: struct(twin, 1) }));
    await running.task.put(keyed(['b'], 2, { valueSchema: wider, value: struct(wider, 1, 'x') }));
    expect(before()).toEqual(['HEAD /t', 'GET /t/_mapping', 'PUT /t/_mapping', 'GET /t/_mapping', 'PUT /t/_mapping']);
  });

  test('are created unless another task was faster', async () => {
    server.other = (request) => {
      if (request === 'HEAD /t') return { status: 404 };
      return request === 'PUT /t'
        ? { status: 400, body: { error: { type: 'resource_already_exists_exception', reason: 'x' } } }
        : undefined;
    };
    await using running = startTask(server.url);
    await running.task.put(keyed(['a']));
    expect(before()).toEqual(['HEAD /t', 'PUT /t']);
  });

  test('are asked for again if the cluster is ill, and then fail the task', async () => {
    server.other = () => ({ status: 503 });
    await using running = startTask(server.url);
    await expect(running.task.put(keyed(['a']))).rejects.toThrow(
      /Looking for the index "t" for the topic "t" failed after 3 attempts.*answered 503.*needed for the record at topic t, partition 0, offset 0/,
    );
    expect(before()).toHaveLength(3);
  });

  test('that the server refuses fail the task with its reason', async () => {
    server.other = (request) =>
      request === 'PUT /t/_mapping'
        ? {
            status: 400,
            body: {
              error: { type: 'illegal_argument_exception', reason: 'Limit of total fields [1] has been exceeded' },
            },
          }
        : undefined;
    await using running = startTask(server.url);
    const put = running.task.put(keyed(['a'], 0, { valueSchema: wider, value: struct(wider, 1, 'x') }));
    await expect(put).rejects.toThrow(/Mapping the fields a, b of the index "t".*Limit of total fields/);
  });

  test.each([
    ['schema.ignore', 'true'],
    ['topic.schema.ignore', 't'],
  ])('are not mapped with %s', async (key, value) => {
    await using running = startTask(server.url, { [key]: value });
    await running.task.put(keyed(['a'], 0, { valueSchema: schema, value: struct(schema, 1) }));
    expect(before()).toEqual(['HEAD /t']);
  });

  test('a conflicting type is named in a warning', async () => {
    server.other = (request) =>
      request === 'GET /t/_mapping'
        ? { body: { t: { mappings: { properties: { a: { type: 'boolean' } } } } } }
        : undefined;
    await using running = startTask(server.url);
    await running.task.put(keyed(['a'], 0, { valueSchema: schema, value: struct(schema, 1) }));
    expect(running.context.lines.join('\n')).toMatch(
      /warn The mapping of the index "t" does not fit .*a is boolean there, the schema says integer/,
    );
  });
});

describe('requests', () => {
  test('have a content type that servers of all versions take', async () => {
    await using running = startTask(server.url);
    await running.task.put(keyed(['a']));
    await vi.waitFor(() => expect(server.bulks).toHaveLength(1));
    expect(server.bulks[0]!.headers['content-type']).toBe('application/x-ndjson');
    expect(server.bulks[0]!.headers.accept).not.toContain('compatible-with');
  });

  test('are compressed with connection.compression', async () => {
    await using running = startTask(server.url, { 'connection.compression': 'true' });
    await running.task.put(keyed(['a']));
    await vi.waitFor(() => expect(items().map((i) => i.id)).toEqual(['a']));
    expect(server.bulks[0]!.headers['content-encoding']).toBe('gzip');
  });

  test('have the credentials of the settings', async () => {
    await using running = startTask(server.url, { 'connection.username': 'me', 'connection.password': 'p:w' });
    await running.task.put(keyed(['a']));
    await vi.waitFor(() => expect(server.bulks).toHaveLength(1));
    expect(server.bulks[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:p:w').toString('base64')}`);
  });
});
