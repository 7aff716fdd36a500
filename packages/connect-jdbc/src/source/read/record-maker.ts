import {
  ConnectError,
  type Schema,
  SourceRecord,
  type SourceOffset,
  type SourcePartition,
  Struct,
} from '@causeway/api';
import type { ResultShape, Rows } from '../../dialect/dialect.ts';
import { type Instant, isSameInstant } from '../../time/instant.ts';
import {
  incrementingOffset,
  incrementingValue,
  type Position,
  timestampIncrementingOffset,
  timestampOffset,
} from './offsets.ts';

export interface RecordTarget {
  readonly topic: string;
  readonly partition: SourcePartition;
}

/** Makes the records of a table, and knows the position that a new read has to go on from. */
export interface RecordMaker {
  /** Rows that it wants to see behind those it makes records of; see `TimestampRecordMaker`. */
  readonly lookAhead: 0 | 1;
  readonly position: Position;
  /** `next` is the moment of the row behind these, null at the end of the result. */
  make(rows: Rows, shape: ResultShape, next: Instant | null): SourceRecord[];
}

/** Whole tables: no offset. */
export class BulkRecordMaker implements RecordMaker {
  readonly lookAhead = 0;
  readonly position: Position;
  readonly #target: RecordTarget;

  constructor(target: RecordTarget, position: Position) {
    this.#target = target;
    this.position = position;
  }

  make({ values }: Rows, { schema }: ResultShape): SourceRecord[] {
    return values.map((row) => recordOf(this.#target, schema, row, null));
  }
}

/** Every row is an offset of its own, of its number or its moment and number. */
export class IncrementingRecordMaker implements RecordMaker {
  readonly lookAhead = 0;
  readonly #target: RecordTarget;
  readonly #column: IncrementingColumn;
  readonly #isDated: boolean;
  #position: Position;

  constructor(target: RecordTarget, position: Position, columnName: string, isDated: boolean) {
    this.#target = target;
    this.#column = new IncrementingColumn(columnName);
    this.#isDated = isDated;
    this.#position = position;
  }

  get position(): Position {
    return this.#position;
  }

  make({ values, instants }: Rows, { schema }: ResultShape): SourceRecord[] {
    const records = new Array<SourceRecord>(values.length);
    let incrementing = this.#position.incrementing;
    let timestamp = this.#position.timestamp;
    for (let i = 0; i < values.length; i++) {
      const row = values[i]!;
      incrementing = this.#column.valueIn(row, schema);
      if (this.#isDated) timestamp = dated(instants[i] ?? null);
      const offset = this.#isDated
        ? timestampIncrementingOffset(timestamp!, incrementing)
        : incrementingOffset(incrementing);
      records[i] = recordOf(this.#target, schema, row, offset);
    }
    this.#position = { incrementing, timestamp };
    return records;
  }
}

/**
 * A moment may belong to several rows, and a read goes on behind a moment. So a moment becomes an offset with the last row that has it;
 * the rows of that moment before carry the offset of the moment before, and come again after a restart between them.
 */
export class TimestampRecordMaker implements RecordMaker {
  readonly lookAhead = 1;
  readonly #target: RecordTarget;
  #position: Position;
  #offset: SourceOffset | null;

  /** A beginning that is set has to be kept even before the first moment is complete, as it may be "now". */
  constructor(target: RecordTarget, position: Position) {
    this.#target = target;
    this.#position = position;
    this.#offset = position.timestamp === null ? null : timestampOffset(position.timestamp);
  }

  get position(): Position {
    return this.#position;
  }

  make({ values, instants }: Rows, { schema }: ResultShape, next: Instant | null): SourceRecord[] {
    const records = new Array<SourceRecord>(values.length);
    for (let i = 0; i < values.length; i++) {
      const instant = dated(instants[i] ?? null);
      const following = i + 1 < values.length ? (instants[i + 1] ?? null) : next;
      if (following === null || !isSameInstant(instant, following)) {
        this.#offset = timestampOffset(instant);
        this.#position = { incrementing: null, timestamp: instant };
      }
      records[i] = recordOf(this.#target, schema, values[i]!, this.#offset);
    }
    return records;
  }
}

/** The incrementing column of a result, found without regard to case. */
export class IncrementingColumn {
  readonly name: string;
  #schema: Schema | null = null;
  #index = -1;

  constructor(name: string) {
    this.name = name;
  }

  /** @throws ConnectError if the column is missing or its value is no integer */
  valueIn(row: readonly unknown[], schema: Schema): number | bigint {
    if (schema !== this.#schema) this.#find(schema);
    return incrementingValue(row[this.#index], this.name);
  }

  #find(schema: Schema): void {
    const lower = this.name.toLowerCase();
    const field = schema.field(this.name) ?? schema.fields.find((f) => f.name.toLowerCase() === lower);
    if (field === undefined) {
      throw new ConnectError(
        `The incrementing column "${this.name}" is not in the result. A query has to return it under this name`,
      );
    }
    this.#schema = schema;
    this.#index = field.index;
  }
}

function dated(instant: Instant | null): Instant {
  if (instant !== null) return instant;
  throw new ConnectError('A row has no timestamp: all of the columns in timestamp.column.name are null in it');
}

function recordOf(
  target: RecordTarget,
  schema: Schema,
  row: unknown[],
  sourceOffset: SourceOffset | null,
): SourceRecord {
  return new SourceRecord({
    sourcePartition: target.partition,
    sourceOffset,
    topic: target.topic,
    valueSchema: schema,
    value: Struct.of(schema, row),
  });
}
