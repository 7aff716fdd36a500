import {
  type Logger,
  RetriableError,
  type SinkRecord,
  type SinkTask,
  type TopicPartition,
  type TopicPartitionOffset,
} from '@causeway/api';
import type { Consumer, RebalanceListener } from '../../kafka/port.ts';
import type { PauseGate } from '../pause-gate.ts';
import type { RecordReader } from './record-reader.ts';
import type { SinkOffsets } from './sink-offsets.ts';
import type { SinkContext } from './sink-task-context.ts';

export interface SinkTaskLoopParts {
  readonly task: SinkTask;
  readonly consumer: Consumer;
  readonly reader: RecordReader;
  readonly offsets: SinkOffsets;
  readonly context: SinkContext;
  readonly gate: PauseGate;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly topics: readonly string[] | RegExp;
  readonly commitIntervalMs: number;
  /** Waits for reports of failed records that the task began. */
  readonly reportsDone: () => Promise<void>;
  /** Called for each topic that records came from, before transformations. */
  readonly onTopic: (topic: string) => void;
  /** Called when a pause, or its end, has taken effect. */
  readonly onPause: (isPaused: boolean) => void;
}

/** Wait before a batch is tried again, when the task asked for no other. */
const retryMs = 3_000;
/** A poll that nothing ends waits so long; a commit that is due ends it earlier. */
const longestPollMs = 10_000;

/**
 * A sink task from its first poll to its last commit: poll, convert, put; commit when it is time, always at the head of a turn. When `put`
 * asks for a retry, all partitions are paused and the same batch is given again.
 */
export class SinkTaskLoop {
  readonly #parts: SinkTaskLoopParts;
  /** Handed to `put` next; not empty after a retriable error only. */
  #batch: SinkRecord[] = [];
  /** How far the batch reaches, by partition; counts as consumed once `put` has taken it. */
  #reached = new Map<string, TopicPartitionOffset>();
  #isRetrying = false;
  #isPaused = false;
  #nextCommit: number;
  /** An error in a rebalance callback, to fail the task with. */
  #rebalanceError: Error | null = null;
  readonly #topicsSeen = new Set<string>();

  constructor(parts: SinkTaskLoopParts) {
    this.#parts = parts;
    this.#nextCommit = performance.now() + parts.commitIntervalMs;
  }

