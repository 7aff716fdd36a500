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
    // Field by field: spreading objects costs several times as much, and this is done for each record.
    return new SourceRecord({
      sourcePartition: this.sourcePartition,
      sourceOffset: this.sourceOffset,
      topic: changes.topic ?? this.topic,
      kafkaPartition: changes.kafkaPartition === undefined ? this.kafkaPartition : changes.kafkaPartition,
      keySchema: changes.keySchema === undefined ? this.keySchema : changes.keySchema,
      key: changes.key === undefined ? this.key : changes.key,
      valueSchema: changes.valueSchema === undefined ? this.valueSchema : changes.valueSchema,
      value: changes.value === undefined ? this.value : changes.value,
      timestamp: changes.timestamp === undefined ? this.timestamp : changes.timestamp,
      headers: changes.headers === undefined ? this.headers : changes.headers,
    });
  }
}
