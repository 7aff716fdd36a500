import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { LineReader } from './line-reader.ts';

const LOOK_AGAIN_MS = 1000;

/** Reads lines from a stream; there is no place in it to come back to. */
export class StreamInput {
  readonly lines = new LineReader(0);
  readonly #stream: Readable;
  readonly #signal: AbortSignal;
  #wake: (() => void) | null = null;
  #error: Error | null = null;

  constructor(stream: Readable, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
    stream.on('readable', this.#notice).on('end', this.#notice).on('error', this.#fail);
    signal.addEventListener('abort', this.#notice, { once: true });
  }

  /** Reads on; where there is nothing to read, waits a while for more. False when there is still nothing. */
  async read(): Promise<boolean> {
    if (this.#take()) return true;
    if (!this.#signal.aborted) await this.#sleep();
    return this.#take();
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#notice);
    this.#stream.off('readable', this.#notice).off('end', this.#notice).off('error', this.#fail);
    this.#stream.pause();
  }

  #take(): boolean {
    if (this.#error !== null) throw this.#error;
    const bytes = this.#stream.read() as Uint8Array | null;
    if (bytes === null) return false;
    this.lines.append(bytes);
    return true;
  }

  readonly #notice = (): void => this.#wake?.();

  readonly #fail = (error: Error): void => {
    this.#error = error;
    this.#notice();
  };

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), LOOK_AGAIN_MS);
      this.#wake = () => {
        this.#wake = null;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

let standardInput: Readable | undefined;

/**
 * The standard input of the process, also in a worker thread, whose own `process.stdin` is another one. It is opened once and stays open, as
 * what was read ahead would be lost.
 */
export function openStandardInput(): Readable {
  standardInput ??= streamOf(0);
  return standardInput;
}

function streamOf(fd: number): Readable {
  if (isatty(fd)) return new ReadStream(fd);
  const stats = fstatSync(fd);
  if (stats.isFIFO() || stats.isSocket()) return new Socket({ fd, readable: true, writable: false });
  return createReadStream('', { fd, autoClose: false });
}
