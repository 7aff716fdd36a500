import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConfigError,
  ConnectError,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
  type TaskConfig,
} from '@causeway/api';
import { DatabaseError } from '../dialect/database-error.ts';
import { followedColumns } from './tables/followed-columns.ts';
import { parseConfig } from './config.ts';
import { databaseOf } from './config/database-of.ts';
import type { JdbcSourceConfig } from './config/keys.ts';
import { queryReader, type ReadersInit, tableReaders } from './read/readers.ts';
import { queryOf } from './config/rules.ts';
import { Sessions } from '../connection/sessions.ts';
import type { TableReader } from './read/table-reader.ts';
import { tablesOf } from './tables/task-tables.ts';

const NOTHING: readonly SourceRecord[] = [];
/** The worker calls again at once, so an empty answer must take some time. */
const SHORTEST_LINGER_MS = 100;

/** Reads its tables, or the query, in turn: each to the end of its result, then the one that was read longest ago. */
export class JdbcSourceTask implements SourceTask {
  readonly #stopped = new AbortController();
  #config!: JdbcSourceConfig;
  #context!: SourceTaskContext;
  #signal!: AbortSignal;
  #sessions!: Sessions;
  /** The first is the one being read, or the next. None while the connector has no list of tables. */
  #readers: TableReader[] = [];

  /** @throws ConfigError, ConnectError; see `checkTables` */
  async start(raw: TaskConfig, context: SourceTaskContext): Promise<void> {
    const config = (this.#config = parseConfig(raw));
    this.#context = context;
    this.#signal = AbortSignal.any([context.signal, this.#stopped.signal]);
    const database = databaseOf(config, raw);
    this.#sessions = new Sessions({
      database,
      attempts: config['connection.attempts'],
      backoffMs: config['connection.backoff.ms'],
      logger: context.logger,
      signal: this.#signal,
    });
    const init: ReadersInit = {
      config,
      database,
      session: async () => await this.#sessions.get(),
      offsets: context.offsetStorageReader,
      logger: context.logger,
    };
    this.#readers = queryOf(config) === '' ? await readTables(init, raw) : [await queryReader(init)];
  }

  poll(): readonly SourceRecord[] | null | Promise<readonly SourceRecord[] | null> {
    const reader = this.#readers[0];
    if (reader?.isReading === true && !this.#signal.aborted) {
      // records that are here go at once; whatever goes wrong is dealt with below
      try {
        const records = reader.take(this.#config['batch.max.rows']);
        if (records.length > 0) return records;
      } catch (error) {
        return this.#pollAfter(reader, error);
      }
    }
    return this.#pollSlowly();
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new ConnectError('The task was stopped'));
  }

  async #pollAfter(reader: TableReader, error: unknown): Promise<readonly SourceRecord[] | null> {
    if (!this.#signal.aborted) this.#recover(reader, error);
    return await this.#pollSlowly();
  }

  /** Until there are records, or `poll.linger.ms` are over, or the task is to stop. */
  async #pollSlowly(): Promise<readonly SourceRecord[] | null> {
    const deadline = Date.now() + Math.max(SHORTEST_LINGER_MS, this.#config['poll.linger.ms']);
    while (!this.#signal.aborted) {
      const reader = this.#readers[0];
      try {
        const records = reader === undefined ? await this.#idle(deadline) : await this.#advance(reader, deadline);
        if (records.length > 0) return records;
      } catch (error) {
        if (this.#isStopping()) return null;
        if (reader === undefined) throw error;
        this.#recover(reader, error);
      }
      if (Date.now() >= deadline) return NOTHING;
    }
    return null;
  }

  /** One step: begin a read that is due, take what is there, end a read, or wait for either. */
  async #advance(reader: TableReader, deadline: number): Promise<readonly SourceRecord[]> {
    if (!reader.isReading) {
      if (reader.dueAt > Date.now()) return await this.#idle(Math.min(reader.dueAt, deadline));
      await reader.begin(await this.#sessions.get());
    }
    const records = reader.take(this.#config['batch.max.rows']);
    if (records.length > 0) return records;
    if (reader.isExhausted) {
      await reader.finish();
      this.#requeue(reader, this.#config['poll.interval.ms']);
    } else {
      await waitFor(reader, deadline);
    }
    return NOTHING;
  }

  /** Java: a priority queue by time of the last read and name. */
  #requeue(reader: TableReader, delayMs: number): void {
    reader.dueAt = Date.now() + delayMs;
    this.#readers.sort((a, b) => a.dueAt - b.dueAt || (a.name < b.name ? -1 : 1));
  }

  /**
   * A statement that is wrong, or a row that can't be read, fails the task; what passes is tried again soon, from behind the last record
   * that was given.
   */
  #recover(reader: TableReader, error: unknown): void {
    reader.abandon();
    this.#sessions.drop();
    if (!(error instanceof DatabaseError) || error.kind === 'refused' || error.kind === 'statement')
      throw error as Error;
    reader.failures += 1;
    const limit = this.#config['query.retry.attempts'];
    if (limit > 0 && reader.failures >= limit) {
      throw new ConnectError(`${error.message} Given up after ${reader.failures} attempts (query.retry.attempts)`, {
        cause: error,
      });
    }
    const delayMs = Math.min(this.#config['poll.interval.ms'], this.#config['connection.backoff.ms']);
    this.#context.logger.warn(`Reading ${reader.name} failed and is tried again in ${delayMs} ms: ${error.message}`);
    this.#requeue(reader, delayMs);
  }

  /** Asked anew: the signal may have come while waiting. */
  #isStopping(): boolean {
    return this.#signal.aborted;
  }

  async #idle(until: number): Promise<readonly SourceRecord[]> {
    await sleep(Math.max(0, until - Date.now()), undefined, { signal: this.#signal });
    return NOTHING;
  }
}

/** A stop ends the wait too: it closes the connection, and with it the read. */
async function waitFor(reader: TableReader, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, Math.max(0, deadline - Date.now()))));
  try {
    await Promise.race([reader.wait(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readTables(init: ReadersInit, raw: TaskConfig): Promise<TableReader[]> {
  const { dialect } = init.database;
  const { tables, areFetched } = tablesOf(raw, dialect);
  if (tables.length === 0 && !areFetched) {
    init.logger.info('The connector has no list of tables yet; waiting for it');
    return [];
  }
  if (tables.length === 0) {
    throw new ConfigError(
      'There is no table to read: none of the database fits table.whitelist, table.blacklist, table.include.list, ' +
        'table.types and catalog.pattern. Names are case-sensitive; a table that is created later starts the task anew',
    );
  }
  const followed = tables.map((id) => {
    const fullName = dialect.tableText(id, false);
    return { id, fullName, columns: followedColumns(init.config, fullName) };
  });
  return await tableReaders(init, followed);
}
