import type { SinkRecord, TopicPartition, TopicPartitionOffset } from '../records/sink-record.ts';
import type { SourceRecord } from '../records/source-record.ts';
import type { TaskConfig } from './connector.ts';
import type { OffsetStorageReader, PluginContext } from './context.ts';

export interface TaskContext extends PluginContext {
  /** Number of the task within its connector, from 0. */
  readonly task: number;
}

/** Where a delivered record went; offset -1 when the broker was not asked for acknowledgement. */
export interface RecordMetadata extends TopicPartition {
  readonly offset: number;
}

export interface SourceTaskContext extends TaskContext {
  readonly offsetStorageReader: OffsetStorageReader;
}

/** Reads from a system. One call at a time; `poll` is called again as soon as the records it gave are on their way. */
export interface SourceTask {
  start(config: TaskConfig, context: SourceTaskContext): void | Promise<void>;
  /**
   * The next records, in order; null or none when there is nothing now. Wait in here, not in a timer, and end the wait when
   * `context.signal` is aborted.
   * @throws RetriableError to be called again; any other error fails the task
   */
  poll(): readonly SourceRecord[] | null | Promise<readonly SourceRecord[] | null>;
  /** Offsets were stored, or there were none to store. Called every `offset.flush.interval.ms`. */
  commit?(): void | Promise<void>;
  /** This record was delivered, or (metadata null) dropped by a transformation or skipped. Leave it out where you don't need it: it costs time. */
  commitRecord?(record: SourceRecord, metadata: RecordMetadata | null): void;
  /** No call to `poll` is running, nor will there be one. */
  stop(): void | Promise<void>;
}

/** Takes records that the task itself can't use, under the connector's `errors.*` settings. */
export interface ErrantRecordReporter {
  /** Resolves when the record is safe in the dead letter queue. */
  report(record: SinkRecord, error: Error): Promise<void>;
}

export interface SinkTaskContext extends TaskContext {
  assignment(): readonly TopicPartition[];
  /** Reads on from these offsets with the next `put`. */
  offset(offsets: readonly TopicPartitionOffset[]): void;
  /** After a RetriableError: how long to wait before the same records come again, in milliseconds. */
  timeout(timeoutMs: number): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  /** Asks for a commit (`preCommit`) soon. */
  requestCommit(): void;
  /** null where neither a dead letter queue nor error logging is configured. */
  readonly errantRecordReporter: ErrantRecordReporter | null;
}

/** Writes to a system. One call at a time. */
export interface SinkTask {
  start(config: TaskConfig, context: SinkTaskContext): void | Promise<void>;
  /** Partitions that this task has from now on, besides those it has. */
  open?(partitions: readonly TopicPartition[]): void | Promise<void>;
  /**
   * Records in order within each partition; possibly none. Records may be kept until `preCommit`.
   * @throws RetriableError to be given the same records again; any other error fails the task
   */
  put(records: readonly SinkRecord[]): void | Promise<void>;
  /**
   * Which offsets may be committed: `offsets` are those of all records given so far. Return them once everything is safely written, or
   * lower ones, or none. Without this method `flush` is awaited and all are committed.
   */
  preCommit?(
    offsets: readonly TopicPartitionOffset[],
  ): readonly TopicPartitionOffset[] | Promise<readonly TopicPartitionOffset[]>;
  /** Writes what is held back. */
  flush?(offsets: readonly TopicPartitionOffset[]): void | Promise<void>;
  /** Partitions that this task has no longer; their offsets were committed. */
  close?(partitions: readonly TopicPartition[]): void | Promise<void>;
  stop(): void | Promise<void>;
}
