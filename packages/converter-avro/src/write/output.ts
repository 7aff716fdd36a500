import { DataError } from '@causeway/api';
import { FRAME_BYTES, writeFrame } from '@causeway/schema-registry';
import { MAX_DEPTH } from '../max-depth.ts';

const SLAB_BYTES = 64 * 1024;
const NO_MEMORY = Buffer.alloc(0);

/** Strings of so many characters are written one by one, which is faster than a call, and have a length of one byte if they are ASCII. */
const SHORT_CHARACTERS = 48;
const MAX_VARINT_BYTES = 10;
const MAX_INT32 = 0x7fffffff;
const TWO_POW_32 = 4294967296;

/**
 * Where messages are written, in Avro's binary encoding. Messages are cut off piece by piece from larger memory, so that one costs no
 * allocation of its own; bytes are never written again.
 */
export class Output {
  #memory: Buffer = NO_MEMORY;
  #view = viewOf(this.#memory);
  /** Where the message being written begins. */
  #start = 0;
  #position = 0;
  #depth = 0;

  /** Begins a message; what was written of one before that was not finished is dropped. */
  begin(): void {
    this.#position = this.#start;
    this.#depth = 0;
  }

  /** Begins a record that may contain itself. @throws DataError for one too deep inside of others */
  enter(): void {
    if (++this.#depth > MAX_DEPTH) throw new DataError(`The data are nested more than ${MAX_DEPTH} levels deep`);
  }

  leave(): void {
    this.#depth--;
  }

  /** The frame of magic byte and schema id, with which a message begins. */
  frame(schemaId: number): void {
    this.reserve(FRAME_BYTES);
    this.#position = writeFrame(this.#memory, this.#position, schemaId);
  }

  /** The message. */
  finish(): Buffer {
    const message = this.#memory.subarray(this.#start, this.#position);
    if (this.#memory.length > SLAB_BYTES)
      this.#use(NO_MEMORY, 0); // made for this large message alone: not to be kept for it
    else this.#start = this.#position;
    return message;
  }

  /** Makes room for `bytes` more. */
  reserve(bytes: number): void {
    if (this.#position + bytes > this.#memory.length) this.#grow(bytes);
  }

  #grow(bytes: number): void {
    const written = this.#position - this.#start;
    const memory = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * written + bytes));
    this.#memory.copy(memory, 0, this.#start, this.#position);
    this.#use(memory, written);
  }

  #use(memory: Buffer, written: number): void {
    this.#memory = memory;
    this.#view = viewOf(memory);
    this.#start = 0;
    this.#position = written;
  }

  byte(value: number): void {
    this.reserve(1);
    this.#memory[this.#position++] = value;
  }

  /** A 32-bit integer. */
  int(value: number): void {
    this.reserve(MAX_VARINT_BYTES);
    this.#unsigned32(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** An integer of which a number holds every digit. */
  safeLong(value: number): void {
    if (value >> 0 === value) {
      this.int(value);
      return;
    }
    this.reserve(MAX_VARINT_BYTES);
    // Twice the number may be past 2^53, so the lowest 7 bits are taken first.
    const magnitude = value < 0 ? -(value + 1) : value;
    let rest = Math.floor(magnitude / 64);
    this.#memory[this.#position++] = 0x80 | ((magnitude - rest * 64) << 1) | (value < 0 ? 1 : 0);
    while (rest >= TWO_POW_32) {
      const next = Math.floor(rest / 128);
      this.#memory[this.#position++] = 0x80 | (rest - next * 128);
      rest = next;
    }
    this.#unsigned32(rest);
  }

  bigLong(value: bigint): void {
    this.reserve(MAX_VARINT_BYTES);
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    while (rest > 0x7fn) {
      this.#memory[this.#position++] = 0x80 | Number(rest & 0x7fn);
      rest >>= 7n;
    }
    this.#memory[this.#position++] = Number(rest);
  }

  /** Room for it is there. */
  #unsigned32(value: number): void {
    const memory = this.#memory;
    let rest = value;
    while (rest > 0x7f) {
      memory[this.#position++] = 0x80 | (rest & 0x7f);
      rest >>>= 7;
    }
    memory[this.#position++] = rest;
  }

  float(value: number): void {
    this.reserve(4);
    this.#view.setFloat32(this.#position, value, true);
    this.#position += 4;
  }

  double(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.#position, value, true);
    this.#position += 8;
  }

  /** With their length before them. */
  bytes(value: Uint8Array): void {
    this.safeLong(value.length);
    this.fixed(value);
  }

  fixed(value: Uint8Array): void {
    this.reserve(value.length);
    this.#memory.set(value, this.#position);
    this.#position += value.length;
  }

  string(value: string): void {
    const { length } = value;
    if (length > SHORT_CHARACTERS) this.#longString(value);
    else {
      this.reserve(1 + length);
      const memory = this.#memory;
      let at = this.#position + 1;
      for (let i = 0; i < length; i++) {
        const character = value.charCodeAt(i);
        if (character > 0x7f) {
          this.#longString(value);
          return;
        }
        memory[at++] = character;
      }
      memory[this.#position] = length << 1;
      this.#position = at;
    }
  }

  #longString(value: string): void {
    const length = Buffer.byteLength(value, 'utf8');
    this.safeLong(length);
    this.reserve(length);
    if (length === value.length) this.#memory.write(value, this.#position, length, 'latin1');
    else this.#memory.write(value, this.#position, length, 'utf8');
    this.#position += length;
  }
}

const viewOf = (memory: Buffer): DataView => new DataView(memory.buffer, memory.byteOffset, memory.length);

/** Is it a 32-bit integer? */
export const isInt32 = (value: unknown): value is number =>
  typeof value === 'number' && value >= -MAX_INT32 - 1 && value <= MAX_INT32 && Number.isInteger(value);
