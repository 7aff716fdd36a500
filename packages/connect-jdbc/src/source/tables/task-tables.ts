import type { TaskConfig } from '@causeway/api';
import type { Dialect, TableId } from '../../dialect/dialect.ts';

/** Settings that a connector adds for its tasks. */
const TABLES = 'tables';
const TABLES_FETCHED = 'tables.fetched';

/** What a task is told about its tables: null until the connector has a list. */
export function withTables(config: TaskConfig, tables: readonly TableId[] | null, dialect: Dialect): TaskConfig {
  const names = (tables ?? []).map((table) => dialect.tableText(table, true)).join(',');
  return { ...config, [TABLES]: names, [TABLES_FETCHED]: String(tables !== null) };
}

export function tablesOf(config: TaskConfig, dialect: Dialect): { tables: TableId[]; areFetched: boolean } {
  const text = config[TABLES] ?? '';
  return {
    tables: splitNames(text).map((name) => dialect.parseTableId(name)),
    areFetched: config[TABLES_FETCHED] === 'true',
  };
}

/** At commas outside of quotes of any kind. */
const splitNames = (text: string): string[] => text.match(/(?:`[^`]*`|"[^"]*"|\[[^\]]*\]|[^,`"[])+/g) ?? [];
