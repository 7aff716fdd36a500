import type { Writable } from 'node:stream';
import { ConnectError } from '@causeway/api';
import type { Output } from './task.ts';

/** Lines on a stream of the process, which is never closed. */
export class StandardOutput implements Output {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  async write(chunks: readonly Buffer[]): Promise<void> {
    for (const chunk of chunks) await this.#writeChunk(chunk);
  }

  async sync(): Promise<void> {
    // a write ends when the stream has passed the bytes on
  }

  async close(): Promise<void> {
    // it belongs to the process
  }

  #writeChunk(chunk: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(chunk, (cause) => {
        if (cause) reject(new ConnectError(`Writing to standard output failed: ${cause.message}`, { cause }));
        else resolve();
      });
    });
  }
}
