import { DataError } from '@causeway/api';

/** From the text that the server prints, in `bytes` from `start` to `end`, to a value. */
export type Decoder<T = unknown> = (bytes: Buffer, start: number, end: number) => T;

const NULL = 0xfb;
const TWO_BYTES = 0xfc;
const THREE_BYTES = 0xfd;
const EIGHT_BYTES = 0xfe;

/** Where the cells of a row stand: one object for all rows of a result, `locate`d anew for each. */
export class RowCells {
  readonly count: number;
  bytes: Buffer = Buffer.alloc(0);
  readonly #starts: Float64Array;
  /** -1 for NULL. */
  readonly #ends: Float64Array;

  constructor(count: number) {
    this.count = count;
    this.#starts = new Float64Array(count);
    this.#ends = new Float64Array(count);
  }

  /**
   * Finds the cells of the row that stands in `bytes` from `start` to `end`, each behind its length.
   * @throws DataError if the lengths do not add up
   */
  locate(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    const starts = this.#starts;
    const ends = this.#ends;
    let at = start;
    for (let i = 0; i < starts.length; i++) {
      let length = bytes[at++]!;
      if (length === NULL) {
        ends[i] = -1;
        continue;
      }
      if (length > NULL) {
        at += sizeOfLength(length);
        length = at > end ? Infinity : longLength(bytes, at, length);
      }
      starts[i] = at;
      ends[i] = at += length;
    }
    if (at !== end) throw new DataError('The server sent a row that does not end where its columns do');
  }

  /** The value of a cell as `decode` reads it, null for NULL. */
  read<T>(index: number, decode: Decoder<T>): T | null {
    const end = this.#ends[index]!;
    return end < 0 ? null : decode(this.bytes, this.#starts[index]!, end);
  }
}

const sizeOfLength = (tag: number): number => (tag === TWO_BYTES ? 2 : tag === THREE_BYTES ? 3 : 8);

/** The length that stands before `at`. */
function longLength(bytes: Buffer, at: number, tag: number): number {
  switch (tag) {
    case TWO_BYTES:
      return bytes.readUInt16LE(at - 2);
    case THREE_BYTES:
      return bytes.readUIntLE(at - 3, 3);
    case EIGHT_BYTES:
      return Number(bytes.readBigUInt64LE(at - 8));
    default:
      throw new DataError('The server sent a row with a cell that has no length');
  }
}
