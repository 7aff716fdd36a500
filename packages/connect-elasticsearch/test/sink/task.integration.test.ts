import { randomUUID } from 'node:crypto';
import {
  DateType,
  Decimal,
  DecimalType,
  Float64,
  Headers,
  Schema,
  SchemaBuilder,
  SinkRecord,
  type SinkRecordInit,
  TimestampType,
} from '@causeway/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RunningTask, startTask } from '../running-task.ts';
import { struct } from '../records.ts';
import { taskContext } from '../task-context.ts';

const url = process.env['ELASTICSEARCH_URL'] ?? 'http://127.0.0.1:9200';

let topic: string;
beforeEach(() => {
  topic = `it-${randomUUID()}`;
});
afterEach(async () => {
  await fetch(`${url}/${topic}`, { method: 'DELETE' });
});

const ask = async (path: string, init: { method?: string; body?: string } = {}): Promise<unknown> => {
  const response = await fetch(`${url}/${topic}${path}`, { ...init, headers: { 'content-type': 'application/json' } });
  return await response.json();
};

/** Documents by id. */
async function documents(): Promise<Record<string, unknown>> {
  await ask('/_refresh', { method: 'POST' });
  const found = (await ask('/_search?size=1000')) as { hits: { hits: { _id: string; _source: unknown }[] } };
  return Object.fromEntries(found.hits.hits.map((hit) => [hit._id, hit._source]));
}

async function properties(): Promise<unknown> {
  const mapping = (await ask('/_mapping')) as Record<string, { mappings: { properties?: unknown } }>;
  return mapping[topic]!.mappings.properties;
}

const record = (kafkaOffset: number, init: Partial<SinkRecordInit> = {}) =>
  new SinkRecord({ topic, kafkaPartition: 0, kafkaOffset, ...init });

async function write({ task }: RunningTask, records: SinkRecord[]): Promise<void> {
  await task.put(records);
  const given = Math.max(...records.map((r) => r.kafkaOffset)) + 1;
  await vi.waitFor(
    async () => {
      await task.put([]);
      expect(await task.preCommit([{ topic, partition: 0, offset: given }])).toEqual([
        { topic, partition: 0, offset: given },
      ]);
    },
    { timeout: 10_000 },
  );
}

const text = { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } };
const login = SchemaBuilder.struct()
  .name('login')
  .field('username', Schema.STRING_SCHEMA)
  .field('login_time', TimestampType.SCHEMA)
  .build();
const at = new Date('2024-05-06T07:08:09.123Z');

test('rows become documents under their keys, in an index mapped from their schema', async () => {
  await using running = startTask(url);
  await write(running, [
    record(0, { keySchema: Schema.INT64_SCHEMA, key: 2n ** 60n, valueSchema: login, value: struct(login, 'Ann', at) }),
    record(1, {
      keySchema: Schema.INT64_SCHEMA,
      key: 7,
      valueSchema: login,
      value: struct(login, 'B"o\ud800b😀\n', at),
    }),
  ]);
  expect(await properties()).toEqual({ username: text, login_time: { type: 'date' } });
  expect(await documents()).toEqual({
    '1152921504606846976': { username: 'Ann', login_time: at.getTime() },
    '7': { username: 'B"o\ufffdb😀\n', login_time: at.getTime() },
  });
  const found = (await ask('/_search', {
    body: JSON.stringify({ query: { range: { login_time: { gte: '2024-05-06', lte: '2024-05-06' } } } }),
    method: 'POST',
  })) as { hits: { hits: unknown[] } };
  expect(found.hits.hits).toHaveLength(2);
});

test('a new column is mapped by its type before its first document comes', async () => {
  const wider = SchemaBuilder.struct()
    .field('username', Schema.STRING_SCHEMA)
    .field('login_time', TimestampType.SCHEMA)
    .field('born', DateType.builder().optional().build())
    .field('paid', DecimalType.builder(2).optional().build())
    .build();
  await using running = startTask(url, { 'key.ignore': 'true' });
  await write(running, [record(0, { valueSchema: login, value: struct(login, 'Ann', at) })]);
  const born = new Date('1990-01-02');
  await write(running, [
    record(1, { valueSchema: wider, value: struct(wider, 'Bob', at, born, new Decimal(1050n, 2)) }),
    record(2, { valueSchema: login, value: struct(login, 'Eve', at) }),
  ]);
  expect(await properties()).toEqual({
    username: text,
    login_time: { type: 'date' },
    born: { type: 'date' },
    paid: { type: 'double' },
  });
  expect(await documents()).toMatchObject({
    [`${topic}+0+1`]: { username: 'Bob', born: born.getTime(), paid: 10.5 },
    [`${topic}+0+2`]: { username: 'Eve' },
  });
});

