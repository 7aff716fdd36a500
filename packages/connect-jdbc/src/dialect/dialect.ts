import type { Logger, Schema } from '@causeway/api';
import type { CalendarSystem } from '../time/calendar.ts';
import type { Instant } from '../time/instant.ts';
import type { Zone } from '../time/zone.ts';

/** A table's name with what qualifies it. MySQL has catalogs (its databases) and no schemas. */
export interface TableId {
  readonly catalog: string | null;
  readonly schema: string | null;
  readonly table: string;
}

export type TimestampGranularity =
  | 'connect_logical'
  | 'micros_long'
  | 'micros_string'
  | 'micros_iso_datetime_string'
  | 'nanos_long'
  | 'nanos_string'
  | 'nanos_iso_datetime_string';

export type IsolationMode =
  'DEFAULT' | 'READ_UNCOMMITTED' | 'READ_COMMITTED' | 'REPEATABLE_READ' | 'SERIALIZABLE' | 'SQL_SERVER_SNAPSHOT';

/** Where to connect and how to read. */
export interface DatabaseSettings {
  readonly url: string;
  readonly user: string | null;
  readonly password: string | null;
  /** Parameters of the driver that stand beside the URL (`connection.<name>`). */
  readonly driverParameters: Readonly<Record<string, string>>;
  readonly isolation: IsolationMode;
  readonly reading: ReadingSettings;
}

/** How values become Connect data. */
export interface ReadingSettings {
  readonly zone: Zone;
  readonly calendar: CalendarSystem;
  readonly granularity: TimestampGranularity;
}

/** What differs between databases. */
export interface Dialect {
  /** As in `dialect.name`. */
  readonly name: string;
  /** What follows `jdbc:` in a URL of this database. */
  readonly subprotocols: readonly string[];
  readonly isolationModes: readonly IsolationMode[];
  quote(identifier: string): string;
  /** `db.table`, with each part quoted or none. */
  tableText(table: TableId, isQuoted: boolean): string;
  /** Reads what `tableText` writes. */
  parseTableId(text: string): TableId;
  /** A moment as a literal for comparisons with a column, cut to the precision the database has. */
  timestampLiteral(instant: Instant, reading: ReadingSettings): string;
  /** A literal before every moment a column can hold. */
  readonly earliestTimestamp: string;
  /** Puts a limit behind a statement. */
  limited(sql: string, rows: number): string;
  /** Names the place in messages, without secrets: `host:port, user …, database …`. @throws ConfigError for a URL it can't read */
  describe(settings: DatabaseSettings): string;
  /** @throws DatabaseError, ConfigError for a parameter it can't honour */
  connect(settings: DatabaseSettings, logger: Logger, signal: AbortSignal): Promise<Session>;
}

export interface TableFilter {
  readonly catalog: string | null;
  readonly schema: string | null;
  /** In capitals: TABLE, VIEW, … */
  readonly types: readonly string[];
}

export interface TableColumn {
  readonly name: string;
  readonly isNullable: boolean;
  readonly isAutoIncrement: boolean;
}

/** One connection. One call at a time, but for `destroy`. */
export interface Session {
  /** False once the connection is known to be gone. */
  readonly isOpen: boolean;
  /** Asks the server; false if there is no answer in time. */
  isAlive(timeoutMs: number): Promise<boolean>;
  tables(filter: TableFilter): Promise<TableId[]>;
  /** Empty if there is no such table. */
  columns(table: TableId): Promise<TableColumn[]>;
  /** Is the column alone a key of the table, so that a read can go on behind its last value? */
  hasUniqueIndex(table: TableId, column: string): Promise<boolean>;
  /** The clock of the database, as `CURRENT_TIMESTAMP` gives it. */
  now(): Promise<Instant>;
  /** Has the database compile the statement. @throws DatabaseError where it can't */
  check(sql: string): Promise<void>;
  /** Starts reading. Rows come as they arrive; what is not taken stops the flow. */
  read(sql: string, options: ReadOptions): RowStream;
  /** Ends the transaction of a read, where there is one. */
  endRead(): Promise<void>;
  /** Closes the connection at once, whatever the server does. */
  destroy(): void;
}

export interface ReadOptions {
  readonly reading: ReadingSettings;
  /** Name of the schema; null for none. */
  readonly schemaName: string | null;
  /** Columns of which the first that is not null dates a row, for `Rows.instants`; matched without case. */
  readonly timestampColumns: readonly string[];
  /** The statement must not be shown, in no message. */
  readonly isSecret: boolean;
  /** Rows held before the flow stops. */
  readonly maxBufferedRows: number;
  /** The result of the read before, to take over its schema object where the columns are the same. */
  readonly previous: ResultShape | null;
}

/** The columns of a result. */
export interface ResultShape {
  /** A STRUCT; the same object as long as the columns stay as they are. */
  readonly schema: Schema;
  /** Equal for equal columns. */
  readonly signature: string;
}

/** Rows in order. `instants` has one entry a row where timestamp columns were asked for, and is empty otherwise. */
export interface Rows {
  readonly values: unknown[][];
  readonly instants: (Instant | null)[];
}

export interface RowStream {
  /** null until the columns are known; then so for good. */
  readonly shape: ResultShape | null;
  /** Rows that are here and not taken. */
  readonly buffered: number;
  /** Rows that have arrived so far. */
  readonly received: number;
  /** No more will arrive. */
  readonly isComplete: boolean;
  /** Takes up to `max` rows. @throws what ended the stream early, once all rows before are taken */
  take(max: number): Rows;
  /** The moment of the first row that is not taken. */
  nextInstant(): Instant | null;
  /** The last row that has arrived, taken or not. */
  readonly lastRow: readonly unknown[] | null;
  /** Resolves when there are rows to take or the stream has ended, well or not. */
  wait(): Promise<void>;
}
