import type { Schema } from '../data/schema.ts';
import type { ConnectRecord, RecordFields } from './connect-record.ts';
import type { Headers } from './headers.ts';

/** Where a record comes from: flat, with text, numbers, booleans or null as values. The order of its keys is part of its identity, as in Java. */
export type SourcePartition = Readonly<Record<string, unknown>>;
/** How far a partition was read, in the same form. */
export type SourceOffset = Readonly<Record<string, unknown>>;

export interface SourceRecordInit extends Partial<RecordFields> {
  /** Reuse one object for all records of a partition: it is compared by identity first. */
  readonly sourcePartition: SourcePartition | null;
  readonly sourceOffset: SourceOffset | null;
  readonly topic: string;
}

/** A record that a source task read. `sourceOffset` is stored once Kafka has it and every record before it. */
export class SourceRecord implements ConnectRecord<SourceRecord> {
  readonly sourcePartition: SourcePartition | null;
  readonly sourceOffset: SourceOffset | null;
  readonly topic: string;
  readonly kafkaPartition: number | null;
  readonly keySchema: Schema | null;
  readonly key: unknown;
  readonly valueSchema: Schema | null;
  readonly value: unknown;
  readonly timestamp: number | null;
  readonly headers: Headers | null;

  constructor(init: SourceRecordInit) {
    this.sourcePartition = init.sourcePartition;
    this.sourceOffset = init.sourceOffset;
    this.topic = init.topic;
    this.kafkaPartition = init.kafkaPartition ?? null;
    this.keySchema = init.keySchema ?? null;
    this.key = init.key ?? null;
    this.valueSchema = init.valueSchema ?? null;
    this.value = init.value ?? null;
    this.timestamp = init.timestamp ?? null;
    this.headers = init.headers ?? null;
  }

  newRecord(changes: Partial<RecordFields>): SourceRecord {
    return new SourceRecord({ ...(this as SourceRecordInit), ...changes });
  }
}
