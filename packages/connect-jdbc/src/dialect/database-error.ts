import { ConnectError } from '@causeway/api';

/**
 * - `connection`: there is no connection any more, or none could be made; another may work
 * - `refused`: the server does not let us in: credentials, database, grants
 * - `transient`: the statement may work when run again: lock waits, deadlocks, limits
 * - `statement`: the statement is wrong and stays so: syntax, missing tables or columns
 */
export type DatabaseErrorKind = 'connection' | 'refused' | 'transient' | 'statement';

/** What a database answered in place of rows. The message says where, what it said, and what to check; never a password. */
export class DatabaseError extends ConnectError {
  readonly kind: DatabaseErrorKind;

  constructor(kind: DatabaseErrorKind, message: string, cause?: unknown) {
    super(message, { code: 'ERR_DATABASE', cause });
    this.kind = kind;
  }
}
