import {
  ConnectError,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
  type TaskConfig,
  type TopicPartition,
  type TopicPartitionOffset,
} from '@causeway/api';
import { parseSinkConfig } from './config.ts';
import type { Intake, Obstacle } from './records/intake.ts';
import { type TaskParts, taskParts } from './task-parts.ts';

/**
 * Writes records as documents. `put` only gathers: documents are sent by several requests at a time, and `preCommit` says up to which record of
 * each partition all are settled.
 */
export class ElasticsearchSinkTask implements SinkTask {
  readonly #random: () => number;
  #parts: TaskParts | null = null;
  #context: SinkTaskContext | null = null;
  #obstacle: Obstacle | null = null;
  /** Were all records that `put` was given noted? Not after it threw. */
  #isComplete = true;

  /** @param random from 0 to below 1, for the waits between attempts */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  start(config: TaskConfig, context: SinkTaskContext): void {
    this.#context = context;
    this.#parts = taskParts(parseSinkConfig(config), context, this.#random);
    context.logger.info(`Writing to Elasticsearch at ${this.#parts.cluster.address}`);
  }

  /**
   * @throws ConnectError if a bulk failed for good, or there is no room within flush.timeout.ms
   * @throws RetriableError if the task stops before all records were taken
   */
  put(records: readonly SinkRecord[]): void | Promise<void> {
    const { outbox, intake } = this.#started;
    this.#isComplete = false;
    if (outbox.failure !== null) throw outbox.failure;
    const taken = intake.isBehind ? 0 : this.#take(records, 0, intake);
    if (taken < records.length) return this.#takeRest(records, taken, intake);
    this.#isComplete = true;
  }

  /** Sends what is gathered. Waits for it only with flush.synchronously. */
  async preCommit(offsets: readonly TopicPartitionOffset[]): Promise<readonly TopicPartitionOffset[]> {
    const { outbox, offsets: tracker, isFlushedSynchronously, flushTimeoutMs } = this.#started;
    outbox.flush();
    if (isFlushedSynchronously) await outbox.until(() => outbox.isIdle, flushTimeoutMs);
    return tracker.committable(offsets, this.#isComplete);
  }

  /** Finishes what is under way for these partitions, so that their next owner's writes come after it. */
  async close(partitions: readonly TopicPartition[]): Promise<void> {
    const { outbox, offsets, flushTimeoutMs } = this.#started;
    outbox.flush();
    await outbox.until(() => outbox.isIdle || offsets.pendingOf(partitions) === 0, flushTimeoutMs);
    const left = offsets.pendingOf(partitions);
    if (left > 0)
      this.#context!.logger.warn(
        `${left} records of partitions that are given away were not written: they will be read again`,
      );
    offsets.close(partitions);
  }

  /** Waits for what is under way, up to flush.timeout.ms. */
  async stop(): Promise<void> {
    if (this.#parts === null) return;
    const { outbox, cluster, stopping, flushTimeoutMs } = this.#parts;
    outbox.flush();
    if (!(await outbox.until(() => outbox.isIdle, flushTimeoutMs)))
      this.#context!.logger.warn(`Stopped with ${outbox.buffered} records not written: they will be read again`);
    outbox.close();
    stopping.abort();
    await cluster.close();
  }

  get #started(): TaskParts {
    if (this.#parts === null) throw new ConnectError('The Elasticsearch task was used before it was started');
    return this.#parts;
  }

  /** Takes records from `from` on. Returns the place of the first that met an obstacle, or their number. */
  #take(records: readonly SinkRecord[], from: number, intake: Intake): number {
    for (let i = from; i < records.length; i++) {
      this.#obstacle = intake.take(records[i]!);
      if (this.#obstacle !== null) return i;
    }
    return records.length;
  }

  async #takeRest(records: readonly SinkRecord[], from: number, intake: Intake): Promise<void> {
    let taken = from;
    while (taken < records.length) {
      const outcome = await (this.#obstacle ?? intake.awaitRoom)();
      taken = this.#take(records, outcome === 'settled' ? taken + 1 : taken, intake);
    }
    this.#isComplete = true;
  }
}
