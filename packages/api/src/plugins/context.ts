import type { SourceOffset, SourcePartition } from '../records/source-record.ts';

/** A log that names connector and task by itself. Fields are added to the line; never put a secret into one. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What every connector and task is given. */
export interface PluginContext {
  /** Name of the connector. */
  readonly connector: string;
  readonly logger: Logger;
  /** Aborted when the worker wants it to stop: end every wait on it. */
  readonly signal: AbortSignal;
}

export interface OffsetStorageReader {
  /** The stored offset of a partition, null if none. Integers past 2^53 are bigints. */
  offset(partition: SourcePartition): Promise<SourceOffset | null>;
  /** The same for several, in their order. */
  offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | null)[]>;
}
