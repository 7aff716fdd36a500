import { stringText } from './json-text.ts';

const SMALLEST_BYTES = 64 * 1024;
/** Up to here a loop over the characters is faster than a call out of JavaScript. */
const SHORT_TEXT = 32;
const LONGEST_INTEGER = 20;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;

/**
 * JSON on its way to a request: a buffer that grows, and the writing of values behind what it holds. Numbers and most texts are written byte by
 * byte, so that nothing is made for a document but its bytes.
 */
export class JsonBytes {
  /** Its first `length` bytes are what was written. */
  buffer: Buffer;
  /** May be set back, to drop what was written last. */
  length = 0;

  /** @param buffer to write into, if there is one */
  constructor(buffer?: Buffer) {
    this.buffer = buffer ?? Buffer.allocUnsafeSlow(SMALLEST_BYTES);
  }

  /** Ready-made JSON. */
  raw(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#reserve(length);
    const { buffer } = this;
    const at = this.length;
    if (length > SHORT_TEXT) buffer.set(bytes, at);
    else for (let i = 0; i < length; i++) buffer[at + i] = bytes[i]!;
    this.length = at + length;
  }

  byte(code: number): void {
    this.#reserve(1);
    this.buffer[this.length++] = code;
  }

  /** JSON that is a text of ASCII characters, such as a number. */
  ascii(json: string): void {
    const { length } = json;
    this.#reserve(length);
    const { buffer } = this;
    const at = this.length;
    if (length > SHORT_TEXT) buffer.write(json, at, 'latin1');
    else for (let i = 0; i < length; i++) buffer[at + i] = json.charCodeAt(i);
    this.length = at + length;
  }

  /** A text as a JSON string; see `stringText`. */
  string(value: string): void {
    const { length } = value;
    if (length > SHORT_TEXT) {
      this.#encoded(value);
      return;
    }
    this.#reserve(length + 2);
    const { buffer } = this;
    let at = this.length;
    buffer[at++] = QUOTE;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f || mustBeEscaped(code)) {
        this.#encoded(value);
        return;
      }
      buffer[at++] = code;
    }
    buffer[at++] = QUOTE;
    this.length = at;
  }

  /** An integer: one in 53 bits, or any other whole number as its text. */
  integer(value: number): void {
    if (!Number.isSafeInteger(value)) {
      this.ascii(String(value));
      return;
    }
    this.#reserve(LONGEST_INTEGER);
    let magnitude = value;
    if (value < 0) {
      this.buffer[this.length++] = MINUS;
      magnitude = -value;
    }
    if (magnitude < 1e9) {
      this.#digits(magnitude, digitsOf(magnitude));
      return;
    }
    const high = Math.floor(magnitude / 1e9);
    this.#digits(high, digitsOf(high));
    this.#digits(magnitude - high * 1e9, 9);
  }

  /** The last `count` digits of an integer below 10^9, with zeros before it; a number of fewer digits than it has is cut. */
  digits(value: number, count: number): void {
    this.#reserve(count);
    this.#digits(value, count);
  }

  #digits(value: number, count: number): void {
    const { buffer } = this;
    const end = this.length + count;
    let rest = value | 0;
    for (let at = end - 1; at >= this.length; at--) {
      const next = (rest / 10) | 0;
      buffer[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.length = end;
  }

  /** In UTF-8, which makes U+FFFD of lone surrogates; once more with escapes if it turns out to need any. */
  #encoded(value: string): void {
    const start = this.length;
    this.byte(QUOTE);
    this.#utf8(value);
    const { buffer, length } = this;
    for (let at = start + 1; at < length; at++) {
      if (!mustBeEscaped(buffer[at]!)) continue;
      this.length = start;
      this.#utf8(stringText(value));
      return;
    }
    this.byte(QUOTE);
  }

  #utf8(json: string): void {
    if (this.length + json.length * 3 > this.buffer.length) this.#reserve(Buffer.byteLength(json));
    this.length += this.buffer.write(json, this.length);
  }

  #reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

const mustBeEscaped = (code: number): boolean => code < 0x20 || code === QUOTE || code === BACKSLASH;

const digitsOf = (value: number): number =>
  value < 1e3
    ? value < 10
      ? 1
      : value < 100
        ? 2
        : 3
    : value < 1e6
      ? value < 1e4
        ? 4
        : value < 1e5
          ? 5
          : 6
      : value < 1e7
        ? 7
        : value < 1e8
          ? 8
          : 9;
