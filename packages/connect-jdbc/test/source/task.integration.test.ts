import { createServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { Decimal, type SourceRecord, type SourceTaskContext, type Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { JdbcSourceTask } from '../../src/source/task.ts';
import { server, TestDatabase } from '../doubles/mysql.ts';
import { type Config, LogDouble, OffsetStore } from '../doubles/worker.ts';
import { until } from '../doubles/wait.ts';

/** A task without a worker: `records` polls until it has so many. */
class TaskRun implements AsyncDisposable {
  readonly log = new LogDouble();
  readonly #stop = new AbortController();
  readonly #task = new JdbcSourceTask();
  readonly #offsets: OffsetStore;

  constructor(offsets = new OffsetStore()) {
    this.#offsets = offsets;
  }

  get context(): SourceTaskContext {
    return {
      connector: 'c',
      task: 0,
      logger: this.log,
      signal: this.#stop.signal,
      offsetStorageReader: this.#offsets,
    };
  }

  async start(config: Config): Promise<this> {
    await this.#task.start(config, this.context);
    return this;
  }

  async poll(): Promise<readonly SourceRecord[]> {
    return (await this.#task.poll()) ?? [];
  }

  /** At least `count` records; those of a poll stay together. */
  async records(count: number): Promise<SourceRecord[]> {
    const records: SourceRecord[] = [];
    const deadline = Date.now() + 30_000;
    while (records.length < count) {
      if (Date.now() > deadline) throw new Error(`Only ${records.length} of ${count} records came`);
      records.push(...(await this.poll()));
    }
    return records;
  }

  abort(): void {
    this.#stop.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#task.stop();
  }
}

const configOf = (database: TestDatabase, table: string, more: Config): Config => ({
  'connection.url': database.url,
  'connection.user': server.user,
  'connection.password': server.password,
  'topic.prefix': 'p-',
  'table.whitelist': table,
  tables: `\`${database.name}\`.\`${table}\``,
  'tables.fetched': 'true',
  'poll.interval.ms': '50',
  'poll.linger.ms': '100',
  'connection.backoff.ms': '50',
  ...more,
});

const idOf = (record: SourceRecord): unknown => (record.value as Struct).get('id');

const numbers = (count: number): string =>
  `WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${count}) SELECT n FROM s`;

async function fill(database: TestDatabase, table: string, count: number, columns: string): Promise<void> {
  await database.run(
    'SET SESSION cte_max_recursion_depth = 1000000',
    `INSERT INTO ${table} SELECT ${columns} FROM (${numbers(count)}) s`,
  );
}

const modes: readonly [string, Config][] = [
  ['incrementing', { mode: 'incrementing', 'incrementing.column.name': 'id' }],
  ['timestamp', { mode: 'timestamp', 'timestamp.column.name': 'ts' }],
  [
    'timestamp+incrementing',
    { mode: 'timestamp+incrementing', 'incrementing.column.name': 'id', 'timestamp.column.name': 'ts' },
  ],
];

describe.each(modes)('in mode %s', (mode, settings) => {
  test('a task that is stopped behind any batch goes on without losing a row', async () => {
    await using database = await TestDatabase.create('restart');
    // ten rows have the same microsecond, and batches end within them
    await database.run('CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, ts DATETIME(6) NOT NULL)');
    await fill(database, 't', 997, "n, TIMESTAMPADD(MICROSECOND, n DIV 10, '2024-01-01 00:00:00.123456')");
    const offsets = new OffsetStore();
    const seen = new Map<unknown, number>();
    for (let round = 1; seen.size < 997; round++) {
      await using run = await new TaskRun(offsets).start(
        configOf(database, 't', { ...settings, 'batch.max.rows': String(7 + (round % 5)) }),
      );
      for (const record of await run.records(Math.min(1 + ((round * 37) % 90), 997 - seen.size))) {
        seen.set(idOf(record), (seen.get(idOf(record)) ?? 0) + 1);
        if (record.sourceOffset !== null) offsets.set(record.sourcePartition!, record.sourceOffset);
      }
    }
    expect([...seen.keys()].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 997 }, (_, i) => i + 1),
    );
    if (mode !== 'timestamp') expect(Math.max(...seen.values())).toBe(1);
  });

  test('a large table comes whole, once and in order, through a small buffer', async () => {
    await using database = await TestDatabase.create('large');
    await database.run('CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, ts DATETIME(3) NOT NULL, v VARCHAR(50))');
    await fill(database, 't', 25_000, "n, TIMESTAMPADD(SECOND, n, '2024-01-01'), CONCAT('value ', n)");
    await using run = await new TaskRun().start(
      configOf(database, 't', {
        ...settings,
        'max.buffer.size': '50',
        'batch.max.rows': '333',
        'poll.interval.ms': '60000',
      }),
    );
    const records = await run.records(25_000);
    expect(records.map(idOf)).toEqual(Array.from({ length: 25_000 }, (_, i) => i + 1));
    expect(new Set(records.map((r) => r.valueSchema)).size).toBe(1);
    expect(await run.poll()).toEqual([]);
  });

  test('a connection that is lost in the middle of a read is made anew, and no row is lost', async () => {
    await using database = await TestDatabase.create('lost');
    await database.run('CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, ts DATETIME NOT NULL, v TEXT)');
    await fill(database, 't', 6000, "n, TIMESTAMPADD(SECOND, n, '2024-01-01'), REPEAT('x', 2000)");
    await using run = await new TaskRun().start(
      configOf(database, 't', { ...settings, 'max.buffer.size': '20', 'batch.max.rows': '100' }),
    );
    const first = await run.records(500);
    const [[id] = []] = await database.rows(
      `SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '${database.name}' AND ID <> CONNECTION_ID()`,
    );
    await database.run(`KILL ${String(id)}`);
    const rest = await run.records(6000 - first.length);
    const ids = [...first, ...rest].map(idOf);
    expect([...new Set(ids)]).toEqual(Array.from({ length: 6000 }, (_, i) => i + 1));
    expect(run.log.lines.join('\n')).toMatch(/failed and is tried again/);
  });
});

describe('values', () => {
  test('of rows larger than the buffer come through', async () => {
    await using database = await TestDatabase.create('blob');
    await database.run('CREATE TABLE t (id INT NOT NULL PRIMARY KEY, ts DATETIME NOT NULL, b LONGBLOB)');
    await fill(database, 't', 6, "n, TIMESTAMPADD(SECOND, n, '2024-01-01'), REPEAT(CHAR(n), 9000000)");
    await using run = await new TaskRun().start(
      configOf(database, 't', { mode: 'timestamp', 'timestamp.column.name': 'ts', 'batch.max.rows': '1' }),
    );
    const records = await run.records(6);
    for (const record of records) {
      const bytes = (record.value as Struct).get('b') as Buffer;
      expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([9_000_000, idOf(record), idOf(record)]);
    }
  });

  test('follow the table when columns come and go', async () => {
    await using database = await TestDatabase.create('alter');
    await database.run('CREATE TABLE t (id INT NOT NULL PRIMARY KEY, gone INT)', 'INSERT INTO t VALUES (1, 1)');
    await using run = await new TaskRun().start(
      configOf(database, 't', { mode: 'incrementing', 'incrementing.column.name': 'id' }),
    );
    const before = await run.records(1);
    await database.run('ALTER TABLE t DROP gone, ADD come DECIMAL(5,2) NOT NULL', 'INSERT INTO t VALUES (2, 1.5)');
    const after = await run.records(1);
    expect(before[0]!.valueSchema!.fields.map((f) => f.name)).toEqual(['id', 'gone']);
    expect(after[0]!.valueSchema!.fields.map((f) => f.name)).toEqual(['id', 'come']);
    expect((after[0]!.value as Struct).values).toEqual([2, new Decimal(150n, 2)]);
  });

  test('that can not be delivered stop the task behind the rows before, naming column, value and row', async () => {
    await using database = await TestDatabase.create('bad');
    await database.run(
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, b BIGINT UNSIGNED)',
      'INSERT INTO t VALUES (1, 1), (2, 18446744073709551615)',
    );
    await using run = await new TaskRun().start(
      configOf(database, 't', { mode: 'incrementing', 'incrementing.column.name': 'id' }),
    );
    expect((await run.records(1)).map(idOf)).toEqual([1]);
    await expect(run.records(1)).rejects.toThrow(/Row 2 .*table t.*"b".*18446744073709551615/);
  });
});

