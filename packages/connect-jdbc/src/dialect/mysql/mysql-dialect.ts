import { ConfigError } from '@causeway/api';
import { localText } from '../../time/instant.ts';
import type { Dialect, TableId } from '../dialect.ts';
import { targetOf } from './connection/connect.ts';
import { connect } from './session.ts';

const quote = (identifier: string): string => `\`${identifier.replaceAll('`', '``')}\``;

/** One part of a name, in backticks or without, and what separates it from the next. */
const PART = /^(?:`((?:[^`]|``)*)`|([^`.]+))(\.|$)/;

function parts(text: string): string[] {
  const found: string[] = [];
  for (let rest = text; rest !== '';) {
    const match = PART.exec(rest);
    if (match === null) throw new ConfigError(`"${text}" is not the name of a table: write database.table`);
    found.push(match[1]?.replaceAll('``', '`') ?? match[2] ?? '');
    rest = rest.slice(match[0].length);
  }
  return found;
}

/** MySQL and MariaDB. Their databases are catalogs. */
export const mySqlDialect: Dialect = {
  name: 'MySqlDatabaseDialect',
  subprotocols: ['mysql', 'mariadb'],
  isolationModes: ['DEFAULT', 'READ_UNCOMMITTED', 'READ_COMMITTED', 'REPEATABLE_READ', 'SERIALIZABLE'],
  // the zero date, which is no moment, is before it
  earliestTimestamp: "'0001-01-01 00:00:00'",
  quote,
  tableText({ catalog, table }: TableId, isQuoted: boolean): string {
    const names = catalog === null ? [table] : [catalog, table];
    return names.map((name) => (isQuoted ? quote(name) : name)).join('.');
  },
  parseTableId(text: string): TableId {
    const names = parts(text);
    const table = names.pop() ?? '';
    return { catalog: names.pop() ?? null, schema: null, table };
  },
  timestampLiteral: (instant, { zone, calendar }) =>
    `'${localText(instant, zone, calendar, { separator: ' ', digits: 6 })}'`,
  limited: (sql, rows) => `${sql} LIMIT ${rows}`,
  describe: (settings) => targetOf(settings).description,
  connect: async (settings, logger, signal) => {
    const { ignored } = targetOf(settings).parameters;
    if (ignored.length > 0) {
      logger.warn(`These parameters of the MySQL driver have no effect here: ${ignored.join(', ')}`);
    }
    return await connect(settings, logger, signal);
  },
};
