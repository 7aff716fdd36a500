import { DatabaseError, type DatabaseErrorKind } from '../database-error.ts';

/** What mysql2 adds to an error. */
interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

/** By server error number: those that say that we may not come in, whatever is tried again. */
const REFUSED = new Set([1044, 1045, 1049, 1130, 1227, 1251, 1524, 1698, 3118, 3159, 3878]);
/** The server goes away, or has no room. */
const CONNECTION = new Set([
  1040, 1053, 1077, 1079, 1080, 1152, 1153, 1158, 1159, 1160, 1161, 1184, 1203, 1226, 3169, 4031,
]);
/** SQL states, by their first two letters, for which JDBC drivers throw an SQLNonTransientException. */
const NON_TRANSIENT_STATES = new Set(['0A', '22', '23', '42']);

/** Says what kind of trouble a driver's error is; see `DatabaseErrorKind`. */
export function kindOfError(error: unknown): DatabaseErrorKind {
  const { code, errno, sqlState, fatal } = error as DriverError;
  // errors of the network have negative numbers
  if (errno === undefined || errno < 0 || sqlState === undefined) {
    return code?.startsWith('ER_') === true && fatal !== true ? 'statement' : 'connection';
  }
  if (REFUSED.has(errno) || sqlState.startsWith('28')) return 'refused';
  if (CONNECTION.has(errno) || sqlState.startsWith('08')) return 'connection';
  return NON_TRANSIENT_STATES.has(sqlState.slice(0, 2)) ? 'statement' : 'transient';
}

const ADVICE: Readonly<Record<number | string, string>> = {
  1044: 'Grant the user access to the database',
  1045: 'Check connection.user and connection.password, and from which hosts that user may come',
  1049: 'Check the database in connection.url',
  1054: 'Check the columns named in the settings',
  1064: 'Check query and query.suffix; a condition of the mode is put behind a query, so it must not end in a WHERE of its own',
  1130: "Let the user connect from this worker's host",
  1142: 'Grant the user SELECT on the table',
  1146: 'Check that the table is still there',
  ECONNREFUSED: 'Check that the server runs and that host and port in connection.url are right',
  ENOTFOUND: 'Check the host in connection.url',
  EAI_AGAIN: 'Check the host in connection.url and the name service',
  ETIMEDOUT: 'Check host, port and firewalls',
  EHOSTUNREACH: 'Check host and network',
  HANDSHAKE_SSL_ERROR: 'Check sslMode and the certificates',
  HANDSHAKE_NO_SSL_SUPPORT: 'Switch TLS on in the server, or set sslMode=DISABLED',
};

/** `doing` continues "while …": `connecting to MySQL at db:3306 …`. The message carries the server's words and what to check. */
export function toDatabaseError(error: unknown, doing: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const { code, errno, message } = error as DriverError;
  const said = message === '' ? (code ?? 'no reason given') : message;
  const advice = ADVICE[errno ?? ''] ?? ADVICE[code ?? ''];
  const label = code !== undefined && !said.includes(code) ? ` (${code})` : '';
  const sentence = `Error while ${doing}: ${said}${label}`;
  return new DatabaseError(kindOfError(error), advice === undefined ? sentence : `${sentence}. ${advice}.`, error);
}

/** The same without the server's words, and without the error they came with: they quote the statement. */
export function toMaskedError(error: unknown, doing: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const { code, errno } = error as DriverError;
  const advice = ADVICE[errno ?? ''] ?? ADVICE[code ?? ''] ?? 'Run the query by hand to see more';
  return new DatabaseError(kindOfError(error), `Error while ${doing}: ${code ?? 'no reason given'}. ${advice}.`);
}
