import type { SourceRecord } from '@causeway/api';
import type { Dialect, ReadingSettings, ResultShape, RowStream, Session } from '../../dialect/dialect.ts';
import type { Instant } from '../../time/instant.ts';
import { IncrementingColumn, type RecordMaker } from './record-maker.ts';
import { type StatementPlan, statementFor } from './statement.ts';

/** Rows of a page. A read that pages holds no view of the database open for long, and goes on at once after a full page. */
const PAGE_ROWS = 10_000;

export interface TableReaderInit {
  /** For order and messages. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly reading: ReadingSettings;
  readonly plan: StatementPlan;
  readonly schemaName: string | null;
  readonly timestampColumns: readonly string[];
  readonly incrementingColumn: string | null;
  /** The incrementing column is a key of the table, so that a page may end anywhere. */
  readonly isPaged: boolean;
  /** The statement holds what must not be shown. */
  readonly isSecret: boolean;
  readonly delayMs: number;
  readonly maxBufferedRows: number;
  readonly maker: RecordMaker;
}

/** Reads one table, or the query, time and again: a read begins, gives records, and ends. */
export class TableReader {
  readonly name: string;
  /** When to read next, in milliseconds of the worker's clock. */
  dueAt = 0;
  /** Reads that failed since the last that did not. */
  failures = 0;
  readonly #init: TableReaderInit;
  readonly #column: IncrementingColumn;
  #session: Session | null = null;
  #stream: RowStream | null = null;
  #shape: ResultShape | null = null;
  #nextPage: RowStream | null = null;

  constructor(init: TableReaderInit) {
    this.name = init.name;
    this.#init = init;
    this.#column = new IncrementingColumn(init.incrementingColumn ?? '');
  }

  get isReading(): boolean {
    return this.#stream !== null;
  }

  /** The read is over and all of its records were taken. */
  get isExhausted(): boolean {
    const stream = this.#stream;
    return stream?.isComplete === true && stream.buffered === 0 && this.#nextPage === null;
  }

  async begin(session: Session): Promise<void> {
    const { plan, maker, timestampColumns } = this.#init;
    this.#session = session;
    const until = timestampColumns.length === 0 ? null : await this.#upperBound(session);
    this.#stream = this.#read(statementFor(plan, maker.position, until, this.#init.isPaged ? PAGE_ROWS : undefined));
  }

  /** Records that are ready, at most `max`, possibly none. @throws what ended the read, after the records before it */
  take(max: number): SourceRecord[] {
    let stream = this.#stream!;
    this.#requestNextPage(stream);
    if (stream.buffered === 0 && this.#nextPage !== null) {
      this.#stream = stream = this.#nextPage;
      this.#nextPage = null;
    }
    const held = stream.isComplete ? 0 : this.#init.maker.lookAhead;
    const rows = stream.take(Math.max(0, Math.min(max, stream.buffered - held)));
    if (rows.values.length === 0) return [];
    this.#shape = stream.shape;
    return this.#init.maker.make(rows, stream.shape!, stream.nextInstant());
  }

  /** Resolves when there may be more to take. */
  async wait(): Promise<void> {
    await this.#stream!.wait();
  }

  /** Ends a read that went well. */
  async finish(): Promise<void> {
    await this.#session?.endRead();
    this.abandon();
    this.failures = 0;
  }

  /** Forgets a read; the next one goes on behind the last record that was taken. */
  abandon(): void {
    this.#stream = null;
    this.#nextPage = null;
    this.#session = null;
  }

  #read(sql: string): RowStream {
    const { reading, schemaName, timestampColumns, isSecret, maxBufferedRows } = this.#init;
    const previous = this.#stream?.shape ?? this.#shape;
    return this.#session!.read(sql, { reading, schemaName, timestampColumns, isSecret, maxBufferedRows, previous });
  }

  /** While the records of a full page are on their way, the next is read already. */
  #requestNextPage(stream: RowStream): void {
    if (!this.#init.isPaged || this.#nextPage !== null || !stream.isComplete || stream.received < PAGE_ROWS) return;
    if (stream.lastRow === null || stream.shape === null) return;
    const incrementing = this.#column.valueIn(stream.lastRow, stream.shape.schema);
    const position = { incrementing, timestamp: null };
    this.#nextPage = this.#read(statementFor(this.#init.plan, position, null, PAGE_ROWS));
  }

  async #upperBound(session: Session): Promise<Instant> {
    const now = await session.now();
    return { epochMs: now.epochMs - this.#init.delayMs, nanos: nanosAfter(now, this.#init.delayMs) };
  }
}

function nanosAfter({ epochMs, nanos }: Instant, delayMs: number): number {
  const ms = epochMs - delayMs;
  return (ms - Math.floor(ms / 1000) * 1000) * 1_000_000 + (nanos % 1_000_000);
}
