import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceConnectorContext } from '@causeway/api';
import type { TableId } from '../../dialect/dialect.ts';
import type { Database } from '../../connection/database.ts';
import type { JdbcSourceConfig } from '../config/keys.ts';
import type { Sessions } from '../../connection/sessions.ts';
import { refuseDuplicateNames, selectedTables } from './select-tables.ts';

/** Looks at the list of tables now and again, and has the tasks configured anew when it changes. */
export class TableMonitor {
  readonly #config: JdbcSourceConfig;
  readonly #database: Database;
  readonly #sessions: Sessions;
  #tables: readonly TableId[] | null = null;

  constructor(config: JdbcSourceConfig, database: Database, sessions: Sessions) {
    this.#config = config;
    this.#database = database;
    this.#sessions = sessions;
  }

  /** The tables as last seen; null before the first look that succeeded. */
  get tables(): readonly TableId[] | null {
    return this.#tables;
  }

  /** Looks once, at the start. @throws ConnectError for tables of one name, or where the database does not answer */
  async refresh(): Promise<void> {
    const tables = await selectedTables(this.#config, this.#database.dialect, await this.#sessions.get());
    refuseDuplicateNames(tables, this.#database.dialect);
    this.#tables = tables;
  }

  /** Looks until the signal ends it. Trouble with the database is logged and passes; the tasks have their own. */
  async run(context: SourceConnectorContext, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await sleep(this.#config['table.poll.interval.ms'], undefined, { signal });
        await this.#look(context, signal);
      } catch (error) {
        if (isAborted(signal)) return;
        this.#sessions.drop();
        context.logger.warn(
          `The list of tables could not be read, the one before is kept: ${(error as Error).message}`,
        );
      }
    }
  }

  async #look(context: SourceConnectorContext, signal: AbortSignal): Promise<void> {
    const tables = await selectedTables(this.#config, this.#database.dialect, await this.#sessions.get());
    if (signal.aborted || (this.#tables !== null && this.#namesOf(tables) === this.#namesOf(this.#tables))) return;
    try {
      refuseDuplicateNames(tables, this.#database.dialect);
    } catch (error) {
      context.raiseError(error as Error);
      return;
    }
    this.#tables = tables;
    context.logger.info(`The list of tables has changed; there are ${tables.length} now`);
    context.requestTaskReconfiguration();
  }

  #namesOf(tables: readonly TableId[]): string {
    return JSON.stringify(tables.map((table) => this.#database.dialect.tableText(table, false)));
  }
}

/** Asked anew: the signal may have come while waiting. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
