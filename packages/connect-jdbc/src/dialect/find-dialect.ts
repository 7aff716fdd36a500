import { ConfigError } from '@causeway/api';
import type { Dialect } from './dialect.ts';
import { mySqlDialect } from './mysql/mysql-dialect.ts';

/** Every dialect there is. */
const dialects: readonly Dialect[] = [mySqlDialect];

/** Reads any database that a dialect knows by its URL. */
const GENERIC = 'GenericDatabaseDialect';

/** What `dialect.name` may say besides nothing. */
export const dialectNames: readonly string[] = [GENERIC, ...dialects.map(({ name }) => name)];

/**
 * The dialect for a URL. A dialect that is named has to fit the URL, as the driver goes by the URL.
 * @throws ConfigError
 */
export function findDialect(url: string, name: string): Dialect {
  const subprotocol = /^jdbc:([^:]+):/i.exec(url)?.[1]?.toLowerCase();
  if (subprotocol === undefined) {
    throw new ConfigError(
      url === ''
        ? 'connection.url is missing; write jdbc:mysql://host:port/database'
        : 'connection.url is no JDBC URL; write jdbc:mysql://host:port/database',
    );
  }
  const dialect = dialects.find(({ subprotocols }) => subprotocols.includes(subprotocol));
  if (dialect === undefined) {
    const known = dialects.flatMap(({ subprotocols }) => subprotocols.map((s) => `jdbc:${s}:`)).join(', ');
    throw new ConfigError(
      `connection.url starts with "jdbc:${subprotocol}:", for which there is no dialect; there are ${known}`,
    );
  }
  if (name !== '' && name !== GENERIC && name !== dialect.name) {
    throw new ConfigError(`dialect.name=${name} does not fit a connection.url of jdbc:${subprotocol}:; leave it out`);
  }
  return dialect;
}
