import { open, type FileHandle } from 'node:fs/promises';
import { ConnectError, RetriableError } from '@causeway/api';
import type { Output } from './task.ts';

/** Errors that pass when somebody makes room, or by themselves. */
const PASSING = new Set(['ENOSPC', 'EDQUOT', 'EAGAIN', 'EINTR', 'EBUSY']);
/** What pipes, devices and some file systems say when asked to make data durable: they have no such thing. */
const NOT_DURABLE = new Set(['EINVAL', 'ENOTSUP', 'EROFS']);
const LF = 10;

/** What a failed write left undone. */
interface Unwritten {
  readonly batch: string;
  readonly chunks: readonly Buffer[];
}

/**
 * A file that several tasks may append to at the same time: every chunk is whole lines and written in one go.
 *
 * A file that ends inside a line, as a killed worker may leave it, is given that line's end before anything is appended: the record comes
 * again, and must not become part of what is left of it. (Java appends to it.)
 *
 * When the disk is full, what is written of a batch stays, and when the batch is given again the rest of it follows: no line is torn or
 * twice, as long as no other task writes in between.
 */
export class AppendFile implements Output {
  readonly #path: string;
  readonly #file: FileHandle;
  #unwritten: Unwritten | null = null;
  /** Is the last line not whole? */
  #isTorn: boolean;
  #isDirty = false;

  private constructor(path: string, file: FileHandle, isTorn: boolean) {
    this.#path = path;
    this.#file = file;
    this.#isTorn = isTorn;
  }

  static async open(path: string): Promise<AppendFile> {
    try {
      const file = await open(path, 'a');
      return new AppendFile(path, file, await endsInsideLine(path, file));
    } catch (cause) {
      throw new ConnectError(`Opening ${path} for appending failed: ${(cause as Error).message}`, { cause });
    }
  }

  async write(chunks: readonly Buffer[], batch: string): Promise<void> {
    await this.#writeAll({ batch, chunks: this.#toWrite(chunks, batch) });
  }

  /**
   * Waits until the disk has everything, so that an offset is never committed before its line. Where that fails, nobody knows what the disk
   * has: the records must come again from the last committed offset, by a restart.
   */
  async sync(): Promise<void> {
    if (!this.#isDirty) return;
    try {
      await this.#file.datasync();
    } catch (cause) {
      const { code = '', message } = cause as NodeJS.ErrnoException;
      if (!NOT_DURABLE.has(code)) throw new ConnectError(`Saving ${this.#path} failed: ${message}`, { cause });
    }
    this.#isDirty = false;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** The rest of a batch that is given again; after a torn line and with another batch, the rest of that line first. */
  #toWrite(chunks: readonly Buffer[], batch: string): readonly Buffer[] {
    const before = this.#unwritten;
    if (before === null) return this.#isTorn && chunks.length > 0 ? [Buffer.of(LF), ...chunks] : chunks;
    if (before.batch === batch) return before.chunks;
    const next = before.chunks[0]!;
    return this.#isTorn ? [next.subarray(0, next.indexOf(LF) + 1), ...chunks] : chunks;
  }

  async #writeAll({ batch, chunks }: Unwritten): Promise<void> {
    for (const [i, chunk] of chunks.entries()) {
      let written = 0;
      try {
        while (written < chunk.length) {
          this.#isDirty = true;
          written += (await this.#file.write(chunk, written)).bytesWritten;
          this.#isTorn = chunk[written - 1] !== LF;
        }
      } catch (error) {
        this.#unwritten = { batch, chunks: [chunk.subarray(written), ...chunks.slice(i + 1)] };
        throw this.#failed(error);
      }
    }
    this.#unwritten = null;
  }

  #failed(cause: unknown): ConnectError {
    const { code, message } = cause as NodeJS.ErrnoException;
    const text = `Appending to ${this.#path} failed: ${message}`;
    return PASSING.has(code ?? '') ? new RetriableError(text, { cause }) : new ConnectError(text, { cause });
  }
}

/** Pipes and devices have no end, and a file that can't be read is taken for whole. */
async function endsInsideLine(path: string, file: FileHandle): Promise<boolean> {
  const stats = await file.stat();
  if (!stats.isFile() || stats.size === 0) return false;
  try {
    await using reader = await open(path, 'r');
    const { buffer, bytesRead } = await reader.read(Buffer.alloc(1), 0, 1, stats.size - 1);
    return bytesRead === 1 && buffer[0] !== LF;
  } catch {
    return false;
  }
}
