import { connect as connectSocket, type Socket } from 'node:net';
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2';
import type { Logger } from '@causeway/api';
import type { DatabaseSettings } from '../../dialect.ts';
import { toDatabaseError } from '../errors.ts';
import { type MySqlParameters, readParameters, type TlsMode } from './parameters.ts';
import { type Host, type MySqlUrl, parseUrl } from './url.ts';

/** java.sql.DriverManager's login timeout, as the Java connector sets it. */
const LOGIN_TIMEOUT_MS = 40_000;
const KEEP_ALIVE_AFTER_MS = 30_000;

/** Where the settings lead, without secrets. */
export interface Target {
  readonly url: MySqlUrl;
  readonly parameters: MySqlParameters;
  readonly user: string;
  readonly password: string;
  readonly description: string;
}

/** @throws ConfigError for a URL or a parameter that can't be used */
export function targetOf(settings: DatabaseSettings): Target {
  const url = parseUrl(settings.url);
  const all = { ...url.parameters, ...settings.driverParameters };
  const user = settings.user ?? url.user ?? all['user'] ?? '';
  const hosts = url.hosts.map(({ host, port }) => `${host}:${port}`).join(', ');
  const database = url.database === null ? 'no database' : `database "${url.database}"`;
  return {
    url,
    parameters: readParameters(all),
    user,
    password: settings.password ?? url.password ?? all['password'] ?? '',
    description: `MySQL at ${hosts} (user "${user}", ${database})`,
  };
}

/** A connection and the socket under it: the driver only asks the server to close, which a hanging one never does. */
export interface Link {
  readonly connection: Connection;
  readonly socket: Socket;
}

/**
 * Opens a connection to the first host that answers.
 * @throws DatabaseError
 */
export async function openConnection(target: Target, logger: Logger, signal: AbortSignal): Promise<Link> {
  let failure: unknown;
  for (const host of target.url.hosts) {
    try {
      return await openWithTls(target, host, logger, signal);
    } catch (error) {
      failure ??= error;
      if (signal.aborted) break;
    }
  }
  throw toDatabaseError(failure, `connecting to ${target.description}`);
}

async function openWithTls(target: Target, host: Host, logger: Logger, signal: AbortSignal): Promise<Link> {
  const { tls } = target.parameters;
  try {
    return await openOnce(target, host, tls, signal);
  } catch (error) {
    if (tls !== 'PREFERRED' || (error as { code?: string }).code !== 'HANDSHAKE_NO_SSL_SUPPORT') throw error;
    logger.debug('The server has no TLS; connecting without, as sslMode=PREFERRED allows');
    return await openOnce(target, host, 'DISABLED', signal);
  }
}

async function openOnce(target: Target, host: Host, tls: TlsMode, signal: AbortSignal): Promise<Link> {
  signal.throwIfAborted();
  const socket = connectSocket({
    ...host,
    noDelay: true,
    keepAlive: target.parameters.tcpKeepAlive,
    keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
  });
  const connection = createConnection({ ...optionsOf(target, host, tls), stream: () => socket });
  // an error of an idle connection would end the process otherwise; whoever uses it next finds it closed
  connection.on('error', () => undefined);
  try {
    await handshake(connection, signal);
    return { connection, socket };
  } catch (error) {
    connection.destroy();
    socket.destroy();
    throw error;
  }
}

async function handshake(connection: Connection, signal: AbortSignal): Promise<void> {
  let abort = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
      connection.connect((error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function optionsOf({ url, parameters, user, password }: Target, { host, port }: Host, tls: TlsMode): ConnectionOptions {
  return {
    host,
    port,
    user,
    password,
    ...(url.database === null ? {} : { database: url.database }),
    charset: 'utf8mb4',
    connectTimeout: parameters.connectTimeoutMs === 0 ? LOGIN_TIMEOUT_MS : parameters.connectTimeoutMs,
    ...(tls === 'DISABLED' ? {} : { ssl: tlsOptions(tls, parameters) }),
  };
}

function tlsOptions(tls: TlsMode, { trustedAuthorities }: MySqlParameters): NonNullable<ConnectionOptions['ssl']> {
  const isVerified = tls === 'VERIFY_CA' || tls === 'VERIFY_IDENTITY';
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: isVerified,
    verifyIdentity: tls === 'VERIFY_IDENTITY',
    ...(trustedAuthorities === null ? {} : { ca: trustedAuthorities }),
  };
}
