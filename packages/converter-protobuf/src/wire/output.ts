import type { FastText } from './fast-text.ts';
import { Malformed } from './malformed.ts';

const SLAB_BYTES = 64 * 1024;
const TWO_32 = 2 ** 32;
/** As many characters surely take no more than 127 bytes of UTF-8, whose length is one byte. */
const SHORT_TEXT = 42;

/**
 * Writes protobuf's wire format. Messages are written one after the other into large buffers, and each is given out as a part of one; none is
 * ever written to again.
 */
export class Output {
  #slab = Buffer.allocUnsafeSlow(0) as Buffer & FastText;
  #view: DataView = new DataView(this.#slab.buffer);
  #start = 0;
  #position = 0;

  /** Forgets what was written since the last `finish`. */
  begin(): void {
    this.#position = this.#start;
  }

  finish(): Buffer {
    const bytes = this.#slab.subarray(this.#start, this.#position);
    this.#start = this.#position;
    return bytes;
  }

  /** Makes sure that so many bytes can be written. The small writes below do not check. */
  reserve(length: number): void {
    if (this.#position + length <= this.#slab.length) return;
    const written = this.#position - this.#start;
    const slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * (written + length))) as Buffer & FastText;
    this.#slab.copy(slab, 0, this.#start, this.#position);
    this.#slab = slab;
    this.#view = new DataView(slab.buffer);
    this.#start = 0;
    this.#position = written;
  }

  byte(value: number): void {
    this.#slab[this.#position++] = value;
  }

  /** Up to 5 bytes. */
  uint32(value: number): void {
    const slab = this.#slab;
    let at = this.#position;
    while (value > 127) {
      slab[at++] = (value & 127) | 128;
      value >>>= 7;
    }
    slab[at++] = value;
    this.#position = at;
  }

  /** Up to 10 bytes: negative numbers are written as 64 bits. */
  int32(value: number): void {
    if (value >= 0) this.uint32(value);
    else this.varint64(value >>> 0, -1);
  }

  sint32(value: number): void {
    this.uint32(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** Up to 10 bytes. */
  int64(value: number | bigint): void {
    if (typeof value === 'bigint') {
      this.varint64(Number(BigInt.asUintN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
    } else if (value >= 0 && value < TWO_32) this.uint32(value >>> 0);
    else this.varint64(value >>> 0, Math.floor(value / TWO_32));
  }

  sint64(value: number | bigint): void {
    const [low, high] = halves(value);
    const sign = high >> 31;
    this.varint64(((low << 1) ^ sign) >>> 0, ((high << 1) | (low >>> 31)) ^ sign);
  }

  varint64(low: number, high: number): void {
    const slab = this.#slab;
    let at = this.#position;
    high >>>= 0;
    while (high > 0) {
      slab[at++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#position = at;
    this.uint32(low);
  }

  /** Four bytes; the sign does not matter. */
  fixed32(value: number): void {
    this.#view.setUint32(this.#position, value, true);
    this.#position += 4;
  }

  fixed64(value: number | bigint): void {
    const [low, high] = halves(value);
    this.fixed32(low);
    this.fixed32(high);
  }

  float(value: number): void {
    this.#view.setFloat32(this.#position, value, true);
    this.#position += 4;
  }

  double(value: number): void {
    this.#view.setFloat64(this.#position, value, true);
    this.#position += 8;
  }

  /** With its length. @throws Malformed for half of a surrogate pair, which UTF-8 can't hold */
  string(text: string): void {
    if (!text.isWellFormed())
      throw new Malformed(
        'the text has half of a surrogate pair, which UTF-8 can not hold: clean it before it is written',
      );
    if (text.length <= SHORT_TEXT) {
      this.reserve(1 + 3 * text.length);
      const written = this.#slab.utf8Write(text, this.#position + 1);
      this.#slab[this.#position] = written;
      this.#position += 1 + written;
    } else {
      const length = Buffer.byteLength(text);
      this.reserve(5 + length);
      this.uint32(length);
      this.#position += this.#slab.utf8Write(text, this.#position);
    }
  }

  /** With their length. */
  bytes(bytes: Uint8Array): void {
    this.reserve(5 + bytes.length);
    this.uint32(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.#slab.set(bytes, this.#position);
    this.#position += bytes.length;
  }

  /** Begins a part whose length stands before it; give what it returns to `closePart`. Relative, as the slab may change. */
  openPart(): number {
    this.reserve(1);
    return this.#position++ - this.#start;
  }

  closePart(mark: number): void {
    const begin = this.#start + mark;
    const length = this.#position - begin - 1;
    if (length < 128) {
      this.#slab[begin] = length;
      return;
    }
    const more = length < 1 << 14 ? 1 : length < 1 << 21 ? 2 : length < 1 << 28 ? 3 : 4;
    this.reserve(more);
    const at = this.#start + mark;
    this.#slab.copyWithin(at + 1 + more, at + 1, at + 1 + length);
    this.#position = at;
    this.uint32(length);
    this.#position = at + 1 + more + length;
  }
}

function halves(value: number | bigint): [low: number, high: number] {
  return typeof value === 'bigint'
    ? [Number(BigInt.asUintN(32, value)), Number(BigInt.asIntN(32, value >> 32n))]
    : [value >>> 0, Math.floor(value / TWO_32) | 0];
}
