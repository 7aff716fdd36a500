import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, createConnection } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import type { WorkerProcess } from '../../tools/worker/worker-process.ts';
import { asText, fileSink, fileSource, linesOf, numberedLines, storedOffset } from '../setup/file-connectors.ts';
import { committedOffsets, fillTopic, readTopic, topicSize } from '../setup/kafka.ts';
import { jdbcSource, mysqlUrl } from '../setup/mysql.ts';
import { seeded } from '../setup/random.ts';
import { Bench, type Settings } from '../setup/worker.ts';

/** How often the worker is killed; then it may finish. */
const crashes = 3;
/** A kill falls somewhere in so many milliseconds after the worker has got on. */
const spreadMs = 150;
const flushOften: Settings = { 'offset.flush.interval.ms': '20' };

interface CrashTest {
  readonly bench: Bench;
  readonly connector: Settings;
  readonly seed: number;
  /** How far the stored offsets have come. */
  readonly progress: () => Promise<number>;
  /** Checks from outside what must hold at any moment, with no worker running. */
  readonly check: () => Promise<void>;
  readonly isFinished: () => Promise<boolean>;
}

/** Kills the worker again and again at random moments, but never before it has got on; lets it finish in the end. */
async function crashRepeatedly({ bench, connector, seed, progress, check, isFinished }: CrashTest): Promise<void> {
  const random = seeded(seed);
  for (let i = 0; i < crashes; i++) {
    const before = await progress();
    const worker = await bench.worker(flushOften, [connector]);
    await worker.until('offsets were stored', async () => (await progress()) > before || isFinished(), 60_000, 2);
    await sleep(random() * spreadMs); // the moment is what is tested
    await kill(worker);
    await check();
  }
  const last = await bench.worker(flushOften, [connector]);
  await last.until('all has arrived', isFinished, 120_000);
  expect(await last.stop()).toBe(143);
  await check();
}

async function kill(worker: WorkerProcess): Promise<void> {
  worker.kill('SIGKILL');
  expect(await worker.exit).toBe(137);
}

const firsts = (values: readonly (string | null)[]): (string | null)[] => [...new Set(values)];
const valuesOf = async (topic: string): Promise<(string | null)[]> => (await readTopic(topic)).map((r) => r.value);

describe('a worker that is killed loses nothing', () => {
  test('in the middle of a file that it reads: stored offsets are never ahead of Kafka', async () => {
    await using bench = await Bench.open();
    const [from, topic] = [bench.path('from.txt'), bench.topic('lines')];
    const lines = numberedLines(150_000);
    await writeFile(from, asText(lines));
    const ends: number[] = [];
    for (const line of lines) ends.push((ends.at(-1) ?? 0) + Buffer.byteLength(line) + 1);

    const progress = async (): Promise<number> => {
      const offset = await storedOffset(bench.path('offsets'), ['source', { filename: from }]);
      return Number(offset?.['position'] ?? 0);
    };
    await crashRepeatedly({
      bench,
      connector: fileSource('source', from, topic, { 'batch.size': '20' }),
      seed: 1,
      progress,
      isFinished: async () => (await progress()) === ends.at(-1),
      check: async () => {
        const sent = firsts(await valuesOf(topic));
        expect(sent).toEqual(lines.slice(0, sent.length)); // in order, without a gap
        expect(await progress()).toBeLessThanOrEqual(ends[sent.length - 1] ?? 0);
      },
    });
    expect(firsts(await valuesOf(topic))).toHaveLength(lines.length);
  });

  test('in the middle of a topic that it writes to a file: committed offsets are never ahead of the file', async () => {
    await using bench = await Bench.open();
    const [to, topic, partitions] = [bench.path('to.txt'), bench.topic('lines'), 3];
    const perPartition = Array.from({ length: partitions }, (_, p) =>
      Array.from({ length: 60_000 }, (_, offset) => `${p}:${offset}`),
    );
    await fillTopic(topic, perPartition);
    const all = perPartition.reduce((sum, own) => sum + own.length, 0);

    const committed = (): Promise<number[]> => committedOffsets('sink', topic, partitions);
    const progress = async (): Promise<number> => (await committed()).reduce((sum, offset) => sum + offset, 0);
    await crashRepeatedly({
      bench,
      connector: fileSink('sink', to, topic, {
        'consumer.override.max.poll.records': '100',
        'consumer.override.session.timeout.ms': '6000',
        'consumer.override.heartbeat.interval.ms': '500',
      }),
      seed: 2,
      progress,
      isFinished: async () => (await progress()) === all,
      check: async () => {
        const written = firsts(await linesOf(to));
        for (const [p, offset] of (await committed()).entries()) {
          const own = written.filter((line) => line?.startsWith(`${p}:`));
          expect(own).toEqual(perPartition[p]!.slice(0, own.length));
          expect(offset).toBeLessThanOrEqual(own.length);
        }
      },
    });
    expect(firsts(await linesOf(to))).toHaveLength(all);
  });

  test('in the middle of a table that it reads: stored offsets are never ahead of Kafka', async () => {
    await using bench = await Bench.open();
    const [table, prefix, rows] = [`crash_${bench.id}`, `e2e-${bench.id}-`, 250_000];
    const topic = bench.ownTopic(`${prefix}${table}`);
    const database = await createConnection(mysqlUrl);
    try {
      await database.query(`CREATE TABLE ${table} (id int PRIMARY KEY AUTO_INCREMENT, name varchar(30))`);
      await fillTable(database, table, rows);
      const fullName = `${new URL(mysqlUrl).pathname.slice(1)}.${table}`;
      const key = ['source', { protocol: '1', table: fullName }];
      const progress = async (): Promise<number> =>
        Number((await storedOffset(bench.path('offsets'), key))?.['incrementing'] ?? 0);
      const idsInTopic = async (): Promise<number[]> =>
        firsts(await valuesOf(topic)).map((value) =>
          Number(/^Struct\{id=(\d+),name=name \1\}$/.exec(value ?? '')?.[1]),
        );
      await crashRepeatedly({
        bench,
        connector: jdbcSource('source', table, { 'topic.prefix': prefix, 'batch.max.rows': '20' }),
        seed: 3,
        progress,
        isFinished: async () => (await progress()) === rows,
        check: async () => {
          const ids = await idsInTopic();
          expect(ids).toEqual(Array.from(ids, (_, i) => i + 1));
          expect(await progress()).toBeLessThanOrEqual(ids.length);
        },
      });
      expect(await idsInTopic()).toHaveLength(rows);
    } finally {
      await database.query(`DROP TABLE IF EXISTS ${table}`);
      await database.end();
    }
  });
});

