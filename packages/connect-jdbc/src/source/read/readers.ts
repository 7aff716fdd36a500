import type { Logger, OffsetStorageReader, SourceOffset } from '@causeway/api';
import type { Session } from '../../dialect/dialect.ts';
import { instantOfMs } from '../../time/instant.ts';
import { checkTables, columnText, followedColumns, type FollowedTable } from '../tables/followed-columns.ts';
import type { Database } from '../../connection/database.ts';
import type { JdbcSourceConfig } from '../config/keys.ts';
import { barePartition, type Position, positionOf, queryPartition, tablePartition } from './offsets.ts';
import {
  BulkRecordMaker,
  IncrementingRecordMaker,
  type RecordMaker,
  type RecordTarget,
  TimestampRecordMaker,
} from './record-maker.ts';
import { queryOf } from '../config/rules.ts';
import { TableReader } from './table-reader.ts';

export interface ReadersInit {
  readonly config: JdbcSourceConfig;
  readonly database: Database;
  /** Asked for only where a mode needs the database before the first read. */
  readonly session: () => Promise<Session>;
  readonly offsets: OffsetStorageReader;
  readonly logger: Logger;
}

/** The one reader of a query. */
export async function queryReader(init: ReadersInit): Promise<TableReader> {
  const { config, database } = init;
  const columns = followedColumns(config, 'the query');
  const position = await startOf(init, await init.offsets.offset(queryPartition));
  const target = { topic: config['topic.prefix'], partition: queryPartition };
  const plan = { id: null, fullName: 'the query', columns };
  return readerOf(init, plan, target, { position, select: queryOf(config), isPaged: false, dialect: database.dialect });
}

/** One reader a table, after their columns were checked. */
export async function tableReaders(init: ReadersInit, tables: readonly FollowedTable[]): Promise<TableReader[]> {
  const { config, database } = init;
  const checked =
    config.mode === 'bulk'
      ? tables
      : await checkTables(tables, await init.session(), config['validate.non.null'], init.logger);
  const offsets = config.mode === 'bulk' ? tables.map(() => null) : await storedOffsets(init.offsets, checked);
  const readers: TableReader[] = [];
  for (const [index, table] of checked.entries()) {
    const position = await startOf(init, offsets[index] ?? null);
    const isQuoted = isQuoting(config);
    const select = `SELECT * FROM ${database.dialect.tableText(table.id, isQuoted)}`;
    const isPaged = await canPage(init, table);
    const target = { topic: config['topic.prefix'] + table.id.table, partition: partitionOf(config, table) };
    readers.push(readerOf(init, table, target, { position, select, isPaged, dialect: database.dialect }));
  }
  return readers;
}

const isQuoting = (config: JdbcSourceConfig): boolean => config['quote.sql.identifiers'].toLowerCase() === 'always';

const partitionOf = (config: JdbcSourceConfig, { id, fullName }: FollowedTable) =>
  config.mode === 'bulk' ? barePartition(id) : tablePartition(fullName);

/** Offsets under today's partition, else under that of the oldest versions. */
async function storedOffsets(
  offsets: OffsetStorageReader,
  tables: readonly FollowedTable[],
): Promise<(SourceOffset | null)[]> {
  const found = await offsets.offsets(tables.map(({ fullName }) => tablePartition(fullName)));
  const old = await offsets.offsets(tables.map(({ id }) => barePartition(id)));
  return tables.map((_, i) => found[i] ?? old[i] ?? null);
}

/** Where to go on; without a stored time at `timestamp.initial`, of which -1 is the clock of the database. */
async function startOf({ config, session }: ReadersInit, offset: SourceOffset | null): Promise<Position> {
  const position = positionOf(offset);
  const initial = config['timestamp.initial'];
  if (!config.mode.startsWith('timestamp') || position.timestamp !== null || initial === null) return position;
  return { ...position, timestamp: initial === -1 ? await (await session()).now() : instantOfMs(initial) };
}

async function canPage({ config, session }: ReadersInit, { id, columns }: FollowedTable): Promise<boolean> {
  if (config.mode !== 'incrementing' || config['query.suffix'].trim() !== '') return false;
  return await (await session()).hasUniqueIndex(id, columns.incrementing ?? '');
}

interface ReaderPlan {
  readonly dialect: Database['dialect'];
  readonly position: Position;
  readonly select: string;
  readonly isPaged: boolean;
}

type Followed = Omit<FollowedTable, 'id'> & { readonly id: FollowedTable['id'] | null };

function readerOf(
  { config, database }: ReadersInit,
  { id, fullName, columns }: Followed,
  target: RecordTarget,
  { dialect, position, select, isPaged }: ReaderPlan,
): TableReader {
  const { reading } = database.settings;
  const text = (column: string): string => columnText(dialect, id, column, isQuoting(config));
  const { incrementing, timestamps } = columns;
  return new TableReader({
    name: fullName,
    dialect,
    reading,
    plan: {
      dialect,
      reading,
      select,
      suffix: config['query.suffix'].trim(),
      incrementing: incrementing === null ? null : text(incrementing),
      timestamps: timestamps.map(text),
    },
    schemaName: id?.table ?? null,
    timestampColumns: timestamps,
    incrementingColumn: incrementing,
    isPaged,
    isSecret: id === null && config.query === '',
    delayMs: config['timestamp.delay.interval.ms'],
    maxBufferedRows: config['max.buffer.size'] === 0 ? 4 * config['batch.max.rows'] : config['max.buffer.size'],
    maker: recordMaker(target, position, incrementing, timestamps.length > 0),
  });
}

function recordMaker(
  target: RecordTarget,
  position: Position,
  incrementing: string | null,
  isDated: boolean,
): RecordMaker {
  if (incrementing !== null) return new IncrementingRecordMaker(target, position, incrementing, isDated);
  return isDated ? new TimestampRecordMaker(target, position) : new BulkRecordMaker(target, position);
}
