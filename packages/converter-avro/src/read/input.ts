import { int64 } from '@causeway/api';
import { MAX_DEPTH } from '../max-depth.ts';

/** Bytes that are no message of the schema. Becomes a DataError where it is known which value was being read. */
export class MalformedError extends Error {}

/** A long has its first 27 bits in four bytes, and more than 53 of them in the eighth or later. */
const FIRST_BITS = 2 ** 27;
const MAX_REST = 2 ** 26;
/** Strings up to here are put together faster than they are decoded by a call. */
const SHORT_BYTES = 12;

/** What `toString('utf8')` calls in the end, without what that does before. */
type Utf8Buffer = Buffer & { utf8Slice(start: number, end: number): string };

/** Reads Avro's binary encoding. */
export class Input {
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #position = 0;
  #end = 0;
  #depth = 0;

  /** Takes up a message, which begins at `position`. */
  begin(bytes: Buffer, position: number): void {
    if (bytes.buffer !== this.#view.buffer) this.#view = new DataView(bytes.buffer);
    this.#bytes = bytes;
    this.#position = position;
    this.#end = bytes.length;
    this.#depth = 0;
  }

  /** Begins a record that may contain itself. */
  enter(): void {
    if (++this.#depth > MAX_DEPTH) throw new MalformedError(`it is nested more than ${MAX_DEPTH} levels deep`);
  }

  leave(): void {
    this.#depth--;
  }

  /** Bytes that are left of the message. */
  get remaining(): number {
    return this.#end - this.#position;
  }

  #byte(): number {
    if (this.#position >= this.#end) throw cutOff();
    return this.#bytes[this.#position++]!;
  }

  /** Moves on by `length`; returns where that part begins. */
  #take(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) throw cutOff();
    this.#position = start + length;
    return start;
  }

  boolean(): boolean {
    const byte = this.#byte();
    if (byte > 1) throw new MalformedError(`it is no boolean but the byte ${byte}`);
    return byte === 1;
  }

  /** A 32-bit integer. */
  int(): number {
    const first = this.#byte();
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    this.#position--;
    const value = this.long();
    if (typeof value === 'number' && value >> 0 === value) return value;
    throw new MalformedError('its number is too large for an int');
  }

  /** In the normal form of INT64. */
  long(): number | bigint {
    const start = this.#position;
    let byte = this.#byte();
    const sign = byte & 1;
    let magnitude = (byte & 0x7f) >>> 1;
    for (let shift = 6; byte >= 0x80 && shift < 27; shift += 7) {
      byte = this.#byte();
      magnitude |= (byte & 0x7f) << shift;
    }
    if (byte >= 0x80) {
      let rest = 0;
      for (let factor = 1; byte >= 0x80 && factor < FIRST_BITS; factor *= 128) {
        byte = this.#byte();
        rest += (byte & 0x7f) * factor;
      }
      magnitude += rest * FIRST_BITS;
      if (byte >= 0x80 || rest >= MAX_REST - 1) return this.#bigLong(start);
    }
    return sign === 0 ? magnitude : -magnitude - 1;
  }

  #bigLong(start: number): number | bigint {
    this.#position = start;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return int64(BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n)));
    }
    throw new MalformedError('its number is longer than 64 bits');
  }

  float(): number {
    const start = this.#take(4);
    return this.#view.getFloat32(this.#bytes.byteOffset + start, true);
  }

  double(): number {
    const start = this.#take(8);
    return this.#view.getFloat64(this.#bytes.byteOffset + start, true);
  }

  /** How many bytes or items come. */
  length(): number {
    const length = this.long();
    if (length >= 0 && typeof length === 'number') return length;
    throw new MalformedError(`its length is ${length}`);
  }

  string(): string {
    const length = this.length();
    const start = this.#take(length);
    const bytes = this.#bytes;
    if (length > SHORT_BYTES) return (bytes as Utf8Buffer).utf8Slice(start, start + length);
    let text = '';
    for (let i = start; i < start + length; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80) return bytes.toString('utf8', start, start + length);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** A copy: the message's memory belongs to others. */
  bytes(): Buffer {
    return this.fixed(this.length());
  }

  /** A copy, likewise. */
  fixed(size: number): Buffer {
    const start = this.#take(size);
    return Buffer.from(this.#bytes.subarray(start, start + size));
  }

  /** All that is left, as a copy. */
  rest(): Buffer {
    return this.fixed(this.remaining);
  }

  /**
   * How many items the next block of an array or map has; 0 is the end of it.
   * @param smallest bytes that an item has at least, so that a length that can't be is found before memory is taken for it
   */
  block(smallest: number): number {
    let count = this.long();
    if (count < 0) {
      count = -count;
      this.length(); // the size of the block in bytes, for those who want to skip it
    }
    if (typeof count !== 'number' || count * smallest > this.remaining)
      throw new MalformedError(`it has ${count} items, for which the message is too short`);
    return count;
  }
}

const cutOff = (): MalformedError => new MalformedError('the message ends before it does');