/** Rows with the ids from 1 on. */
async function fillTable(database: Connection, table: string, rows: number): Promise<void> {
  const portion = 50_000;
  for (let from = 1; from <= rows; from += portion) {
    const values = Array.from({ length: Math.min(portion, rows - from + 1) }, (_, i) => `('name ${from + i}')`);
    await database.query(`INSERT INTO ${table} (name) VALUES ${values.join()}`);
  }
}

interface StopTest {
  readonly bench: Bench;
  readonly connector: Settings;
  readonly seed: number;
  readonly all: readonly string[];
  readonly arrivedCount: () => Promise<number>;
  readonly arrived: () => Promise<readonly (string | null)[]>;
}

/** Stops the worker again and again at random moments after something has arrived, and lets it finish in the end. */
async function stopRepeatedly({ bench, connector, seed, all, arrivedCount, arrived }: StopTest): Promise<void> {
  const random = seeded(seed);
  for (let i = 0; i < crashes; i++) {
    const before = await arrivedCount();
    const worker = await bench.worker({}, [connector]);
    const isGettingOn = async (): Promise<boolean> => {
      const count = await arrivedCount();
      return count > before || count >= all.length;
    };
    await worker.until('something has arrived', isGettingOn, 60_000, 2);
    await sleep(random() * spreadMs);
    expect(await worker.stop()).toBe(143);
    const now = await arrived();
    expect(now).toEqual(all.slice(0, now.length));
  }
  const last = await bench.worker({}, [connector]);
  await last.until('all has arrived', async () => (await arrivedCount()) >= all.length);
  expect(await last.stop()).toBe(143);
  expect(await arrived()).toEqual(all);
}

describe('a worker that is stopped in order repeats nothing', () => {
  const lines = numberedLines(150_000);

  test('of a file that it reads', async () => {
    await using bench = await Bench.open();
    const [from, topic] = [bench.path('from.txt'), bench.topic('lines')];
    await writeFile(from, asText(lines));
    await stopRepeatedly({
      bench,
      connector: fileSource('source', from, topic, { 'batch.size': '20' }),
      seed: 4,
      all: lines,
      arrivedCount: () => topicSize(topic),
      arrived: () => valuesOf(topic),
    });
  });

  test('of a topic that it writes to a file', async () => {
    await using bench = await Bench.open();
    const [to, topic] = [bench.path('to.txt'), bench.topic('lines')];
    await fillTopic(topic, [lines]);
    await stopRepeatedly({
      bench,
      connector: fileSink('sink', to, topic, { 'consumer.override.max.poll.records': '20' }),
      seed: 5,
      all: lines,
      arrivedCount: async () => (await linesOf(to)).length,
      arrived: () => linesOf(to),
    });
  });
});
