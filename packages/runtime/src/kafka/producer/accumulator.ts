import type { TopicMetadata } from '../cluster/metadata.ts';
import type { Payload, Receipt, RecordHeader } from '../port.ts';
import { RecordBatchEncoder } from '../record-batch/encoder.ts';
import { batchLayout } from '../record-batch/format.ts';
import { ProducerBatch } from './batch.ts';
import { BufferPool } from './buffer-pool.ts';
import type { ProducerConfig } from './config.ts';
import { isKeyed, partitionForKey, StickyChoice } from './partitioner.ts';

/** Batches of one partition that wait to be sent; the last one may still grow. */
export interface PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  readonly batches: ProducerBatch[];
  inFlight: number;
  /** What is in flight was sent before, and nothing may follow it. */
  isMuted: boolean;
  nextSequence: number;
  /** Falls when the broker finds batches too large. */
  maxBatchBytes: number;
}

/** A record of a topic, or partition, that metadata does not know yet. */
interface PendingRecord {
  readonly partition: number | null;
  readonly timestamp: number;
  readonly key: Payload;
  readonly value: Payload;
  readonly headers: readonly RecordHeader[] | null;
  readonly receipt: Receipt;
  readonly bytes: number;
  readonly since: number;
  readonly order: number;
}

interface TopicQueue {
  readonly topic: string;
  readonly partitions: PartitionQueue[];
  leaders: readonly number[];
  readonly sticky: StickyChoice;
  pending: PendingRecord[];
}

/** Collects records into batches per partition. Knows nothing of brokers; {@link Sender} takes the batches out. */
export class Accumulator {
  /** Queues with batches, in the order in which they got them. */
  readonly active = new Set<PartitionQueue>();
  bufferedBytes = 0;

  readonly #config: ProducerConfig;
  readonly #topics = new Map<string, TopicQueue>();
  readonly #pool: BufferPool;
  /** Batches that were neither delivered nor failed, those in flight among them. */
  readonly #incomplete = new Set<ProducerBatch>();
  #order = 0;
  #last: TopicQueue | null = null;

  constructor(config: ProducerConfig) {
    this.#config = config;
    this.#pool = new BufferPool(4 * config.batchBytes);
  }

