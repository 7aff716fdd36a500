import {
  type ConfigMap,
  ConnectError,
  type SourceConnector,
  type SourceConnectorContext,
  type TaskConfig,
} from '@causeway/api';
import { DatabaseError } from '../dialect/database-error.ts';
import { parseConfig } from './config.ts';
import type { Database } from '../connection/database.ts';
import { databaseOf } from './config/database-of.ts';
import { queryOf } from './config/rules.ts';
import { Sessions } from '../connection/sessions.ts';
import { TableMonitor } from './tables/table-monitor.ts';
import { groupTables } from './tables/select-tables.ts';
import { withTables } from './tables/task-tables.ts';

/** Finds the tables, shares them out over tasks, and does so again when they change. */
export class JdbcSourceConnector implements SourceConnector {
  readonly #stopped = new AbortController();
  #raw: TaskConfig = {};
  #database: Database | null = null;
  /** null with a query, which has no tables. */
  #monitor: TableMonitor | null = null;
  #monitoring: Promise<void> = Promise.resolve();

  /** @throws ConfigError; ConnectError where the database can't be reached, or tables have the same name */
  async start(raw: ConfigMap, context: SourceConnectorContext): Promise<void> {
    const config = parseConfig(raw);
    const signal = AbortSignal.any([context.signal, this.#stopped.signal]);
    this.#raw = Object.fromEntries(Object.entries(raw).filter((entry): entry is [string, string] => entry[1] !== null));
    this.#database = databaseOf(config, raw);
    const sessions = new Sessions({
      database: this.#database,
      attempts: config['connection.attempts'],
      backoffMs: config['connection.backoff.ms'],
      logger: context.logger,
      signal,
    });
    await sessions.get();
    if (queryOf(config) !== '') {
      sessions.drop();
      return;
    }
    this.#monitor = new TableMonitor(config, this.#database, sessions);
    await firstLook(this.#monitor, sessions, context);
    this.#monitoring = this.#monitor.run(context, signal);
  }

  taskConfigs(maxTasks: number): TaskConfig[] {
    if (this.#monitor === null) return [this.#raw];
    const { dialect } = this.#database!;
    const { tables } = this.#monitor;
    // without tables one task says so: it waits where the list is not known yet, and fails where it is empty
    if (tables === null || tables.length === 0) return [withTables(this.#raw, tables, dialect)];
    return groupTables(tables, Math.min(tables.length, maxTasks)).map((group) => withTables(this.#raw, group, dialect));
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new ConnectError('The connector was stopped'));
    await this.#monitoring;
  }
}

/** A list that can't be read now comes with a later look; tables of the same name stay wrong. */
async function firstLook(monitor: TableMonitor, sessions: Sessions, { logger }: SourceConnectorContext): Promise<void> {
  try {
    await monitor.refresh();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    sessions.drop();
    logger.warn(`The list of tables could not be read, it is tried again later: ${error.message}`);
  }
}