test('another task that starts later adds only what is missing', async () => {
  await ask('', {
    method: 'PUT',
    body: JSON.stringify({ mappings: { properties: { username: { type: 'keyword' } } } }),
  });
  await using running = startTask(url, { 'key.ignore': 'true' });
  await write(running, [record(0, { valueSchema: login, value: struct(login, 'Ann', at) })]);
  expect(await properties()).toEqual({ username: { type: 'keyword' }, login_time: { type: 'date' } });
});

test('an index that takes no new fields keeps its mapping, and refuses such documents', async () => {
  await ask('', {
    method: 'PUT',
    body: JSON.stringify({ mappings: { dynamic: 'strict', properties: { username: { type: 'text' } } } }),
  });
  await using running = startTask(url, { 'key.ignore': 'true', 'behavior.on.malformed.documents': 'ignore' });
  await write(running, [record(0, { valueSchema: login, value: struct(login, 'Ann', at) })]);
  expect(running.context.reported[0]!.error.message).toMatch(/strict_dynamic_mapping_exception.*login_time/);
  expect(await properties()).toEqual({ username: { type: 'text' } });
});

test('several tasks may meet a new topic at once', async () => {
  const tasks = [0, 1, 2, 3].map(() => startTask(url, { 'key.ignore': 'true' }));
  await Promise.all(
    tasks.map((running, i) => write(running, [record(i, { valueSchema: login, value: struct(login, `u${i}`, at) })])),
  );
  await Promise.all(tasks.map((running) => running.task.stop()));
  expect(Object.keys(await documents())).toHaveLength(4);
});

test('documents without a schema are mapped by their first values, and keep whole doubles', async () => {
  await using running = startTask(url, { 'key.ignore': 'true' });
  const value = new Map<string, unknown>([
    ['a', 1],
    ['b', new Float64(1)],
    ['c', new Map([['d', [true]]])],
  ]);
  await write(running, [record(0, { value })]);
  expect(await properties()).toEqual({
    a: { type: 'long' },
    b: { type: 'float' },
    c: { properties: { d: { type: 'boolean' } } },
  });
});

test('an older record never replaces or revives a newer document', async () => {
  const config = { 'behavior.on.null.values': 'delete' };
  const doc = (n: number) => new Map([['n', n]]);
  const records = [
    record(0, { key: 'a', value: doc(0) }),
    record(1, { key: 'b', value: doc(1) }),
    record(2, { key: 'a', value: doc(2) }),
    record(3, { key: 'b' }),
  ];
  {
    await using running = startTask(url, config);
    await write(running, records);
  }
  // read once more from the start, as after a crash, one by one
  await using running = startTask(url, { ...config, 'batch.size': '1' });
  await running.task.put(records.slice(0, 2));
  await running.task.close([{ topic, partition: 0 }]);
  await running.task.put([]);
  expect(await documents()).toEqual({ a: { n: 2 } });
  expect(running.context.reported).toEqual([]);
});

test('a version in a header decides instead of the offset', async () => {
  await using running = startTask(url, { 'external.version.header': 'v' });
  const versioned = (offset: number, version: number) =>
    record(offset, {
      key: 'a',
      value: new Map([['offset', offset]]),
      headers: new Headers().add('v', Schema.INT64_SCHEMA, version),
    });
  await write(running, [versioned(0, 10), versioned(1, 5)]);
  expect(await documents()).toEqual({ a: { offset: 0 } });
});

test('upserts change the fields that a record has, in order, and may follow a deletion', async () => {
  await using running = startTask(url, {
    'write.method': 'upsert',
    'behavior.on.null.values': 'delete',
    'batch.size': '3',
    'max.buffered.records': '15',
  });
  const doc = (fields: Record<string, unknown>) => new Map(Object.entries(fields));
  const records = [
    record(0, { key: 'a', value: doc({ x: 0, first: true }) }),
    record(1, { key: 'b', value: doc({ gone: true }) }),
    record(2, { key: 'b' }),
    ...Array.from({ length: 60 }, (_, i) => record(3 + i, { key: 'a', value: doc({ x: i, [`f${i % 3}`]: i }) })),
    record(63, { key: 'b', value: doc({ back: true }) }),
  ];
  await write(running, records);
  expect(await documents()).toEqual({ a: { x: 59, first: true, f0: 57, f1: 58, f2: 59 }, b: { back: true } });
});

