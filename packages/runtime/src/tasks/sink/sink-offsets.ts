import type { Logger, SinkTask, TopicPartition, TopicPartitionOffset } from '@causeway/api';
import type { Consumer } from '../../kafka/port.ts';

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`;

/**
 * How far each assigned partition was handed to the task, and what of it is committed. Invariant 2: only what `preCommit` returned is
 * committed, and never more than was handed over.
 */
export class SinkOffsets {
  readonly #task: SinkTask;
  readonly #consumer: Consumer;
  readonly #logger: Logger;
  readonly #consumed = new Map<string, TopicPartitionOffset>();
  readonly #committed = new Map<string, number>();
  /** Where a partition is read again from when a commit fails: its last committed offset, or where this task began. */
  readonly #safe = new Map<string, TopicPartitionOffset>();
  #committing: Promise<void> | null = null;

  constructor(task: SinkTask, consumer: Consumer, logger: Logger) {
    this.#task = task;
    this.#consumer = consumer;
    this.#logger = logger;
  }

  /** The task is about to be given this offset of a partition, the first since the partition was assigned, or not. */
  begin(offset: TopicPartitionOffset): void {
    if (!this.#safe.has(keyOf(offset))) this.#safe.set(keyOf(offset), offset);
  }

  /** Everything below these offsets was taken by the task, dropped or skipped. */
  advance(offsets: Iterable<TopicPartitionOffset>): void {
    for (const offset of offsets) this.#consumed.set(keyOf(offset), offset);
  }

  forget(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      this.#consumed.delete(keyOf(partition));
      this.#committed.delete(keyOf(partition));
      this.#safe.delete(keyOf(partition));
    }
  }

  /** A rewind: what is above was not handed over any more. */
  rewind(offsets: readonly TopicPartitionOffset[]): void {
    for (const offset of offsets) {
      this.#consumed.set(keyOf(offset), offset);
      this.#committed.delete(keyOf(offset));
    }
  }

  /**
   * Begins a commit unless one is under way. If storing it fails that is logged, and the next commit makes up for it.
   * @returns the offsets to read on from, where the task could not make its records safe: what it was given since may be lost
   */
  async commitInBackground(): Promise<readonly TopicPartitionOffset[]> {
    if (this.#committing !== null) return [];
    let offsets: TopicPartitionOffset[];
    try {
      offsets = await this.#committable([...this.#consumed.values()]);
    } catch (error) {
      this.#logger.error(`Offset commit failed, rewinding to last committed offsets: ${(error as Error).message}`);
      return [...this.#safe.values()];
    }
    if (offsets.length === 0) return [];
    this.#committing = this.#store(offsets).finally(() => {
      this.#committing = null;
    });
    return [];
  }

  /** Commits what there is of these partitions and waits for it. Failures are logged: others, or a later start, read the records again. */
  async commitNow(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#committing;
    const wanted = new Set(partitions.map(keyOf));
    try {
      const offsets = await this.#committable([...this.#consumed.values()].filter((o) => wanted.has(keyOf(o))));
      if (offsets.length > 0) await this.#store(offsets);
    } catch (error) {
      this.#logger.warn(`Offset commit failed during close: ${(error as Error).message}`);
    }
  }

  async #committable(consumed: readonly TopicPartitionOffset[]): Promise<TopicPartitionOffset[]> {
    const task = this.#task;
    if (task.preCommit === undefined) {
      await task.flush?.(consumed);
      return consumed.filter((offset) => this.#isSafe(offset));
    }
    const allowed = await task.preCommit(consumed);
    return allowed.filter((offset) => this.#isSafe(offset));
  }

  /** Java: offsets of other partitions, or above what was consumed, are ignored. */
  #isSafe(offset: TopicPartitionOffset): boolean {
    const consumed = this.#consumed.get(keyOf(offset));
    if (consumed === undefined || offset.offset > consumed.offset) {
      this.#logger.warn(
        `Ignoring offset ${offset.offset} of ${keyOf(offset)} from preCommit: ${consumed === undefined ? 'not assigned' : `only ${consumed.offset} was consumed`}`,
      );
      return false;
    }
    return this.#committed.get(keyOf(offset)) !== offset.offset;
  }

  async #store(offsets: readonly TopicPartitionOffset[]): Promise<void> {
    try {
      await this.#consumer.commit(offsets);
      for (const offset of offsets) {
        if (!this.#consumed.has(keyOf(offset))) continue;
        this.#committed.set(keyOf(offset), offset.offset);
        this.#safe.set(keyOf(offset), offset);
      }
    } catch (error) {
      this.#logger.warn(`Committing offsets failed; the next commit tries again: ${(error as Error).message}`);
    }
  }
}
