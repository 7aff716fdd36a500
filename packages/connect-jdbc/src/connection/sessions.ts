import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectError, type Logger } from '@causeway/api';
import type { Session } from '../dialect/dialect.ts';
import { DatabaseError } from '../dialect/database-error.ts';
import type { Database } from './database.ts';

/** Java: CachedConnectionProvider asks for so long whether a connection still works. */
const VALIDITY_TIMEOUT_MS = 5000;

export interface SessionsInit {
  readonly database: Database;
  readonly attempts: number;
  readonly backoffMs: number;
  readonly logger: Logger;
  /** Ends every wait, and closes the connection. */
  readonly signal: AbortSignal;
}

/** Keeps one connection, and makes another where it is gone. */
export class Sessions {
  readonly #init: SessionsInit;
  #session: Session | null = null;

  constructor(init: SessionsInit) {
    this.#init = init;
    init.signal.addEventListener('abort', () => this.drop(), { once: true });
  }

  /**
   * A connection that answers.
   * @throws ConnectError when `connection.attempts` have failed; at once where the server refuses the user or the database
   */
  async get(): Promise<Session> {
    if (this.#session !== null) {
      if (await this.#session.isAlive(VALIDITY_TIMEOUT_MS)) return this.#session;
      this.drop();
    }
    return (this.#session = await this.#connect());
  }

  /** Closes the connection at once. */
  drop(): void {
    this.#session?.destroy();
    this.#session = null;
  }

  async #connect(): Promise<Session> {
    const { database, attempts, backoffMs, logger, signal } = this.#init;
    for (let attempt = 1; ; attempt++) {
      try {
        return await database.dialect.connect(database.settings, logger, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof DatabaseError) || error.kind === 'refused' || attempt >= attempts) {
          throw error instanceof DatabaseError ? givenUp(error, attempt) : error;
        }
        logger.warn(`${error.message} Attempt ${attempt} of ${attempts}; the next one in ${backoffMs} ms`);
        await sleep(backoffMs, undefined, { signal });
      }
    }
  }
}

/** No DatabaseError any more: those are tried again. */
const givenUp = (error: DatabaseError, attempts: number): ConnectError =>
  new ConnectError(
    attempts === 1 ? error.message : `${error.message} Given up after ${attempts} attempts (connection.attempts)`,
    { cause: error },
  );
