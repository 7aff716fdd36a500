import type { Connection } from 'mysql2';
import { ConnectError, type Logger } from '@causeway/api';
import { daysOf, DAY_MS } from '../../time/calendar.ts';
import type { Instant } from '../../time/instant.ts';
import { DatabaseError } from '../database-error.ts';
import type {
  DatabaseSettings,
  ReadOptions,
  ReadingSettings,
  Session,
  TableColumn,
  TableFilter,
  TableId,
} from '../dialect.ts';
import { type Link, openConnection, type Target, targetOf } from './connection/connect.ts';
import { toDatabaseError } from './errors.ts';
import { MySqlRowStream } from './rows/row-stream.ts';

/** A read may stand still for so long (Kafka is away, say) before the server gives it up. */
const NET_WRITE_TIMEOUT_S = 86_400;

type Cells = (Buffer | null)[];

/** @throws DatabaseError, ConfigError */
export async function connect(settings: DatabaseSettings, logger: Logger, signal: AbortSignal): Promise<Session> {
  const target = targetOf(settings);
  const session = new MySqlSession(await openConnection(target, logger, signal), target, settings);
  try {
    await session.prepare();
  } catch (error) {
    session.destroy();
    throw error;
  }
  return session;
}

class MySqlSession implements Session {
  readonly #connection: Connection;
  readonly #socket: Link['socket'];
  readonly #target: Target;
  readonly #reading: ReadingSettings;
  readonly #isolation: DatabaseSettings['isolation'];
  #stream: MySqlRowStream | null = null;
  #isOpen = true;
  readonly #pending = new Set<(error: Error) => void>();

  constructor({ connection, socket }: Link, target: Target, { reading, isolation }: DatabaseSettings) {
    this.#connection = connection;
    this.#socket = socket;
    this.#target = target;
    this.#reading = reading;
    this.#isolation = isolation;
    // the driver tells the connection alone, and not what is under way on it, that it is lost
    connection.on('error', (error: Error) => this.#lose(error));
    socket.on('close', () => this.#lose(new Error('The server closed the connection')));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async prepare(): Promise<void> {
    const { sessionTimeZone, sessionVariables } = this.#target.parameters;
    await this.#query(`SET SESSION net_write_timeout = ${NET_WRITE_TIMEOUT_S}`);
    if (sessionTimeZone !== null) await this.#query(`SET SESSION time_zone = ${quoteText(sessionTimeZone)}`);
    for (const variable of sessionVariables) {
      await this.#query(`SET ${variable.startsWith('@') ? variable : `SESSION ${variable}`}`);
    }
    if (this.#isolation !== 'DEFAULT') {
      await this.#query(`SET SESSION TRANSACTION ISOLATION LEVEL ${this.#isolation.replaceAll('_', ' ')}`);
    }
    // serializable reads lock only inside of a transaction
    if (this.#isolation === 'SERIALIZABLE') await this.#query('SET autocommit = 0');
  }

  async isAlive(timeoutMs: number): Promise<boolean> {
    if (!this.#isOpen) return false;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await this.#request<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), timeoutMs);
        this.#connection.ping((error) => resolve(error === null));
      });
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  async tables({ catalog, types }: TableFilter): Promise<TableId[]> {
    const { parameters, url } = this.#target;
    const only = catalog ?? (parameters.listsOneDatabase ? url.database : null);
    const rows = await this.#query(
      'SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES' +
        (only === null ? '' : ` WHERE TABLE_SCHEMA = ${quoteText(only)}`),
    );
    return rows
      .map(([db, table, type]) => ({ db: text(db), table: text(table), type: jdbcType(text(db), text(type)) }))
      .filter(({ type }) => types.includes(type))
      .sort((a, b) => compare(a.type, b.type) || compare(a.db, b.db) || compare(a.table, b.table))
      .map(({ db, table }) => ({ catalog: db, schema: null, table }));
  }

  async columns({ catalog, table }: TableId): Promise<TableColumn[]> {
    const rows = await this.#query(
      'SELECT COLUMN_NAME, IS_NULLABLE, EXTRA FROM information_schema.COLUMNS ' +
        `WHERE TABLE_SCHEMA = ${this.#schemaOf(catalog)} AND TABLE_NAME = ${quoteText(table)} ORDER BY ORDINAL_POSITION`,
    );
    return rows.map(([name, nullable, extra]) => ({
      name: text(name),
      isNullable: text(nullable) === 'YES',
      isAutoIncrement: text(extra).toLowerCase().includes('auto_increment'),
    }));
  }

  async hasUniqueIndex({ catalog, table }: TableId, column: string): Promise<boolean> {
    const rows = await this.#query(
      'SELECT MAX(COLUMN_NAME) FROM information_schema.STATISTICS ' +
        `WHERE TABLE_SCHEMA = ${this.#schemaOf(catalog)} AND TABLE_NAME = ${quoteText(table)} ` +
        'GROUP BY INDEX_NAME HAVING MAX(NON_UNIQUE) = 0 AND COUNT(*) = 1',
    );
    return rows.some(([name]) => text(name).toLowerCase() === column.toLowerCase());
  }

