import type { SinkRecord } from '@causeway/api';
import type { PartitionProgress } from '../offsets-tracker.ts';

const SMALLEST_BYTES = 64 * 1024;

/**
 * The body of a bulk request: the lines of its documents as bytes, one behind the other, with the record of each. Texts are encoded in place
 * into one growing buffer.
 */
export class BulkBody {
  readonly records: SinkRecord[] = [];
  /** Ids of the documents, in order; only where their order matters (`null` otherwise). */
  readonly ids: string[] | null;
  readonly #idSet: Set<string> | null;
  readonly #progress: PartitionProgress[] = [];
  readonly #sequences: number[] = [];
  /** Where the lines of each document begin. */
  readonly #starts: number[] = [];
  #buffer: Buffer;
  #bytes = 0;

  /** @param buffer one to write into, if there is one that is no longer needed */
  constructor(isOrdered: boolean, buffer?: Buffer) {
    this.ids = isOrdered ? [] : null;
    this.#idSet = isOrdered ? new Set() : null;
    this.#buffer = buffer ?? Buffer.allocUnsafeSlow(SMALLEST_BYTES);
  }

  get count(): number {
    return this.records.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The bytes to send. They are this body's own: nothing may be added while they are on their way. */
  get content(): Buffer {
    return this.#buffer.subarray(0, this.#bytes);
  }

  /** The buffer, to be used again when this body is not. */
  get buffer(): Buffer {
    return this.#buffer;
  }

  /** Would it still be within `maxBytes` with these lines? */
  hasRoomFor(lines: string, maxBytes: number): boolean {
    if (this.#bytes + lines.length * 3 <= maxBytes) return true;
    return this.#bytes + Buffer.byteLength(lines) <= maxBytes;
  }

  add(lines: string, record: SinkRecord, progress: PartitionProgress, sequence: number, id: string): void {
    this.#makeRoom(lines);
    this.#note(record, progress, sequence, id);
    this.#bytes += this.#buffer.write(lines, this.#bytes);
  }

  hasId(id: string): boolean {
    return this.#idSet?.has(id) === true;
  }

  settle(index: number): void {
    this.#progress[index]!.done(this.#sequences[index]!);
  }

  settleAll(): void {
    for (let i = 0; i < this.#sequences.length; i++) this.#progress[i]!.done(this.#sequences[i]!);
  }

  /** A body of some of the documents, in the same order. */
  pick(indices: readonly number[]): BulkBody {
    const picked = new BulkBody(
      this.ids !== null,
      Buffer.allocUnsafeSlow(indices.reduce((sum, i) => sum + this.#sizeOf(i), 0)),
    );
    for (const i of indices) {
      picked.#note(this.records[i]!, this.#progress[i]!, this.#sequences[i]!, this.ids?.[i] ?? '');
      this.#buffer.copy(picked.#buffer, picked.#bytes, this.#starts[i], this.#starts[i]! + this.#sizeOf(i));
      picked.#bytes += this.#sizeOf(i);
    }
    return picked;
  }

  #note(record: SinkRecord, progress: PartitionProgress, sequence: number, id: string): void {
    this.records.push(record);
    this.#progress.push(progress);
    this.#sequences.push(sequence);
    this.#starts.push(this.#bytes);
    if (this.ids === null) return;
    this.ids.push(id);
    this.#idSet!.add(id);
  }

  #sizeOf(index: number): number {
    return (this.#starts[index + 1] ?? this.#bytes) - this.#starts[index]!;
  }

  #makeRoom(lines: string): void {
    if (this.#bytes + lines.length * 3 <= this.#buffer.length) return;
    const needed = this.#bytes + Buffer.byteLength(lines);
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#bytes);
    this.#buffer = larger;
  }
}
