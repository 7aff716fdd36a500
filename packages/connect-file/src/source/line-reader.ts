import { constants } from 'node:buffer';
import { ConnectError } from '@causeway/api';

const LF = 10;
const CR = 13;
const SMALLEST = 64 * 1024;
const LARGEST = 512 * 1024;
const NONE = Buffer.alloc(0);

/**
 * Cuts bytes into lines. Bytes are read into `space()` and announced with `filled`; `next` gives the complete lines one by one.
 *
 * A line ends with \n, \r\n or \r; a \r at the very end may be half of a \r\n and waits for the byte after it. The text is UTF-8; what is not
 * becomes U+FFFD. The buffer grows while reads fill it, and beyond that for a line that does not fit.
 */
export class LineReader {
  /** Where, in the input, the next line begins: the number of bytes of all lines given so far, from where reading started. */
  position: number;
  #bytes = NONE;
  #start = 0;
  #end = 0;
  /** Up to here the bytes of the line that begins at `#start` are known to hold no \n. */
  #searched = 0;
  /** The next \r, or Infinity where there is none. */
  #cr = Infinity;
  /** Did the last read fill the buffer? Then a larger one saves reads. */
  #wasFilled = false;

  constructor(position: number) {
    this.position = position;
  }

  /** Bytes that are not part of a line yet, because its end is not there. */
  get pending(): number {
    return this.#end - this.#start;
  }

  /** The next complete line, without its end; null until more bytes are there. */
  next(): string | null {
    const lf = this.#bytes.indexOf(LF, this.#searched);
    const found = lf >= 0 && lf < this.#end;
    const cr = this.#cr;
    if (cr < (found ? lf : this.#end)) return this.#lineEndingWithCr(cr);
    if (!found) {
      this.#searched = this.#end;
      return null;
    }
    return this.#cut(lf, lf + 1);
  }

  /** For an input that will not grow any more: what is left is a line. */
  finish(): void {
    if (this.pending > 0) this.append(Uint8Array.of(LF));
  }

  /** Room for at least one byte, behind those that are there. @throws ConnectError where a line is longer than a text can be */
  space(): Buffer {
    if (this.#start > 0) this.#moveToFront();
    const length = this.#bytes.length;
    if (this.#end === length || (this.#wasFilled && length < LARGEST)) this.#grow();
    return this.#bytes.subarray(this.#end);
  }

  /** `count` bytes were written to the `space()`. */
  filled(count: number): void {
    const cr = this.#cr === Infinity ? this.#bytes.indexOf(CR, this.#end) : -1;
    this.#end += count;
    this.#wasFilled = this.#end === this.#bytes.length;
    if (cr >= 0 && cr < this.#end) this.#cr = cr;
  }

  append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const space = this.space();
      const part = bytes.subarray(at, at + space.length);
      space.set(part);
      this.filled(part.length);
      at += part.length;
    }
  }

  /** Gives the buffer back while there is nothing in it. */
  release(): void {
    if (this.pending > 0) return;
    this.#bytes = NONE;
    this.#start = this.#end = this.#searched = 0;
  }

  #lineEndingWithCr(cr: number): string | null {
    if (cr + 1 === this.#end) return null;
    return this.#cut(cr, this.#bytes[cr + 1] === LF ? cr + 2 : cr + 1);
  }

  #cut(end: number, next: number): string {
    const line = this.#bytes.toString('utf8', this.#start, end);
    this.position += next - this.#start;
    this.#start = this.#searched = next;
    if (this.#cr < next) this.#findCr(next);
    return line;
  }

  #findCr(from: number): void {
    const cr = this.#bytes.indexOf(CR, from);
    this.#cr = cr >= 0 && cr < this.#end ? cr : Infinity;
  }

  #moveToFront(): void {
    this.#bytes.copyWithin(0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#searched -= this.#start;
    this.#cr -= this.#start;
    this.#start = 0;
  }

  #grow(): void {
    if (this.#end > constants.MAX_STRING_LENGTH) {
      throw new ConnectError(
        `The line at byte ${this.position} is longer than ${constants.MAX_STRING_LENGTH} bytes, the most that a record can hold. Is this a text file?`,
      );
    }
    const size = Math.max(SMALLEST, this.#bytes.length * 2);
    const larger = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
