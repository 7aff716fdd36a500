import { ConfigError, ConnectError, type Logger } from '@causeway/api';
import type { Dialect, Session, TableColumn, TableId } from '../../dialect/dialect.ts';
import { mappedColumns, parseIncrementingMapping, parseTimestampMapping } from '../config/column-mapping.ts';
import type { JdbcSourceConfig } from '../config/keys.ts';

/** The columns by which a table is followed. */
export interface FollowedColumns {
  /** "" is the table's AUTO_INCREMENT column; null in modes without. */
  readonly incrementing: string | null;
  readonly timestamps: readonly string[];
}

/** The columns that the settings name for a table, or for the query. @throws ConfigError if they name none */
export function followedColumns(config: JdbcSourceConfig, fullName: string): FollowedColumns {
  const { mode } = config;
  return {
    incrementing: mode.endsWith('incrementing') ? incrementingOf(config, fullName) : null,
    timestamps: mode.startsWith('timestamp') ? timestampsOf(config, fullName) : [],
  };
}

function incrementingOf(config: JdbcSourceConfig, fullName: string): string {
  const mappings = config['incrementing.column.mapping'];
  if (mappings.length === 0) return config['incrementing.column.name'].trim();
  return mappedColumns(mappings.map(parseIncrementingMapping), fullName, 'incrementing.column.mapping');
}

function timestampsOf(config: JdbcSourceConfig, fullName: string): readonly string[] {
  const mappings = config['timestamp.columns.mapping'];
  if (mappings.length === 0) return config['timestamp.column.name'];
  return mappedColumns(mappings.map(parseTimestampMapping), fullName, 'timestamp.columns.mapping');
}

/** One table that a task reads. */
export interface FollowedTable {
  readonly id: TableId;
  readonly fullName: string;
  readonly columns: FollowedColumns;
}

/**
 * Checks the columns of a table against the database and fills in its AUTO_INCREMENT column.
 * @throws ConfigError for columns that are missing
 */
export async function checkColumns(table: FollowedTable, session: Session): Promise<FollowedTable> {
  const { incrementing, timestamps } = table.columns;
  const columns = await session.columns(table.id);
  if (columns.length === 0) {
    throw new ConfigError(`Table ${table.fullName} does not exist, or the user has no privilege to read it`);
  }
  const missing = [...(incrementing === null || incrementing === '' ? [] : [incrementing]), ...timestamps].filter(
    (name) => find(columns, name) === undefined,
  );
  if (missing.length > 0) {
    throw new ConfigError(
      `Table ${table.fullName} has no column ${missing.map((name) => `"${name}"`).join(', ')}. ` +
        'Correct incrementing.column.name, timestamp.column.name or the column mappings',
    );
  }
  if (incrementing !== '') return table;
  const automatic = columns.find(({ isAutoIncrement }) => isAutoIncrement);
  if (automatic === undefined) {
    throw new ConfigError(
      `Table ${table.fullName} has no AUTO_INCREMENT column; name the column to follow in incrementing.column.name`,
    );
  }
  return { ...table, columns: { incrementing: automatic.name, timestamps } };
}

/**
 * Rows with a null in a followed column never come, so the incrementing column and one of the timestamp columns must be NOT NULL.
 * Java: checked for the first table of a task only; the others get a warning.
 */
export async function checkNotNull(table: FollowedTable, session: Session): Promise<string | null> {
  const { incrementing, timestamps } = table.columns;
  const columns = await session.columns(table.id);
  if (incrementing !== null && find(columns, incrementing)?.isNullable === true) {
    return `The incrementing column "${incrementing}" of table ${table.fullName} is nullable, and rows without a value would be lost`;
  }
  if (timestamps.length > 0 && timestamps.every((name) => find(columns, name)?.isNullable !== false)) {
    const names = timestamps.map((name) => `"${name}"`).join(', ');
    return `The timestamp columns ${names} of table ${table.fullName} are all nullable, and rows without a value would be lost`;
  }
  return null;
}

function find(columns: readonly TableColumn[], name: string): TableColumn | undefined {
  const lower = name.toLowerCase();
  return columns.find((column) => column.name.toLowerCase() === lower);
}

/** Checks all tables of a task. @throws ConfigError, ConnectError */
export async function checkTables(
  tables: readonly FollowedTable[],
  session: Session,
  isNotNullRequired: boolean,
  logger: Logger,
): Promise<FollowedTable[]> {
  const checked: FollowedTable[] = [];
  for (const table of tables) checked.push(await checkColumns(table, session));
  if (!isNotNullRequired) return checked;
  for (const [index, table] of checked.entries()) {
    const problem = await checkNotNull(table, session);
    if (problem === null) continue;
    if (index > 0) logger.warn(problem);
    else {
      throw new ConnectError(
        `${problem}. Make the column NOT NULL, or set validate.non.null=false to read without them`,
      );
    }
  }
  return checked;
}

/** As they stand in a condition: in full for a table, alone for a query. */
export function columnText(dialect: Dialect, table: TableId | null, column: string, isQuoted: boolean): string {
  const name = isQuoted ? dialect.quote(column) : column;
  return table === null ? name : `${dialect.tableText(table, isQuoted)}.${name}`;
}
