/** The MySQL of the tests, and a source that reads it. */
import type { Settings } from './worker.ts';

export const mysqlUrl = process.env['MYSQL_URL'] ?? 'mysql://connect:connect-secret@127.0.0.1:3306/demo';

/** Follows the column `id` of one table. */
export function jdbcSource(name: string, table: string, more: Settings = {}): Settings {
  const { hostname, port, pathname, username, password } = new URL(mysqlUrl);
  return {
    name,
    'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
    'connection.url': `jdbc:mysql://${hostname}:${port}${pathname}`,
    'connection.user': decodeURIComponent(username),
    'connection.password': decodeURIComponent(password),
    'table.whitelist': table,
    mode: 'incrementing',
    'incrementing.column.name': 'id',
    'poll.interval.ms': '100',
    ...more,
  };
}