test('a deletion in upserts takes effect although versions of updates count otherwise', async () => {
  await using running = startTask(url, { 'write.method': 'upsert', 'behavior.on.null.values': 'delete' });
  await write(running, [record(0, { key: 'a', value: new Map([['x', 1]]) }), record(1, { key: 'a' })]);
  expect(await documents()).toEqual({});
});

test('documents that do not fit go to the dead letter queue with the reason, the others are written', async () => {
  await ask('', { method: 'PUT', body: JSON.stringify({ mappings: { properties: { n: { type: 'integer' } } } }) });
  await using running = startTask(url, { 'behavior.on.malformed.documents': 'warn' });
  const doc = (key: string, n: unknown, i: number) => record(i, { key, value: new Map([['n', n]]) });
  await write(running, [doc('a', 1, 0), doc('b', 'x', 1), doc('c', new Map(), 2), doc('d', 4, 3)]);
  expect(await documents()).toEqual({ a: { n: 1 }, d: { n: 4 } });
  expect(running.context.reported.map(({ record: r, error }) => [r.key, error.message])).toEqual([
    [
      'b',
      expect.stringMatching(
        /offset 1: document_parsing_exception: .*failed to parse field \[n\].*caused by number_format_exception/,
      ),
    ],
    ['c', expect.stringMatching(/offset 2: document_parsing_exception/)],
  ]);
});

test('a document that does not fit fails the task if so wanted, and is read again', async () => {
  await ask('', { method: 'PUT', body: JSON.stringify({ mappings: { properties: { n: { type: 'integer' } } } }) });
  const running = startTask(url, {}, taskContext({ reports: false }));
  await running.task.put([
    record(0, { key: 'a', value: new Map([['n', 1]]) }),
    record(1, { key: 'b', value: new Map([['n', 'x']]) }),
  ]);
  await running.task.close([]);
  await vi.waitFor(() =>
    expect(() => running.task.put([])).toThrow(/partition 0, offset 1: document_parsing_exception/),
  );
  expect(await running.task.preCommit([{ topic, partition: 0, offset: 2 }])).toEqual([
    { topic, partition: 0, offset: 1 },
  ]);
  await running.task.stop();
});

test('ids that the server makes', async () => {
  await using running = startTask(url, { 'use.autogenerated.ids': 'true' });
  await write(running, [record(0, { value: new Map([['n', 1]]) }), record(1, { value: new Map([['n', 1]]) })]);
  const found = await documents();
  expect(Object.values(found)).toEqual([{ n: 1 }, { n: 1 }]);
  expect(Object.keys(found).some((id) => id.includes('+'))).toBe(false);
});

test('an alias of the name of the topic is written through', async () => {
  const index = `${topic}-1`;
  await fetch(`${url}/${index}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ aliases: { [topic]: {} } }),
  });
  try {
    await using running = startTask(url, { 'key.ignore': 'true' });
    await write(running, [record(0, { valueSchema: login, value: struct(login, 'Ann', at) })]);
    expect(Object.keys(await documents())).toHaveLength(1);
    const mapping = (await ask('/_mapping')) as Record<string, { mappings: { properties: unknown } }>;
    expect(mapping[index]!.mappings.properties).toEqual({ username: text, login_time: { type: 'date' } });
  } finally {
    await fetch(`${url}/${index}`, { method: 'DELETE' });
  }
});

test('many records over several requests are all written, once', async () => {
  await using running = startTask(url, { 'batch.size': '100', 'connection.compression': 'true' });
  const records = Array.from({ length: 5000 }, (_, i) =>
    record(i, { key: `k${i % 2500}`, value: new Map([['n', i]]) }),
  );
  await write(running, records);
  const found = await documents();
  expect(Object.keys(found)).toHaveLength(1000);
  const { count } = (await ask('/_count')) as { count: number };
  expect(count).toBe(2500);
  for (const [id, doc] of Object.entries(found)) expect(doc).toEqual({ n: Number(id.slice(1)) + 2500 });
});
