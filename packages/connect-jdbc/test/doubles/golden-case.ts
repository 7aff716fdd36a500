import { readFileSync } from 'node:fs';
import { createServer, connect as connectSocket, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceRecord } from '@causeway/api';
import type { Connection } from 'mysql2/promise';
import { canonical, envelopeOf } from './json.ts';
import { server, TestDatabase } from './mysql.ts';
import { settled, until } from './wait.ts';
import { type Config, WorkerDouble } from './worker.ts';

type Json = Record<string, unknown>;

interface RecordedRecord {
  readonly topic: string;
  readonly value: { readonly schema: string; readonly payload: Json };
}

export interface Expected {
  readonly status?: unknown;
  readonly error?: { readonly where: string; readonly mentions?: readonly string[] } | null;
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly records?: readonly RecordedRecord[];
  readonly offsets?: readonly { readonly partition: unknown; readonly offset: Json }[] | null;
  readonly offsetsAt?: Readonly<Record<string, unknown>>;
}

/** A recorded case; the format is described in golden/README.md. */
export interface GoldenCase {
  readonly id: string;
  readonly title: string;
  readonly setupSql: readonly string[];
  readonly connectorConfig: Config;
  readonly actions: readonly Json[];
  readonly compare?: { readonly records?: 'ordered' | 'unordered' | 'set' };
  readonly takeFirst?: Readonly<Record<string, number>>;
  readonly mask?: { readonly payload?: readonly string[]; readonly offset?: readonly string[] };
  readonly expected: Expected;
  readonly better?: { readonly expected: Expected };
}

