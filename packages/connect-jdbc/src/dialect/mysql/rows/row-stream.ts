import { ConnectError, DataError } from '@causeway/api';
import type { Connection } from 'mysql2';
import type { Instant } from '../../../time/instant.ts';
import type { ReadOptions, RowStream, Rows } from '../../dialect.ts';
import type { ColumnDefinition } from './columns.ts';
import { toDatabaseError, toMaskedError } from '../errors.ts';
import type { MySqlParameters } from '../connection/parameters.ts';
import { layoutOf, type ResultLayout } from './result-layout.ts';
import { RowCells } from './row-cells.ts';
import { queryRows, type RowPacket } from './row-query.ts';

/** Bytes held before the flow stops, whatever the number of rows. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;

export interface RowStreamInit {
  readonly connection: Connection;
  /** Closes the connection at once. */
  readonly close: () => void;
  readonly sql: string;
  readonly parameters: MySqlParameters;
  readonly options: ReadOptions;
}

/** The rows of one statement, decoded as they arrive; the connection is paused while enough of them wait. */
export class MySqlRowStream implements RowStream {
  readonly #connection: Connection;
  readonly #close: () => void;
  readonly #options: ReadOptions;
  readonly #parameters: MySqlParameters;
  #layout: ResultLayout | null = null;
  #cells: RowCells | null = null;
  #values: unknown[][] = [];
  #instants: (Instant | null)[] = [];
  #bufferedBytes = 0;
  #received = 0;
  #lastRow: readonly unknown[] | null = null;
  #isComplete = false;
  #failure: Error | null = null;
  #isPaused = false;
  #wake: (() => void) | null = null;
  #isWakeScheduled = false;

  constructor({ connection, close, sql, parameters, options }: RowStreamInit) {
    this.#connection = connection;
    this.#close = close;
    this.#parameters = parameters;
    this.#options = options;
    queryRows(connection, sql, (packet) => this.#onRow(packet))
      .on('fields', (columns: readonly ColumnDefinition[] | undefined) => this.#onColumns(columns))
      .on('result', () => this.#abandon(new ConnectError('The driver of MySQL gave a row that was not asked for')))
      .on('error', (error: Error) => this.#end(this.#toError(error, sql)))
      .on('end', () => this.#end(null));
  }

  get shape(): ResultLayout | null {
    return this.#layout;
  }

  get buffered(): number {
    return this.#values.length;
  }

  get received(): number {
    return this.#received;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get lastRow(): readonly unknown[] | null {
    return this.#lastRow;
  }

  take(max: number): Rows {
    if (this.#values.length === 0 && this.#failure !== null) throw this.#failure;
    const values = this.#values.length <= max ? this.#values : this.#values.slice(0, max);
    const instants = this.#instants.length <= max ? this.#instants : this.#instants.slice(0, max);
    const left = this.#values.length - values.length;
    this.#bufferedBytes *= left === 0 ? 0 : left / this.#values.length;
    this.#values = left === 0 ? [] : this.#values.slice(max);
    this.#instants = this.#instants.length <= max ? [] : this.#instants.slice(max);
    if (this.#isPaused && this.#hasRoom()) this.#resume();
    return { values, instants };
  }

  nextInstant(): Instant | null {
    return this.#instants[0] ?? null;
  }

  async wait(): Promise<void> {
    if (this.#isComplete) return;
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    // whoever waits needs more than is here, however much that is
    if (this.#isPaused) this.#resume();
    await woken;
  }

  /** Ends the stream where nobody wants it any more. */
  cancel(error: Error): void {
    this.#end(error);
  }

  #hasRoom(): boolean {
    return this.#values.length <= this.#options.maxBufferedRows / 2 && this.#bufferedBytes <= MAX_BUFFERED_BYTES / 2;
  }

  #onColumns(columns: readonly ColumnDefinition[] | undefined): void {
    try {
      if (columns === undefined) throw new ConnectError('The statement gives no rows; it must be a SELECT');
      this.#layout = layoutOf(columns, this.#parameters, this.#options);
      this.#cells = new RowCells(columns.length);
    } catch (error) {
      this.#abandon(error as Error);
    }
  }

  #onRow({ buffer, offset, end }: RowPacket): void {
    const row = this.#cells;
    if (this.#isComplete || this.#layout === null || row === null) return;
    this.#bufferedBytes += end - offset;
    this.#received += 1;
    try {
      row.locate(buffer, offset, end);
      if (this.#options.timestampColumns.length > 0) this.#instants.push(this.#layout.instantOf(row));
      const values = this.#layout.decode(row);
      this.#values.push(values);
      this.#lastRow = values;
    } catch (error) {
      this.#instants.length = Math.min(this.#instants.length, this.#values.length);
      this.#abandon(this.#locate(error as Error));
      return;
    }
    const isFull = this.#values.length >= this.#options.maxBufferedRows || this.#bufferedBytes >= MAX_BUFFERED_BYTES;
    if (isFull && !this.#isPaused) this.#pause();
    else this.#scheduleWake();
  }

  #toError(error: Error, sql: string): Error {
    return this.#options.isSecret
      ? toMaskedError(error, 'reading the query')
      : toDatabaseError(error, `reading with ${sql}`);
  }

  #locate(error: Error): Error {
    const place = this.#options.schemaName === null ? 'the query' : `table ${this.#options.schemaName}`;
    return new DataError(`Row ${this.#received} of the result of ${place} can't be read: ${error.message}`, {
      cause: error,
    });
  }

  /** Gives up a result that goes on coming. Its connection can't be used for anything else. */
  #abandon(error: Error): void {
    this.#end(error);
    this.#close();
  }

  #end(failure: Error | null): void {
    if (this.#isComplete) return;
    this.#isComplete = true;
    this.#failure = failure;
    this.#wake?.();
    this.#wake = null;
  }

  #pause(): void {
    this.#isPaused = true;
    this.#connection.pause();
    this.#wake?.();
    this.#wake = null;
  }

  #resume(): void {
    this.#isPaused = false;
    this.#connection.resume();
  }

  /** Not at the first row, but when those that came with it are decoded too. */
  #scheduleWake(): void {
    if (this.#wake === null || this.#isWakeScheduled) return;
    this.#isWakeScheduled = true;
    setImmediate(() => {
      this.#isWakeScheduled = false;
      this.#wake?.();
      this.#wake = null;
    });
  }
}
