import type { Schema } from '../data/schema.ts';
import type { ConnectRecord, RecordFields } from './connect-record.ts';
import type { Headers } from './headers.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Offset of the next record to read. */
export interface TopicPartitionOffset extends TopicPartition {
  readonly offset: number;
}

export type RecordTimestampType = 'CreateTime' | 'LogAppendTime' | 'NoTimestampType';

export interface SinkRecordInit extends Partial<RecordFields> {
  readonly topic: string;
  readonly kafkaPartition: number;
  readonly kafkaOffset: number;
  readonly timestampType?: RecordTimestampType;
  readonly originalTopic?: string;
  readonly originalKafkaPartition?: number;
  readonly originalKafkaOffset?: number;
}

/** A record read from Kafka, for a sink task. The `original…` fields keep what a transformation may have changed. */
export class SinkRecord implements ConnectRecord<SinkRecord> {
  readonly topic: string;
  readonly kafkaPartition: number;
  readonly kafkaOffset: number;
  readonly keySchema: Schema | null;
  readonly key: unknown;
  readonly valueSchema: Schema | null;
  readonly value: unknown;
  readonly timestamp: number | null;
  readonly timestampType: RecordTimestampType;
  readonly headers: Headers | null;
  readonly originalTopic: string;
  readonly originalKafkaPartition: number;
  readonly originalKafkaOffset: number;

  constructor(init: SinkRecordInit) {
    this.topic = init.topic;
    this.kafkaPartition = init.kafkaPartition;
    this.kafkaOffset = init.kafkaOffset;
    this.keySchema = init.keySchema ?? null;
    this.key = init.key ?? null;
    this.valueSchema = init.valueSchema ?? null;
    this.value = init.value ?? null;
    this.timestamp = init.timestamp ?? null;
    this.timestampType = init.timestampType ?? 'NoTimestampType';
    this.headers = init.headers ?? null;
    this.originalTopic = init.originalTopic ?? init.topic;
    this.originalKafkaPartition = init.originalKafkaPartition ?? init.kafkaPartition;
    this.originalKafkaOffset = init.originalKafkaOffset ?? init.kafkaOffset;
  }

  newRecord(changes: Partial<RecordFields>): SinkRecord {
    // Field by field: spreading objects costs several times as much, and this is done for each record.
    return new SinkRecord({
      topic: changes.topic ?? this.topic,
      kafkaPartition: changes.kafkaPartition ?? this.kafkaPartition,
      kafkaOffset: this.kafkaOffset,
      keySchema: changes.keySchema === undefined ? this.keySchema : changes.keySchema,
      key: changes.key === undefined ? this.key : changes.key,
      valueSchema: changes.valueSchema === undefined ? this.valueSchema : changes.valueSchema,
      value: changes.value === undefined ? this.value : changes.value,
      timestamp: changes.timestamp === undefined ? this.timestamp : changes.timestamp,
      timestampType: this.timestampType,
      headers: changes.headers === undefined ? this.headers : changes.headers,
      originalTopic: this.originalTopic,
      originalKafkaPartition: this.originalKafkaPartition,
      originalKafkaOffset: this.originalKafkaOffset,
    });
  }
}
