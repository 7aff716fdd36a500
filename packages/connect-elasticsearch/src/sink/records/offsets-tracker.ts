import type { SinkRecord, TopicPartition, TopicPartitionOffset } from '@causeway/api';

/** Entries of the prefix that are kept before they are thrown away together. */
const COMPACT_AT = 4096;

const PENDING = 0;
const DONE = 1;
/** Given again after a rewind: the later entry stands for the record. */
const SUPERSEDED = 2;

/** Which records of one partition are written: in the order in which they came, which is the order of their offsets. */
export class PartitionProgress implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly #offsets: number[] = [];
  readonly #states: number[] = [];
  /** Place in the arrays of the first pending entry. */
  #head = 0;
  /** Sequence number of the entry at place 0. */
  #base = 0;
  #pending = 0;
  #after: number | null = null;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  /** Records that are not written yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Entries held, pending or behind a pending one. */
  get size(): number {
    return this.#offsets.length - this.#head;
  }

  /** The offset of the first record that is not written; null if all are. */
  get firstPending(): number | null {
    return this.#offsets[this.#head] ?? null;
  }

  /** The offset after the last record up to which all are written; null if none is. */
  get after(): number | null {
    return this.#after;
  }

  /** Notes a record that was given. Returns its sequence number, for `done`. */
  add(offset: number): number {
    const last = this.#offsets.at(-1);
    if ((last !== undefined && offset <= last) || (this.#after !== null && offset < this.#after)) this.#rewind(offset);
    this.#pending++;
    this.#states.push(PENDING);
    return this.#base + this.#offsets.push(offset) - 1;
  }

  /** Notes that a record is settled: written, dead-lettered, or left out on purpose. */
  done(sequence: number): void {
    const place = sequence - this.#base;
    if (this.#states[place] !== PENDING) return;
    this.#states[place] = DONE;
    this.#pending--;
    if (place === this.#head) this.#advance();
  }

  #advance(): void {
    const states = this.#states;
    while (this.#head < states.length && states[this.#head] !== PENDING) {
      if (states[this.#head] === DONE) this.#after = this.#offsets[this.#head]! + 1;
      this.#head++;
    }
    if (this.#head < COMPACT_AT) return;
    this.#offsets.splice(0, this.#head);
    this.#states.splice(0, this.#head);
    this.#base += this.#head;
    this.#head = 0;
  }

  /** The worker reads from `offset` again: what was given from there on comes again, and counts only then. */
  #rewind(offset: number): void {
    for (let place = this.#head; place < this.#offsets.length; place++) {
      if (this.#offsets[place]! < offset) continue;
      if (this.#states[place] === PENDING) this.#pending--;
      this.#states[place] = SUPERSEDED;
    }
    this.#advance();
    if (this.#after !== null && this.#after > offset) this.#after = offset;
  }
}

/**
 * Knows for every partition up to which offset all records are settled. It counts by the coordinates that the records have in Kafka, which
 * transformations can't change.
 */
export class OffsetsTracker {
  readonly #topics = new Map<string, Map<number, PartitionProgress>>();

  /** The last partition that was asked for: records come in runs of one partition. */
  #last: PartitionProgress | null = null;

  /** The progress of the record's partition. */
  progressOf({ originalTopic: topic, originalKafkaPartition: partition }: SinkRecord): PartitionProgress {
    const last = this.#last;
    if (last?.partition === partition && last.topic === topic) return last;
    let partitions = this.#topics.get(topic);
    if (partitions === undefined) this.#topics.set(topic, (partitions = new Map<number, PartitionProgress>()));
    let progress = partitions.get(partition);
    if (progress === undefined) partitions.set(partition, (progress = new PartitionProgress(topic, partition)));
    this.#last = progress;
    return progress;
  }

  /** Entries held over all partitions. */
  get size(): number {
    let size = 0;
    for (const partitions of this.#topics.values()) for (const { size: one } of partitions.values()) size += one;
    return size;
  }

  pendingOf(partitions: readonly TopicPartition[]): number {
    return partitions.reduce((sum, p) => sum + (this.#find(p)?.pending ?? 0), 0);
  }

  /** Forgets partitions that the task has no longer. */
  close(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.#topics.get(topic)?.delete(partition);
    this.#last = null;
  }

  /**
   * The offsets that may be committed. `given` are those after all records given so far: where nothing is pending they are the answer, which
   * covers records that a transformation dropped.
   * @param isComplete false if records were given that this tracker was not told of; then only what it saw settled counts
   */
  committable(given: readonly TopicPartitionOffset[], isComplete: boolean): TopicPartitionOffset[] {
    const result: TopicPartitionOffset[] = [];
    for (const { topic, partition, offset } of given) {
      const progress = this.#find({ topic, partition });
      const settled = progress?.firstPending ?? (isComplete ? offset : (progress?.after ?? null));
      if (settled !== null) result.push({ topic, partition, offset: Math.min(settled, offset) });
    }
    return result;
  }

  #find({ topic, partition }: TopicPartition): PartitionProgress | undefined {
    return this.#topics.get(topic)?.get(partition);
  }
}