  async run(): Promise<void> {
    const { consumer, topics, signal } = this.#parts;
    consumer.subscribe(topics, this.#listener());
    const onAbort = (): void => consumer.wakeup();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!signal.aborted) await this.#turn();
    } finally {
      signal.removeEventListener('abort', onAbort);
      await this.#finish();
    }
  }

  /** Ends a poll that waits, so that a pause or a resume takes effect at once. */
  nudge(): void {
    this.#parts.consumer.wakeup();
  }

  /** `onTopic` is called again for each topic, with its next records. */
  forgetTopics(): void {
    this.#topicsSeen.clear();
  }

  async #turn(): Promise<void> {
    const { consumer, context, reader, offsets } = this.#parts;
    this.#rewind(context.takeRewinds());
    await this.#commitIfDue();
    this.#applyPause();
    const dueMs = Math.max(0, this.#nextCommit - performance.now());
    const waitMs = Math.min(dueMs, longestPollMs, context.takeTimeout() ?? (this.#isRetrying ? retryMs : Infinity));
    const cursors = await consumer.poll(waitMs);
    if (this.#rebalanceError !== null) throw this.#rebalanceError;
    for (const cursor of cursors) {
      const first = this.#batch.length;
      await reader.read(cursor, this.#batch);
      const { topic, partition, offset } = cursor;
      if (offset < 0) continue; // nothing but marks of transactions, or aborted records
      offsets.begin({ topic, partition, offset: this.#batch[first]?.originalKafkaOffset ?? offset + 1 });
      this.#reached.set(`${topic}-${partition}`, { topic, partition, offset: offset + 1 });
      this.#note(topic);
    }
    if (!this.#isPaused || this.#batch.length > 0) await this.#put();
  }

  async #put(): Promise<void> {
    const { task, consumer, logger } = this.#parts;
    try {
      const done = task.put(this.#batch);
      if (done instanceof Promise) await done;
    } catch (error) {
      if (!(error instanceof RetriableError)) throw error;
      logger.warn(`put failed and is tried again with the same ${this.#batch.length} records: ${error.message}`);
      this.#isRetrying = true;
      consumer.pause(consumer.assignment());
      return;
    }
    if (this.#batch.length > 0) this.#batch = [];
    this.#parts.offsets.advance(this.#reached.values());
    this.#reached.clear();
    if (this.#isRetrying) {
      this.#isRetrying = false;
      this.#resumeAll();
    }
  }

  #rewind(rewinds: readonly TopicPartitionOffset[]): void {
    const { consumer, offsets } = this.#parts;
    if (rewinds.length === 0) return;
    for (const rewind of rewinds) consumer.seek(rewind, rewind.offset);
    offsets.rewind(rewinds);
    this.#dropBatchOf(rewinds);
  }

  /** Commits where it is time, or asked for. */
  async #commitIfDue(): Promise<void> {
    const { context, offsets, commitIntervalMs, reportsDone } = this.#parts;
    const isRequested = context.takeCommitRequest();
    if (!isRequested && performance.now() < this.#nextCommit) return;
    this.#nextCommit = performance.now() + commitIntervalMs;
    await reportsDone();
    this.#rewind(await offsets.commitInBackground());
  }

  #applyPause(): void {
    const { gate, consumer, context, onPause } = this.#parts;
    if (gate.isPaused === this.#isPaused) return;
    this.#isPaused = gate.isPaused;
    if (this.#isPaused) {
      consumer.pause(consumer.assignment());
      context.requestCommit();
    } else this.#resumeAll();
    onPause(this.#isPaused);
  }

  /** Resumes all but what the task itself wants paused. */
  #resumeAll(): void {
    const { consumer, context } = this.#parts;
    if (this.#isPaused || this.#isRetrying) return;
    consumer.resume(
      consumer.assignment().filter(({ topic, partition }) => !context.paused.has(`${topic}-${partition}`)),
    );
  }

  #listener(): RebalanceListener {
    const { task, consumer, context, logger } = this.#parts;
    const guarded =
      (work: (partitions: readonly TopicPartition[]) => Promise<void>) =>
      async (partitions: readonly TopicPartition[]) => {
        try {
          await work(partitions);
        } catch (error) {
          this.#rebalanceError ??= error as Error;
        }
      };
    return {
      assigned: guarded(async (partitions) => {
        logger.debug('Partitions assigned', {
          partitions: partitions.map(({ topic, partition }) => `${topic}-${partition}`),
        });
        await task.open?.(partitions);
        const paused =
          this.#isPaused || this.#isRetrying
            ? partitions
            : partitions.filter((p) => context.paused.has(`${p.topic}-${p.partition}`));
        if (paused.length > 0) consumer.pause(paused);
      }),
      revoked: guarded((partitions) => this.#give(partitions, true)),
      lost: guarded((partitions) => this.#give(partitions, false)),
    };
  }

  async #give(partitions: readonly TopicPartition[], mayCommit: boolean): Promise<void> {
    const { task, offsets, reportsDone } = this.#parts;
    try {
      if (mayCommit) {
        await reportsDone();
        await offsets.commitNow(partitions);
      }
    } finally {
      offsets.forget(partitions);
      this.#dropBatchOf(partitions);
      await task.close?.(partitions);
    }
  }

  #dropBatchOf(partitions: readonly TopicPartition[]): void {
    const gone = new Set(partitions.map(({ topic, partition }) => `${topic}-${partition}`));
    for (const key of gone) this.#reached.delete(key);
    if (this.#batch.length === 0) return;
    this.#batch = this.#batch.filter((r) => !gone.has(`${r.originalTopic}-${r.originalKafkaPartition}`));
  }

  #note(topic: string): void {
    if (this.#topicsSeen.has(topic)) return;
    this.#topicsSeen.add(topic);
    this.#parts.onTopic(topic);
  }

  /** Leaves the group, which commits and closes all partitions, and lets the task go. */
  async #finish(): Promise<void> {
    const { consumer, task, logger } = this.#parts;
    try {
      await consumer.close();
    } catch (error) {
      logger.warn(`Closing the consumer failed: ${(error as Error).message}`);
    }
    try {
      await task.stop();
    } catch (error) {
      logger.error(`Stopping the task failed: ${(error as Error).message}`);
    }
  }
}
