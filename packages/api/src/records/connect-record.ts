import type { Schema } from '../data/schema.ts';
import type { Headers } from './headers.ts';

/** What source and sink records have in common, and what a transformation may change. */
export interface RecordFields {
  readonly topic: string;
  /** Partition of the topic; null leaves the choice to the producer. */
  readonly kafkaPartition: number | null;
  readonly keySchema: Schema | null;
  readonly key: unknown;
  readonly valueSchema: Schema | null;
  readonly value: unknown;
  /** Milliseconds since the epoch; null is none. */
  readonly timestamp: number | null;
  /** null is none, which costs nothing; see `headersOf`. */
  readonly headers: Headers | null;
}

/** A record on its way. It is not changed in place: `newRecord` makes another one that differs in some fields. */
export interface ConnectRecord<R = unknown> extends RecordFields {
  newRecord(changes: Partial<RecordFields>): R;
}
