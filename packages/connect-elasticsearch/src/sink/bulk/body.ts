import type { SinkRecord } from '@causeway/api';
import { JsonBytes } from '../document/json-bytes.ts';
import type { PartitionProgress } from '../records/offsets-tracker.ts';
import { type Origin, originOf } from '../records/origin.ts';

export interface BulkBodyOptions {
  /** The order of documents of one id matters: ids are kept. */
  readonly isOrdered: boolean;
  /** Records are kept, for reporting them; otherwise only where they came from, so that they need not outlive `put`. */
  readonly keepsRecords: boolean;
}

/** The body of a bulk request: the lines of its documents as bytes, one behind the other, and where each came from. */
export class BulkBody {
  /** The bytes. A document's lines are written behind what is there, and belong to the body when it is added. */
  readonly lines: JsonBytes;
  /** Ids of the documents, in order; only where their order matters (`null` otherwise). */
  readonly ids: string[] | null;
  readonly #idSet: Set<string> | null;
  readonly #options: BulkBodyOptions;
  readonly #records: SinkRecord[] = [];
  readonly #progress: PartitionProgress[] = [];
  readonly #sequences: number[] = [];
  readonly #offsets: number[] = [];
  /** Where the lines of each document begin. */
  readonly #starts: number[] = [];
  #bytes = 0;

  /** @param buffer one to write into, if there is one that is no longer needed */
  constructor(options: BulkBodyOptions, buffer?: Buffer) {
    this.#options = options;
    this.ids = options.isOrdered ? [] : null;
    this.#idSet = options.isOrdered ? new Set() : null;
    this.lines = new JsonBytes(buffer);
  }

  get count(): number {
    return this.#sequences.length;
  }

  /** Of the documents that were added. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The bytes to send. They are this body's own: nothing may be added while they are on their way. */
  get content(): Buffer {
    return this.lines.buffer.subarray(0, this.#bytes);
  }

  /** Adds the document whose lines were written last. */
  add(record: SinkRecord, progress: PartitionProgress, sequence: number, id: string | null): void {
    this.#note(this.lines.length, record.originalKafkaOffset, progress, sequence);
    if (this.#options.keepsRecords) this.#records.push(record);
    if (this.ids !== null) this.#noteId(id!);
  }

  /** Drops the lines that were written and not added. */
  dropUnadded(): void {
    this.lines.length = this.#bytes;
  }

  /** A copy of the lines that were written and not added, which are no longer this body's. */
  takeUnadded(): Buffer {
    const taken = Buffer.from(this.lines.buffer.subarray(this.#bytes, this.lines.length));
    this.dropUnadded();
    return taken;
  }

  hasId(id: string): boolean {
    return this.#idSet?.has(id) === true;
  }

  /** Where the record of a document stands in Kafka, with the record where records are kept. */
  originOf(index: number): Origin {
    const record = this.#records[index];
    if (record !== undefined) return originOf(record);
    const { topic, partition } = this.#progress[index]!;
    return { topic, partition, offset: this.#offsets[index]!, record: null };
  }

  settle(index: number): void {
    this.#progress[index]!.done(this.#sequences[index]!);
  }

  settleAll(): void {
    for (let i = 0; i < this.#sequences.length; i++) this.#progress[i]!.done(this.#sequences[i]!);
  }

  /** A body of some of the documents, in the same order. */
  pick(indices: readonly number[]): BulkBody {
    const bytes = indices.reduce((sum, i) => sum + this.#endOf(i) - this.#starts[i]!, 0);
    const picked = new BulkBody(this.#options, Buffer.allocUnsafeSlow(bytes));
    for (const i of indices) {
      picked.lines.raw(this.lines.buffer.subarray(this.#starts[i], this.#endOf(i)));
      picked.#note(picked.lines.length, this.#offsets[i]!, this.#progress[i]!, this.#sequences[i]!);
      if (this.#options.keepsRecords) picked.#records.push(this.#records[i]!);
      if (this.ids !== null) picked.#noteId(this.ids[i]!);
    }
    return picked;
  }

  #note(end: number, offset: number, progress: PartitionProgress, sequence: number): void {
    this.#starts.push(this.#bytes);
    this.#bytes = end;
    this.#offsets.push(offset);
    this.#progress.push(progress);
    this.#sequences.push(sequence);
  }

  #noteId(id: string): void {
    this.ids!.push(id);
    this.#idSet!.add(id);
  }

  #endOf(index: number): number {
    return this.#starts[index + 1] ?? this.#bytes;
  }
}
