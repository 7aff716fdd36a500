import { quoteJson } from '@causeway/api';
import { base64Of, writeBase64 } from './base64.ts';
import { countDigits, writeDigits } from './digits.ts';

const SLAB_BYTES = 64 * 1024;
/** What a huge message took is not kept for the small ones behind it. */
const MOST_KEPT_BYTES = 1024 * 1024;
/** Texts of up to so many characters are written here; longer ones cost less through a call into Node. */
const SHORT_TEXT = 48;
const SHORT_BYTES = 24;
/** From so many characters on the size of a text is counted out, in place of room for the worst case. */
const MEASURED_TEXT = 4096;

const QUOTE = 34;
const MINUS = 45;
const DIGITS_9 = 1_000_000_000;

/** 1 for the characters that stand for themselves in a JSON string and take one byte. */
const isPlain = Uint8Array.from({ length: 128 }, (_, c) => (c >= 32 && c !== QUOTE && c !== 92 ? 1 : 0));
/** 1 for the bytes of UTF-8 that stand for themselves. From 0xED on they may belong to surrogates, or to what Node writes in place of them. */
const isPlainByte = Uint8Array.from({ length: 256 }, (_, c) => (c < 128 ? isPlain[c]! : c < 0xed ? 1 : 0));

/**
 * Takes a message of JSON piece by piece, in UTF-8. Messages lie one behind the other in memory that is cut off piece by piece, so that none
 * costs an allocation of its own; what was given away is not written again before it is `release`d.
 */
export class JsonOutput {
  #memory: Buffer = Buffer.alloc(0);
  #start = 0;
  #position = 0;

  /** Begins a message; one that was not finished is forgotten. */
  begin(): void {
    this.#position = this.#start;
  }

  /** The message. */
  finish(): Buffer {
    const message = this.#memory.subarray(this.#start, this.#position);
    this.#start = this.#position;
    return message;
  }

  /** No message that was given away is needed any more: the memory is used again from its beginning. */
  release(): void {
    this.#start = 0;
    if (this.#memory.length > MOST_KEPT_BYTES) this.#memory = Buffer.alloc(0);
  }

  get position(): number {
    return this.#position - this.#start;
  }

  /** Whether what was written from a position on begins as a JSON string does. */
  isStringFrom(position: number): boolean {
    return this.#memory[this.#start + position] === QUOTE;
  }

  /** Takes back what was written from a position on. */
  takeFrom(position: number): string {
    const from = this.#start + position;
    const text = this.#memory.toString('utf8', from, this.#position);
    this.#position = from;
    return text;
  }

  /** Bytes as they are. */
  bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    const memory = this.#reserve(length);
    const at = this.#position;
    this.#position = at + length;
    if (length > SHORT_BYTES) memory.set(bytes, at);
    else for (let i = 0; i < length; i++) memory[at + i] = bytes[i]!;
  }

  /** A text as it is. */
  text(text: string): void {
    const memory = this.#reserve(sizeOf(text));
    this.#position += memory.write(text, this.#position);
  }

  /** A text of ASCII, as it is. */
  ascii(text: string): void {
    const { length } = text;
    const memory = this.#reserve(length);
    const at = this.#position;
    this.#position = at + length;
    if (length > SHORT_TEXT) memory.write(text, at, 'latin1');
    else for (let i = 0; i < length; i++) memory[at + i] = text.charCodeAt(i);
  }

  /** A text as a JSON string. */
  string(text: string): void {
    if (text.length > SHORT_TEXT ? !this.#longString(text) : !this.#shortString(text)) this.text(quoteJson(text));
  }

  /** False, and nothing is written, if there is more to it than characters of ASCII that stand for themselves. */
  #shortString(text: string): boolean {
    const { length } = text;
    const memory = this.#reserve(length + 2);
    let at = this.#position;
    memory[at++] = QUOTE;
    for (let i = 0; i < length; i++) {
      const character = text.charCodeAt(i);
      if (isPlain[character] !== 1) return false;
      memory[at++] = character;
    }
    memory[at++] = QUOTE;
    this.#position = at;
    return true;
  }

  /** The same for a text that is written by Node and looked through afterwards. */
  #longString(text: string): boolean {
    const memory = this.#reserve(sizeOf(text) + 2);
    const start = this.#position + 1;
    const end = start + memory.write(text, start);
    for (let i = start; i < end; i++) if (isPlainByte[memory[i]!] !== 1) return false;
    memory[start - 1] = QUOTE;
    memory[end] = QUOTE;
    this.#position = end + 1;
    return true;
  }

  /** A safe integer. */
  integer(value: number): void {
    const memory = this.#reserve(17);
    let at = this.#position;
    if (value < 0) memory[at++] = MINUS;
    const size = Math.abs(value);
    if (size < DIGITS_9) at = writeDigits(memory, at, size | 0, countDigits(size | 0));
    else {
      const high = Math.floor(size / DIGITS_9);
      at = writeDigits(memory, at, high, countDigits(high));
      at = writeDigits(memory, at, size - high * DIGITS_9, 9);
    }
    this.#position = at;
  }

  /** Bytes as a JSON string in base64. */
  base64(bytes: Uint8Array, length: number): void {
    const memory = this.#reserve(4 * Math.ceil(length / 3) + 2);
    const at = this.#position;
    memory[at] = QUOTE;
    const end =
      length > SHORT_BYTES
        ? at + 1 + memory.write(base64Of(bytes.subarray(0, length)), at + 1, 'latin1')
        : writeBase64(memory, at + 1, bytes, length);
    memory[end] = QUOTE;
    this.#position = end + 1;
  }

  /** Room for so many bytes more; where there is none, what is there of the message moves to new memory. */
  #reserve(bytes: number): Buffer {
    return this.#position + bytes <= this.#memory.length ? this.#memory : this.#grow(bytes);
  }

  #grow(bytes: number): Buffer {
    const written = this.#position - this.#start;
    const grown = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * written, written + bytes));
    this.#memory.copy(grown, 0, this.#start, this.#position);
    this.#memory = grown;
    this.#start = 0;
    this.#position = written;
    return grown;
  }
}

/** What a text may take. */
const sizeOf = (text: string): number => (text.length > MEASURED_TEXT ? Buffer.byteLength(text) : 3 * text.length);