  get topics(): string[] {
    return [...this.#topics.keys()];
  }

  /** Topics with records that can't be given to a partition before there is metadata. */
  hasPending(): boolean {
    for (const { pending } of this.#topics.values()) if (pending.length > 0) return true;
    return false;
  }

  /** What must be complete for a flush called now; see {@link isComplete}. */
  mark(): number {
    return this.#order++;
  }

  /** Whether everything before that mark was delivered or failed. */
  isComplete(mark: number): boolean {
    for (const batch of this.#incomplete) if (batch.order < mark) return false;
    for (const { pending } of this.#topics.values()) if (pending.length > 0 && pending[0]!.order < mark) return false;
    return true;
  }

  /** Returns whether there is something new to send: a batch more, or a topic to ask about. `bytes` is what `recordBytes` says. */
  append(
    topic: string,
    partition: number | null,
    timestamp: number,
    key: Payload,
    value: Payload,
    headers: readonly RecordHeader[] | null,
    receipt: Receipt,
    bytes: number,
  ): boolean {
    const queue = this.#last?.topic === topic ? this.#last : this.#topic(topic);
    this.#last = queue;
    const chosen = queue.pending.length > 0 ? -1 : this.#choose(queue, partition, key, bytes);
    if (chosen < 0) {
      const order = this.#order++;
      const kept = { key: copyOf(key), value: copyOf(value), headers };
      queue.pending.push({ partition, timestamp, ...kept, receipt, bytes, since: Date.now(), order });
      this.bufferedBytes += bytes;
      return true;
    }
    return this.#add(this.#partition(queue, chosen), bytes, timestamp, key, value, headers, receipt) !== null;
  }

  /** Takes over new metadata: records that waited for it go into batches. */
  update({ topic, leaders }: TopicMetadata): void {
    const queue = this.#topic(topic);
    if (leaders.length > 0) queue.leaders = leaders;
    const { pending } = queue;
    let taken = 0;
    for (; taken < pending.length; taken++) {
      const { partition, timestamp, key, value, headers, receipt, bytes, order } = pending[taken]!;
      const chosen = this.#choose(queue, partition, key, bytes);
      if (chosen < 0) break;
      this.bufferedBytes -= bytes;
      const target = this.#partition(queue, chosen);
      this.#add(target, bytes, timestamp, key, value, headers, receipt);
      // A flush that waits for the record must wait for the batch it went into.
      const batch = target.batches.at(-1)!;
      batch.order = Math.min(batch.order, order);
    }
    queue.pending = pending.slice(taken);
  }

  /** Takes out records that wait for metadata: of one topic, those since before `olderThan`. */
  takePending(topic: string, olderThan: number): { readonly receipt: Receipt; readonly since: number }[] {
    const queue = this.#topics.get(topic);
    if (queue === undefined || queue.pending.length === 0) return [];
    const kept = queue.pending.findIndex(({ since }) => since >= olderThan);
    const taken = kept < 0 ? queue.pending : queue.pending.slice(0, kept);
    queue.pending = kept < 0 ? [] : queue.pending.slice(kept);
    for (const { bytes } of taken) this.bufferedBytes -= bytes;
    return taken;
  }

  /** The first batch leaves its queue, on its way to the broker. */
  takeFirst(queue: PartitionQueue): ProducerBatch {
    const batch = queue.batches.shift()!;
    if (queue.batches.length === 0) this.active.delete(queue);
    queue.inFlight++;
    return batch;
  }

  /** Puts batches back where their order wants them. */
  putBack(queue: PartitionQueue, batches: readonly ProducerBatch[]): void {
    const first = batches[0];
    if (first === undefined) return;
    const later = queue.batches.findIndex(({ order }) => order > first.order);
    queue.batches.splice(later < 0 ? queue.batches.length : later, 0, ...batches);
    this.active.add(queue);
  }

  /** Several batches take the place of one that was too large. */
  replace(queue: PartitionQueue, batch: ProducerBatch, parts: readonly ProducerBatch[]): void {
    this.#incomplete.delete(batch);
    this.bufferedBytes -= batch.bytes;
    for (const part of parts) {
      this.#incomplete.add(part);
      this.bufferedBytes += part.bytes;
    }
    this.putBack(queue, parts);
  }

  /** The batch was delivered or has failed. @param reusable whether its buffer is surely on no socket any more */
  complete(batch: ProducerBatch, reusable: boolean): void {
    this.#incomplete.delete(batch);
    this.bufferedBytes -= batch.bytes;
    if (reusable) this.#pool.give(batch.encoder.buffer);
  }

  /** Removes a batch that waits in its queue. */
  drop(queue: PartitionQueue, batch: ProducerBatch): void {
    queue.batches.splice(queue.batches.indexOf(batch), 1);
    if (queue.batches.length === 0) this.active.delete(queue);
    this.complete(batch, true);
  }

  /** Forgets sequence numbers: the producer id they belong to is gone. */
  resetSequences(): void {
    for (const { partitions } of this.#topics.values()) {
      for (const queue of Object.values(partitions)) {
        queue.nextSequence = 0;
        for (const batch of queue.batches) {
          batch.baseSequence = -1;
          batch.wire = null;
        }
      }
    }
  }

  /** Whether anything earlier of the partition is still in flight or waits to be sent again. */
  hasEarlier(queue: PartitionQueue, batch: ProducerBatch): boolean {
    for (const other of this.#incomplete) {
      if (other.topic === queue.topic && other.partition === queue.partition && other.order < batch.order) return true;
    }
    return false;
  }

  clear(): void {
    this.#pool.clear();
  }

  #topic(topic: string): TopicQueue {
    let queue = this.#topics.get(topic);
    if (queue === undefined) {
      queue = { topic, partitions: [], leaders: [], sticky: new StickyChoice(this.#config.stickyBytes), pending: [] };
      this.#topics.set(topic, queue);
    }
    return queue;
  }

  /** -1 while metadata does not know the topic or has no such partition. */
  #choose(queue: TopicQueue, partition: number | null, key: Payload, bytes: number): number {
    const { leaders } = queue;
    if (leaders.length === 0) return -1;
    if (partition !== null) return partition < leaders.length ? partition : -1;
    return isKeyed(key, this.#config.ignoreKeys)
      ? partitionForKey(key, leaders.length)
      : queue.sticky.next(bytes, leaders);
  }

  #partition({ topic, partitions }: TopicQueue, partition: number): PartitionQueue {
    const maxBatchBytes = this.#config.batchBytes;
    return (partitions[partition] ??= {
      topic,
      partition,
      batches: [],
      inFlight: 0,
      isMuted: false,
      nextSequence: 0,
      maxBatchBytes,
    });
  }

  /** Returns the batch if the record has opened a new one. */
  #add(
    queue: PartitionQueue,
    bytes: number,
    timestamp: number,
    key: Payload,
    value: Payload,
    headers: readonly RecordHeader[] | null,
    receipt: Receipt,
  ): ProducerBatch | null {
    const { batches } = queue;
    const last = batches.length === 0 ? undefined : batches[batches.length - 1];
    const isNew = last === undefined || !last.isOpen || last.bytes + bytes > queue.maxBatchBytes;
    // one that opens behind a full one will most likely fill up too, and need not grow to it step by step
    const batch = isNew ? this.#open(queue, Math.max(bytes, last?.bytes ?? 0)) : last;
    const before = batch.bytes;
    batch.add(timestamp, key, value, headers, receipt);
    this.bufferedBytes += batch.bytes - before;
    return isNew ? batch : null;
  }

  #open(queue: PartitionQueue, leastBytes: number): ProducerBatch {
    const buffer = this.#pool.take(batchLayout.records + leastBytes);
    const batch = new ProducerBatch(
      queue.topic,
      queue.partition,
      new RecordBatchEncoder(buffer),
      this.#order++,
      Date.now(),
    );
    this.bufferedBytes += batch.bytes;
    queue.batches.push(batch);
    this.active.add(queue);
    this.#incomplete.add(batch);
    return batch;
  }
}

/** Memory of the caller, who may use it again. */
const copyOf = (payload: Payload): Payload => (payload instanceof Uint8Array ? Uint8Array.from(payload) : payload);
