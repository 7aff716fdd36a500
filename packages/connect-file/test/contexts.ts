import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger, SinkTaskContext, SourceOffset, SourceRecord, SourceTaskContext } from '@causeway/api';
import { onTestFinished } from 'vitest';
import { FileStreamSourceTask } from '../src/source/task.ts';

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'connect-file-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface Log extends Logger {
  readonly warnings: string[];
}

export function log(): Log {
  const warnings: string[] = [];
  const nothing = () => undefined;
  return { debug: nothing, info: nothing, error: nothing, warn: (message) => void warnings.push(message), warnings };
}

export function sourceContext(
  signal: AbortSignal,
  stored: SourceOffset | null,
  logger: Logger = log(),
): SourceTaskContext {
  return {
    connector: 'lines',
    task: 0,
    logger,
    signal,
    offsetStorageReader: {
      offset: () => Promise.resolve(stored),
      offsets: (partitions) => Promise.resolve(partitions.map(() => stored)),
    },
  };
}

export const sinkContext = { connector: 'lines', task: 0, logger: log() } as unknown as SinkTaskContext;

export interface RunningSource {
  readonly task: FileStreamSourceTask;
  readonly log: Log;
  /** Polls until `count` records are there. */
  take(count: number): Promise<SourceRecord[]>;
  /** As the worker does when the task is to stop. */
  abort(): void;
}

/** A task that reads `file` from the stored offset on; it is stopped after the test. */
export async function sourceOf(
  file: string,
  options: { stored?: SourceOffset; batchSize?: number } = {},
): Promise<RunningSource> {
  const task = new FileStreamSourceTask();
  const abort = new AbortController();
  const logger = log();
  const config = { file, topic: 'lines', 'batch.size': String(options.batchSize ?? 2000) };
  await task.start(config, sourceContext(abort.signal, options.stored ?? null, logger));
  onTestFinished(async () => {
    abort.abort();
    await task.stop();
  });
  return { task, log: logger, take: (count) => take(task, count), abort: () => abort.abort() };
}

export async function take(task: FileStreamSourceTask, count: number): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  while (records.length < count) records.push(...((await task.poll()) ?? []));
  return records;
}

export const linesOf = (records: readonly SourceRecord[]): unknown[] => records.map((r) => r.value);
