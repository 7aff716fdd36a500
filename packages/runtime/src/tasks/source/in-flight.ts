import type { SourceOffset, SourcePartition } from '@causeway/api';
import type { Receipt } from '../../kafka/port.ts';

export interface CommittableOffset {
  readonly partition: SourcePartition;
  readonly offset: SourceOffset;
}

/** Records of one source partition, one after another, whose fate is followed together. */
class Run implements Receipt {
  readonly #inFlight: InFlight;
  /** Offset of the last record of the run. */
  offset: SourceOffset | null = null;
  pending = 0;
  submitted = 0;

  constructor(inFlight: InFlight) {
    this.#inFlight = inFlight;
  }

  delivered(count: number): void {
    this.pending -= count;
    this.#inFlight.settled(count);
  }

  failed(count: number, error: Error): void {
    if (this.#inFlight.onFailure(count, error)) this.pending -= count;
    this.#inFlight.settled(count);
  }
}

/** How many records share a run: offsets advance by so many at a time, and each run costs one object. */
const runLength = 256;

interface Queue {
  readonly partition: SourcePartition;
  runs: Run[];
}

/**
 * The ledger of records that were handed to the producer. For each source partition it knows up to which offset everything was
 * acknowledged: invariant 1, an offset is committable only when Kafka has every record before it.
 */
export class InFlight {
  readonly #keyOf: (partition: SourcePartition) => string;
  readonly #queues = new Map<string, Queue>();
  readonly #byIdentity = new WeakMap<SourcePartition, Queue>();
  #lastPartition: SourcePartition | null = null;
  #lastQueue: Queue | null = null;
  #unsettled = 0;
  /** Told of records that will never be written; true if they are to be skipped, so that offsets may pass them. */
  readonly onFailure: (count: number, error: Error) => boolean;

  constructor(keyOf: (partition: SourcePartition) => string, onFailure: (count: number, error: Error) => boolean) {
    this.#keyOf = keyOf;
    this.onFailure = onFailure;
  }

  /** Records whose fate is not known yet. */
  get size(): number {
    return this.#unsettled;
  }

  /** The receipt for one record. Records without a partition or an offset are followed too, but have nothing to commit. */
  submit(partition: SourcePartition | null, offset: SourceOffset | null): Receipt {
    const queue =
      partition === this.#lastPartition && this.#lastQueue !== null
        ? this.#lastQueue
        : this.#queue(partition ?? noPartition);
    let run = queue.runs[queue.runs.length - 1];
    if (run === undefined || run.submitted >= runLength) queue.runs.push((run = new Run(this)));
    run.submitted++;
    run.pending++;
    if (offset !== null && partition !== null) run.offset = offset;
    this.#unsettled++;
    return run;
  }

  settled(count: number): void {
    this.#unsettled -= count;
  }

  /** Takes the offsets up to which all is acknowledged, one for each partition that moved on. */
  takeCommittable(): CommittableOffset[] {
    const result: CommittableOffset[] = [];
    for (const queue of this.#queues.values()) {
      const done = queue.runs.findIndex((run) => run.pending > 0);
      const acknowledged = done === -1 ? queue.runs : queue.runs.slice(0, done);
      if (acknowledged.length === 0) continue;
      queue.runs = done === -1 ? [] : queue.runs.slice(done);
      const offset = acknowledged.findLast((run) => run.offset !== null)?.offset;
      if (offset !== null && offset !== undefined) result.push({ partition: queue.partition, offset });
    }
    return result;
  }

  #queue(partition: SourcePartition): Queue {
    let queue = this.#byIdentity.get(partition);
    if (queue === undefined) {
      const key = partition === noPartition ? '' : this.#keyOf(partition);
      queue = this.#queues.get(key);
      if (queue === undefined) this.#queues.set(key, (queue = { partition, runs: [] }));
      this.#byIdentity.set(partition, queue);
    }
    this.#lastPartition = partition;
    this.#lastQueue = queue;
    return queue;
  }
}

const noPartition: SourcePartition = Object.freeze({});
