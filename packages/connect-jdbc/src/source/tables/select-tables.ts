import { ConnectError, JavaRegex } from '@causeway/api';
import type { Dialect, Session, TableId } from '../../dialect/dialect.ts';
import type { JdbcSourceConfig } from '../config/keys.ts';

/** Decides which tables are read. */
export type TableSelection = (table: TableId) => boolean;

/** From the whitelist, the blacklist, or the regular expressions over full names. */
export function tableSelection(config: JdbcSourceConfig, dialect: Dialect): TableSelection {
  const include = config['table.include.list'].map((pattern) => new JavaRegex(pattern));
  if (include.length > 0) {
    const exclude = config['table.exclude.list'].map((pattern) => new JavaRegex(pattern));
    return (table) => {
      const name = dialect.tableText(table, false);
      return include.some((regex) => regex.matches(name)) && !exclude.some((regex) => regex.matches(name));
    };
  }
  const whitelist = new Set(config['table.whitelist']);
  const blacklist = new Set(config['table.blacklist']);
  const isIn = (names: ReadonlySet<string>, table: TableId): boolean =>
    names.has(dialect.tableText(table, false)) || names.has(dialect.tableText(table, true)) || names.has(table.table);
  return (table) => (whitelist.size > 0 ? isIn(whitelist, table) : !isIn(blacklist, table));
}

/** The tables of the database that are read, in the order in which the database lists them. */
export async function selectedTables(config: JdbcSourceConfig, dialect: Dialect, session: Session): Promise<TableId[]> {
  const tables = await session.tables({
    catalog: config['catalog.pattern'],
    schema: config['schema.pattern'],
    types: config['table.types'].map((type) => type.toUpperCase()),
  });
  return tables.filter(tableSelection(config, dialect));
}

/** @throws ConnectError if two tables have one bare name, as their records would go to one topic */
export function refuseDuplicateNames(tables: readonly TableId[], dialect: Dialect): void {
  const byName = Map.groupBy(tables, ({ table }) => table);
  const duplicates = [...byName.values()].filter((same) => same.length > 1).flat();
  if (duplicates.length === 0) return;
  const names = duplicates.map((table) => dialect.tableText(table, false)).join(', ');
  throw new ConnectError(
    `Several tables have the same name, and their records would go to the same topic: ${names}. ` +
      'Select one of each with catalog.pattern, full names in table.whitelist, or table.include.list; use one connector for each database',
  );
}

/** Java: ConnectorUtils#groupPartitions — contiguous groups of which the first may have one more. */
export function groupTables<T>(tables: readonly T[], groups: number): T[][] {
  const size = Math.floor(tables.length / groups);
  const larger = tables.length - groups * size;
  const result: T[][] = [];
  for (let i = 0, from = 0; i < groups; i++) {
    const to = from + size + (i < larger ? 1 : 0);
    result.push(tables.slice(from, to));
    from = to;
  }
  return result;
}
