import { isUtf8 } from 'node:buffer';
import type { FastText } from './fast-text.ts';
import { Malformed } from './malformed.ts';
import { END_GROUP, FIXED32, FIXED64, LENGTH_DELIMITED, MAX_DEPTH, START_GROUP, VARINT } from './wire-type.ts';

const TWO_32 = 2 ** 32;
const HIGH_OF_SAFE = 2 ** 21;
const EMPTY = Buffer.alloc(0);

const cutOff = (): Malformed => new Malformed('the message ends in the middle of a value: it is truncated');

/** Texts up to here are put together from their bytes, which is faster than asking Node for them. */
const SHORT_TEXT = 8;

/** Reads protobuf's wire format from a buffer, up to `end`, which is the end of the innermost message. */
export class Cursor {
  buffer: Buffer & FastText = EMPTY as Buffer & FastText;
  position = 0;
  end = 0;
  /** The halves of the last 64-bit number. */
  low = 0;
  high = 0;
  /** Of the memory in which the buffer is a part: records that were fetched together lie in the same. */
  #view: DataView = new DataView(EMPTY.buffer);

  reset(buffer: Buffer, position: number): void {
    this.buffer = buffer as Buffer & FastText;
    if (buffer.buffer !== this.#view.buffer) this.#view = new DataView(buffer.buffer);
    this.position = position;
    this.end = buffer.length;
  }

  /** A tag or a length: an unsigned 32-bit number. */
  uint32(): number {
    const { buffer } = this;
    if (this.position < this.end) {
      const first = buffer[this.position]!;
      if (first < 128) {
        this.position++;
        return first;
      }
    }
    this.varint();
    if (this.high !== 0) throw new Malformed('a tag or a length is larger than 32 bits');
    return this.low;
  }

  /** A varint of up to 64 bits, into `low` (unsigned) and `high` (signed). */
  varint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.position >= this.end) throw cutOff();
      const byte = this.buffer[this.position++]!;
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= bits << 31;
      if (byte < 128) {
        this.low = low >>> 0;
        this.high = high | 0;
        return;
      }
    }
    throw new Malformed('a varint is longer than 10 bytes');
  }

  int32(): number {
    if (this.position < this.end) {
      const first = this.buffer[this.position]!;
      if (first < 128) {
        this.position++;
        return first;
      }
    }
    this.varint();
    return this.low | 0;
  }

  unsigned32(): number {
    this.varint();
    return this.low;
  }

  sint32(): number {
    const n = this.int32();
    return (n >>> 1) ^ -(n & 1);
  }

  int64(): number | bigint {
    if (this.position < this.end) {
      const first = this.buffer[this.position]!;
      if (first < 128) {
        this.position++;
        return first;
      }
    }
    this.varint();
    return this.#long();
  }

  sint64(): number | bigint {
    this.varint();
    const { low, high } = this;
    const sign = -(low & 1);
    this.low = (((low >>> 1) | (high << 31)) ^ sign) >>> 0;
    this.high = (high >>> 1) ^ sign;
    return this.#long();
  }

  bool(): boolean {
    this.varint();
    return (this.low | this.high) !== 0;
  }

  /** The sign decides how the bits are read; `fixed32` gives them as unsigned. */
  sfixed32(): number {
    return this.#view.getInt32(this.#takeInView(4), true);
  }

  fixed32(): number {
    return this.#view.getUint32(this.#takeInView(4), true);
  }

  fixed64(): number | bigint {
    const at = this.#takeInView(8);
    this.low = this.#view.getUint32(at, true);
    this.high = this.#view.getInt32(at + 4, true);
    return this.#long();
  }

  float(): number {
    return this.#view.getFloat32(this.#takeInView(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#takeInView(8), true);
  }

  /** @throws Malformed for bytes that are no UTF-8, which would be changed silently otherwise */
  string(): string {
    const length = this.uint32();
    const start = this.#take(length);
    if (length <= SHORT_TEXT) return this.#shortText(start, start + length);
    return this.#text(start, start + length);
  }

  #shortText(start: number, end: number): string {
    const { buffer } = this;
    let text = '';
    for (let at = start; at < end; at++) {
      const byte = buffer[at]!;
      if (byte > 127) return this.#text(start, end);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  #text(start: number, end: number): string {
    const text = this.buffer.utf8Slice(start, end);
    if (text.includes('\ufffd') && !isUtf8(this.buffer.subarray(start, end)))
      throw new Malformed('the string is not valid UTF-8');
    return text;
  }

  /** A copy: the bytes of the message belong to the caller. */
  bytes(): Buffer {
    const length = this.uint32();
    const start = this.#take(length);
    return length === 0 ? EMPTY : Buffer.from(this.buffer.subarray(start, start + length));
  }

  /** Where a length-delimited part ends that begins here. */
  delimited(): number {
    const length = this.uint32();
    const end = this.position + length;
    if (end > this.end) throw cutOff();
    return end;
  }

  /** Steps over the value of a field that is not known, groups in groups included. */
  skip(tag: number, depth: number): void {
    switch (tag & 7) {
      case VARINT:
        this.varint();
        break;
      case FIXED64:
        this.#take(8);
        break;
      case LENGTH_DELIMITED:
        this.position = this.delimited();
        break;
      case START_GROUP:
        this.#skipGroup(tag >>> 3, depth + 1);
        break;
      case FIXED32:
        this.#take(4);
        break;
      case END_GROUP:
        throw new Malformed(`a group ends that did not begin (field number ${tag >>> 3})`);
      default:
        throw new Malformed(`field number ${tag >>> 3} has the wire type ${tag & 7}, which does not exist`);
    }
  }

  #skipGroup(number: number, depth: number): void {
    if (depth > MAX_DEPTH) throw tooDeep();
    for (;;) {
      const tag = this.uint32();
      if ((tag & 7) !== END_GROUP) this.skip(tag, depth);
      else if (tag >>> 3 === number) return;
      else throw new Malformed(`group ${number} ends with the number ${tag >>> 3}`);
    }
  }

  #take(length: number): number {
    const start = this.position;
    if (length > this.end - start) throw cutOff();
    this.position = start + length;
    return start;
  }

  #takeInView(length: number): number {
    return this.buffer.byteOffset + this.#take(length);
  }

  /** A number while it is a safe integer, else a bigint. */
  #long(): number | bigint {
    const { low, high } = this;
    if (high >= -HIGH_OF_SAFE && high < HIGH_OF_SAFE) {
      const value = high * TWO_32 + low;
      if (value !== -(2 ** 53)) return value;
    }
    return (BigInt(high) << 32n) | BigInt(low);
  }
}

export const tooDeep = (): Malformed =>
  new Malformed(`messages are nested more than ${MAX_DEPTH} deep, which no protobuf parser reads by default`);