describe('a task', () => {
  test('uses one partition object, and the topic of its table', async () => {
    await using database = await TestDatabase.create('part');
    await database.run('CREATE TABLE t (id INT NOT NULL PRIMARY KEY)', 'INSERT INTO t VALUES (1), (2)');
    await using run = await new TaskRun().start(
      configOf(database, 't', { mode: 'incrementing', 'incrementing.column.name': 'id' }),
    );
    const [a, b] = await run.records(2);
    expect(a!.sourcePartition).toBe(b!.sourcePartition);
    expect(JSON.stringify(a!.sourcePartition)).toBe(`{"protocol":"1","table":"${database.name}.t"}`);
    expect(a!.topic).toBe('p-t');
  });

  test('waits, and ends at once, while the connector has no list of tables', async () => {
    await using database = await TestDatabase.create('idle');
    const config = configOf(database, 't', {
      mode: 'bulk',
      tables: '',
      'tables.fetched': 'false',
      'poll.linger.ms': '60000',
    });
    await using run = await new TaskRun().start(config);
    const polled = run.poll();
    run.abort();
    expect(await polled).toEqual([]);
  });

  test('ends at once although a read stands still', async () => {
    await using database = await TestDatabase.create('still');
    const query = 'SELECT SLEEP(30) AS s';
    const config = configOf(database, '', {
      mode: 'bulk',
      query,
      'table.whitelist': '',
      tables: '',
      'poll.linger.ms': '60000',
    });
    await using run = await new TaskRun().start(config);
    const polled = run.poll();
    await until('the query runs', async () => {
      const running = await database.rows(`SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO = '${query}'`);
      return running.length > 0;
    });
    run.abort();
    expect(await polled).toEqual([]);
  });

  test('ends at once although the server never answers', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    await using run = new TaskRun();
    const started = run.start({
      'connection.url': `jdbc:mysql://127.0.0.1:${port}/x`,
      mode: 'incrementing',
      'table.whitelist': 't',
      tables: '`x`.`t`',
      'tables.fetched': 'true',
    });
    const failed = expect(started).rejects.toThrow();
    await until(
      'it has connected',
      async () => await new Promise((resolve) => silent.getConnections((_e, n) => resolve(n > 0))),
    );
    run.abort();
    await failed;
    silent.close();
  });

  test('shows nothing of query.masked when it fails', async () => {
    await using database = await TestDatabase.create('masked');
    const config = configOf(database, '', {
      mode: 'bulk',
      'query.masked': "SELECT 's3cret' FROM nowhere",
      'table.whitelist': '',
    });
    await using run = await new TaskRun().start({ ...config, tables: '' });
    const error = await run.records(1).catch((e: unknown) => e as Error);
    expect(inspect(error)).toMatch(/ER_NO_SUCH_TABLE/);
    expect(inspect(error) + run.log.lines.join()).not.toMatch(/s3cret|nowhere/);
  });

  test('says which parameters of the driver have no effect', async () => {
    await using database = await TestDatabase.create('param');
    await database.run('CREATE TABLE t (id INT NOT NULL PRIMARY KEY)', 'INSERT INTO t VALUES (1)');
    const config = configOf(database, 't', { mode: 'bulk', 'connection.socketFactory': 'com.example.Mine' });
    await using run = await new TaskRun().start({ ...config, 'connection.url': `${database.url}?queryInterceptors=x` });
    await run.records(1);
    expect(run.log.lines.join('\n')).toMatch(/no effect here: queryInterceptors, socketFactory/);
  });

  test.each([
    ['a table that is gone', {}, 'DROP TABLE t', /doesn't exist.*still there/],
    ['a column that is gone', {}, 'ALTER TABLE t DROP id, ADD nr INT', /Unknown column/],
  ])('fails over %s with a sentence', async (_what, more, change, reason) => {
    await using database = await TestDatabase.create('gone');
    await database.run('CREATE TABLE t (id INT NOT NULL PRIMARY KEY)', 'INSERT INTO t VALUES (1)');
    await using run = await new TaskRun().start(
      configOf(database, 't', { mode: 'incrementing', 'incrementing.column.name': 'id', ...more }),
    );
    await run.records(1);
    await database.run(change);
    await expect(run.records(1)).rejects.toThrow(reason);
  });
});