/** The cases of a recording. Integers past 2^53 stand in it as `{"$int": digits}`. */
export function goldenCases(file: string): GoldenCase[] {
  const text = readFileSync(new URL(`../../golden/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: GoldenCase[] }).cases;
}

interface Outcome {
  readonly status: unknown;
  readonly error: { readonly where: string; readonly message: string } | null;
  readonly records: readonly { readonly topic: string; readonly text: string }[];
  readonly offsets: unknown;
  readonly offsetsAt: Readonly<Record<string, unknown>>;
}

/** Plays the actions of a case against the connector and a real MySQL. */
export class GoldenRun implements AsyncDisposable {
  readonly #case: GoldenCase;
  readonly #database: TestDatabase;
  readonly #other: TestDatabase;
  readonly #worker = new WorkerDouble();
  readonly #sessions = new Map<string, Connection>();
  readonly #proxy: Proxy;
  readonly #offsetsAt: Record<string, unknown> = {};
  #config: Config = {};

  private constructor(golden: GoldenCase, database: TestDatabase, other: TestDatabase, proxy: Proxy) {
    this.#case = golden;
    this.#database = database;
    this.#other = other;
    this.#proxy = proxy;
  }

  static async prepare(golden: GoldenCase): Promise<GoldenRun> {
    const proxy = new Proxy();
    await proxy.up();
    const run = new GoldenRun(golden, await TestDatabase.create('g'), await TestDatabase.create('h'), proxy);
    await run.#database.run(...run.#fill(golden.setupSql));
    run.#config = run.#fill(golden.connectorConfig);
    return run;
  }

  async play(): Promise<Outcome> {
    for (const action of this.#case.actions) await this.#act(this.#fill(action));
    const { status } = this.#worker;
    const offsets = this.#offsets();
    return { status, error: this.#error(), records: this.#records(), offsets, offsetsAt: this.#offsetsAt };
  }

  /** What differs from the recording, or from what is better than it; empty if nothing does. */
  differences(outcome: Outcome): string[] {
    const found = this.#compare(this.#case.expected, outcome);
    const { better } = this.#case;
    if (found.length === 0 || better === undefined) return found;
    const expected = { ...this.#case.expected, ...better.expected };
    return this.#compare(expected, outcome).length === 0 ? [] : found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.stop();
    for (const session of this.#sessions.values()) await session.end();
    this.#proxy.down();
    await this.#database[Symbol.asyncDispose]();
    await this.#other[Symbol.asyncDispose]();
  }

  async #act(action: Json): Promise<void> {
    const [kind] = Object.keys(action);
    const records = this.#worker.records;
    switch (kind) {
      case 'start':
        await this.#worker.start(this.#config);
        return;
      case 'sql':
        await this.#sql(action['sql'] as string[], action['as'] as string | undefined);
        return;
      case 'sleep':
        await sleep(action['sleep'] as number);
        return;
      case 'settle':
        await settled(() => records.length, action['settle'] as number);
        return;
      case 'waitRecords':
        await this.#until('records', () => records.length >= (action[kind] as number));
        return;
      case 'waitTasks':
        await this.#until('tasks', () => this.#worker.tasks.length === action[kind]);
        return;
      case 'waitState':
        await this.#until('the state', () => this.#state(action) === action[kind]);
        return;
      default:
        await this.#control(kind, action);
        return;
    }
  }

  async #control(kind: string | undefined, action: Json): Promise<void> {
    const worker = this.#worker;
    switch (kind) {
      case 'offsets':
        await worker.stop();
        this.#offsetsAt[action['offsets'] as string] = this.#offsets();
        return;
      case 'stop':
        await worker.stop();
        return;
      case 'resume':
        await worker.start(this.#config);
        return;
      case 'config':
        await worker.stop();
        this.#config = { ...this.#config, ...(action['config'] as Config) };
        await worker.start(this.#config);
        return;
      case 'resetOffsets':
        worker.offsets.clear();
        return;
      case 'alterOffsets':
        for (const { partition, offset } of action['alterOffsets'] as { partition: Json; offset: Json }[]) {
          worker.offsets.set(partition, offset);
        }
        return;
      case 'proxy':
        if (action['proxy'] === 'up') await this.#proxy.up();
        else this.#proxy.down();
        return;
      case 'kill':
        await this.#kill();
        return;
      default:
        throw new Error(`Unknown action ${String(kind)}`);
    }
  }

  /** Where something better than the recording may happen, its outcome ends the wait too. */
  async #until(what: string, holds: () => boolean): Promise<void> {
    const better = this.#case.better?.expected;
    const isBetter = (): boolean =>
      better !== undefined &&
      this.#worker.records.length >= (better.records?.length ?? Infinity) &&
      (better.error === null || this.#error() !== null);
    await until(`${what} came as recorded`, () => holds() || isBetter());
  }

  async #sql(statements: readonly string[], name: string | undefined): Promise<void> {
    if (name === undefined) {
      await this.#database.run(...statements);
      return;
    }
    const session = this.#sessions.get(name) ?? (await this.#database.session());
    this.#sessions.set(name, session);
    for (const statement of statements) await session.query(statement);
  }

  async #kill(): Promise<void> {
    const ids = await this.#database.rows(
      `SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '${this.#database.name}' AND ID <> CONNECTION_ID()`,
    );
    for (const [id] of ids) await this.#database.run(`KILL ${String(id)}`);
  }

  #state(action: Json): string | undefined {
    const { connector, tasks } = this.#worker.status;
    return 'task' in action ? tasks[action['task'] as number] : connector;
  }

  #error(): Outcome['error'] {
    if (this.#worker.error !== null) return { where: 'connector', message: this.#worker.error.message };
    const failed = this.#worker.tasks.find((task) => task.error !== null);
    return failed === undefined ? null : { where: 'task', message: failed.error!.message };
  }

  #records(): Outcome['records'] {
    const counts = new Map<string, number>();
    return this.#worker.records.flatMap((record) => {
      const topic = this.#plain(record.topic);
      const count = (counts.get(topic) ?? 0) + 1;
      counts.set(topic, count);
      if (count > (this.#case.takeFirst?.[topic] ?? Infinity)) return [];
      return [{ topic, text: canonical(this.#masked(recordJson(record), this.#case.mask?.payload ?? [])) }];
    });
  }

  #masked(value: { schema: unknown; payload: unknown }, fields: readonly string[]): unknown {
    return { schema: value.schema, payload: mask(value.payload as Json, fields) };
  }

  #offsets(): unknown {
    return this.#worker.offsets.list().map(({ partition, offset }) => ({
      partition: this.#plain(partition),
      offset: mask(withBigints(offset), this.#case.mask?.offset ?? []),
    }));
  }

  #compare(expected: Expected, outcome: Outcome): string[] {
    const found: string[] = [];
    const same = (what: string, wanted: unknown, is: unknown): void => {
      if (wanted !== undefined && wanted !== null && canonical(wanted) !== canonical(is)) {
        found.push(`${what}: expected ${canonical(wanted)}, got ${canonical(is)}`);
      }
    };
    same('status', expected.status, outcome.status);
    same('offsets', sorted(expected.offsets), sorted(outcome.offsets));
    same('offsetsAt', expected.offsetsAt, outcome.offsetsAt);
    same('error', expected.error?.where ?? 'none', outcome.error?.where ?? 'none');
    for (const word of expected.error?.mentions ?? []) {
      if (outcome.error?.message.toLowerCase().includes(word.toLowerCase()) !== true)
        found.push(`no mention of ${word}`);
    }
    if (outcome.error !== null && expected.error === undefined) found.push(outcome.error.message);
    same('records', this.#arranged(this.#expectedRecords(expected)), this.#arranged(outcome.records));
    return found;
  }

  #expectedRecords({ records, schemas }: Expected): Outcome['records'] {
    return (records ?? []).map(({ topic, value }) => {
      const schema = schemas?.[value.schema];
      return { topic, text: canonical({ schema, payload: withFloats(schema as StructJson, value.payload) }) };
    });
  }

  #arranged(records: Outcome['records']): unknown {
    const byTopic: Record<string, string[]> = {};
    for (const { topic, text } of records) (byTopic[topic] ??= []).push(text);
    const order = this.#case.compare?.records ?? 'ordered';
    for (const topic of order === 'ordered' ? [] : Object.keys(byTopic)) {
      byTopic[topic] = order === 'set' ? [...new Set(byTopic[topic])].sort() : byTopic[topic]!.sort();
    }
    return byTopic;
  }

  #fill<T>(value: T): T {
    const places: Record<string, string> = {
      ...server,
      db: this.#database.name,
      db2: this.#other.name,
      prefix: `${this.#database.name}_`,
      proxyHost: '127.0.0.1',
      proxyPort: String(this.#proxy.port),
    };
    return mapText(value, (text) => text.replace(/\$\{(\w+)\}/g, (all, word: string) => places[word] ?? all)) as T;
  }

  #plain<T>(value: T): T {
    const prefix = `${this.#database.name}_`;
    return mapText(value, (text) =>
      text
        .replaceAll(prefix, '${prefix}')
        .replaceAll(this.#other.name, '${db2}')
        .replaceAll(this.#database.name, '${db}'),
    ) as T;
  }
}

function recordJson(record: SourceRecord): { schema: unknown; payload: unknown } {
  if (record.keySchema !== null || record.key !== null) throw new Error('a key');
  return envelopeOf(record.valueSchema, record.value);
}

interface StructJson {
  readonly fields: readonly { readonly field: string; readonly type: string }[];
}

/** A recorded float is the text of a float; compared as the double that it widens to. */
function withFloats(schema: StructJson, payload: Json): Json {
  const floats = new Set(schema.fields.filter((f) => f.type === 'float').map((f) => f.field));
  return Object.fromEntries(
    Object.entries(payload).map(([k, v]) => [k, floats.has(k) && typeof v === 'number' ? Math.fround(v) : v]),
  );
}

const sorted = (list: unknown): unknown => (Array.isArray(list) ? list.map(canonical).sort() : list);

const mask = (value: Json, fields: readonly string[]): Json =>
  Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fields.includes(k) ? `<${typeof v}>` : v]));

const withBigints = (value: Readonly<Json>): Json =>
  Object.fromEntries(Object.entries(value).map(([k, v]) => [k, typeof v === 'bigint' ? { $int: String(v) } : v]));

function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((v) => mapText(v, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [change(k), mapText(v, change)]));
}

/** A way to MySQL that can be cut. */
class Proxy {
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  port = 0;

  async up(): Promise<void> {
    this.#server = createServer((near) => {
      const far = connectSocket(Number(server.port), server.host);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => this.#server!.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.#server.address() as { port: number }).port;
  }

  down(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
