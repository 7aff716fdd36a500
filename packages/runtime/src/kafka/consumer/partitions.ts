import type { TopicPartition } from '../port.ts';
import type { RecordSetCursor } from '../record-batch/decoder.ts';

/** One partition that is ours: where we are, and what was fetched ahead. */
export interface PartitionState extends TopicPartition {
  /** Offset of the next fetch; null while it must be looked up. */
  fetchOffset: number | null;
  /** Fetched and not read to the end yet, in order of offsets. */
  readonly chunks: RecordSetCursor[];
  isPaused: boolean;
  /** After an error: not before. */
  retryAt: number;
  /** Where to start, when looked up, no matter what is committed: the offset we were at is gone from the log. */
  mustReset: boolean;
}

// A topic's name holds no slash.
const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** The partitions of a consumer, whoever gave them to it. */
export class Partitions {
  readonly #states = new Map<string, PartitionState>();

  get size(): number {
    return this.#states.size;
  }

  values(): IterableIterator<PartitionState> {
    return this.#states.values();
  }

  list(): TopicPartition[] {
    return [...this.#states.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  find(partition: TopicPartition): PartitionState | undefined {
    return this.#states.get(keyOf(partition));
  }

  /** Whether it is still the one it was, and not assigned anew since. */
  has(state: PartitionState): boolean {
    return this.find(state) === state;
  }

  /** Starts over with these; positions and pauses are forgotten. */
  replace(partitions: readonly TopicPartition[]): void {
    this.#states.clear();
    for (const { topic, partition } of partitions) {
      const state = { topic, partition, fetchOffset: null, chunks: [], isPaused: false, retryAt: 0, mustReset: false };
      this.#states.set(keyOf(state), state);
    }
  }
}

/** Offset of the next record to be read; null while it isn't known. */
export function positionOf({ chunks, fetchOffset }: PartitionState): number | null {
  return chunks[0]?.nextOffset ?? fetchOffset;
}

export function moveTo(state: PartitionState, offset: number | null): void {
  state.fetchOffset = offset;
  state.chunks.length = 0;
  state.retryAt = 0;
  state.mustReset = false;
}