  async now(): Promise<Instant> {
    const [row] = await this.#query('SELECT CURRENT_TIMESTAMP');
    const match = /^(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)/.exec(text(row?.[0]));
    if (match === null) throw new ConnectError(`The database gave no time: "${text(row?.[0])}"`);
    const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const { zone, calendar } = this.#reading;
    const local = daysOf(year, month, day, calendar) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
    return { epochMs: zone.toEpochMs(local), nanos: 0 };
  }

  async check(sql: string): Promise<void> {
    await this.#request<undefined>((resolve, reject) => {
      this.#connection.prepare(sql, (error, statement) => {
        if (error !== null) {
          reject(toDatabaseError(error, 'compiling the query'));
          return;
        }
        statement.close();
        resolve(undefined);
      });
    });
  }

  read(sql: string, options: ReadOptions): MySqlRowStream {
    return (this.#stream = new MySqlRowStream({
      connection: this.#connection,
      close: () => this.destroy(),
      sql,
      parameters: this.#target.parameters,
      options,
    }));
  }

  async endRead(): Promise<void> {
    if (this.#isolation === 'SERIALIZABLE') await this.#query('COMMIT');
  }

  destroy(): void {
    this.#lose(new Error('It was closed by the worker'));
    this.#connection.destroy();
    this.#socket.destroy();
  }

  /** Ends everything that is under way. */
  #lose(reason: Error): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const lost = new DatabaseError(
      'connection',
      `The connection to ${this.#target.description} is lost: ${reason.message}`,
      reason,
    );
    this.#stream?.cancel(lost);
    this.#stream = null;
    for (const reject of this.#pending) reject(lost);
    this.#pending.clear();
  }

  /** Asks the server something, to be answered by an error where the connection is lost. */
  async #request<T>(send: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
    let cancel: (error: Error) => void = () => undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        cancel = reject;
        this.#pending.add(cancel);
        send(resolve, reject);
      });
    } finally {
      this.#pending.delete(cancel);
    }
  }

  #schemaOf(catalog: string | null): string {
    return catalog === null ? 'DATABASE()' : quoteText(catalog);
  }

  async #query(sql: string): Promise<Cells[]> {
    return await this.#request<Cells[]>((resolve, reject) => {
      const rows: Cells[] = [];
      this.#connection
        .query({ sql, rowsAsArray: true, typeCast: false })
        .on('result', (row: unknown) => {
          if (Array.isArray(row)) rows.push(row as Cells);
        })
        .on('error', (error: Error) => reject(toDatabaseError(error, `asking ${this.#target.description} for ${sql}`)))
        .on('end', () => resolve(rows));
    });
  }
}

/** Java: Connector/J names tables of the server's own databases system tables. */
function jdbcType(database: string, type: string): string {
  if (type !== 'BASE TABLE') return type === 'TEMPORARY' ? 'LOCAL TEMPORARY' : type;
  return database === 'mysql' || database === 'performance_schema' || database === 'information_schema'
    ? 'SYSTEM TABLE'
    : 'TABLE';
}

const text = (cell: Buffer | null | undefined): string => cell?.toString('utf8') ?? '';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const quoteText = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
