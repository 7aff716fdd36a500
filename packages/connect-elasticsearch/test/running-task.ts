import { SinkRecord, type SinkRecordInit } from '@causeway/api';
import { ElasticsearchSinkTask } from '../src/sink/task.ts';
import { taskContext, type TaskContextDouble } from './task-context.ts';

/** A started task without a worker, stopped by `await using`. */
export interface RunningTask extends AsyncDisposable {
  readonly task: ElasticsearchSinkTask;
  readonly context: TaskContextDouble;
  /** The committed offset of a partition of topic `t` when records up to `given` were given; undefined for none. */
  readonly committed: (given: number, partition?: number) => Promise<number | undefined>;
  /** Runs until everything is settled or the task has failed; the error that put then throws, if any. */
  readonly outcome: () => Promise<Error | null>;
}

/** Retries wait for no time here, unless the settings say so. */
export function startTask(url: string, config: Record<string, string> = {}, context = taskContext()): RunningTask {
  const task = new ElasticsearchSinkTask(() => 0.5);
  task.start(
    { 'connection.url': url, 'retry.backoff.ms': '0', 'max.retries': '2', 'flush.timeout.ms': '1000', ...config },
    context,
  );
  return {
    task,
    context,
    committed: async (given, partition = 0) =>
      (await task.preCommit([{ topic: 't', partition, offset: given }]))[0]?.offset,
    outcome: async () => {
      await task.close([{ topic: 't', partition: 0 }]);
      try {
        await task.put([]);
        return null;
      } catch (error) {
        return error as Error;
      }
    },
    [Symbol.asyncDispose]: () => task.stop(),
  };
}

/** Records of topic `t` with the keys given, a document without schema, and offsets from `from` on. */
export const keyed = (keys: readonly string[], from = 0, init: Partial<SinkRecordInit> = {}): SinkRecord[] =>
  keys.map(
    (key, i) =>
      new SinkRecord({
        topic: 't',
        kafkaPartition: 0,
        kafkaOffset: from + i,
        key,
        value: new Map([['n', from + i]]),
        ...init,
      }),
  );
