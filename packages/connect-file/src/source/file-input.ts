import type { Stats } from 'node:fs';
import { constants, open, stat, type FileHandle } from 'node:fs/promises';
import { ConnectError, type Logger } from '@causeway/api';
import { FileChange } from './file-change.ts';
import { LineReader } from './line-reader.ts';

/** How often a quiet file is looked at where the operating system does not tell of changes, and how often a missing one is looked for. */
const LOOK_AGAIN_MS = 1000;
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'EACCES']);

/**
 * Reads a file that may grow, and may not be there yet.
 *
 * A file that became shorter than what was read of it was emptied: it is read again from its start. So is another file that took its place
 * under its name, once the old one has been quiet for a while.
 */
export class FileInput {
  readonly #path: string;
  readonly #logger: Logger;
  readonly #signal: AbortSignal;
  readonly #change: FileChange;
  #lines: LineReader;
  #file: FileHandle | null = null;
  /** A pipe or a device has no positions and no size. */
  #isRegular = true;
  #isAtEnd = false;
  #isReplaced = false;
  #isOver = false;
  #saidMissing = false;

  constructor(path: string, position: number, logger: Logger, signal: AbortSignal) {
    this.#path = path;
    this.#logger = logger;
    this.#signal = signal;
    this.#change = new FileChange(signal);
    this.#lines = new LineReader(position);
  }

  /** The lines read so far. Another object after the file was emptied or replaced. */
  get lines(): LineReader {
    return this.#lines;
  }

  /** Reads on; where there is nothing to read, waits a while for more. False when there is still nothing. */
  async read(): Promise<boolean> {
    const file = (this.#file ??= await this.#open());
    if (file === null) {
      await this.#change.wait(LOOK_AGAIN_MS);
      return false;
    }
    if (!this.#isAtEnd && (await this.#readOn(file))) return true;
    this.#lines.release();
    this.#change.watch(this.#path);
    const isChanged = await this.#change.wait(LOOK_AGAIN_MS);
    if (this.#signal.aborted) return false;
    if (!isChanged) return this.#lookAround(file);
    return (await this.#readOn(file)) || this.#lookAt(file, await file.stat());
  }

  async close(): Promise<void> {
    this.#change.close();
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  async #readOn(file: FileHandle): Promise<boolean> {
    const space = this.#lines.space();
    const from = this.#isRegular ? this.#lines.position + this.#lines.pending : null;
    const { bytesRead } = await file.read(space, 0, space.length, from).catch((error: unknown) => this.#unread(error));
    this.#isAtEnd = bytesRead === 0;
    if (this.#isAtEnd) return false;
    this.#lines.filled(bytesRead);
    this.#isReplaced = false;
    return true;
  }

  /** A pipe that is open for writing but empty says EAGAIN. */
  #unread(cause: unknown): { bytesRead: number } {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return { bytesRead: 0 };
    throw new ConnectError(`Reading ${this.#path} at byte ${this.#lines.position} failed: ${message}`, { cause });
  }

  async #open(): Promise<FileHandle | null> {
    const file = await this.#openIfThere();
    if (file === null) return null;
    this.#saidMissing = false;
    this.#isAtEnd = false;
    if (this.#isOver) this.#startAgain('was replaced by another file');
    const stats = await file.stat();
    this.#isRegular = stats.isFile();
    if (this.#isRegular && stats.size < this.#lines.position) this.#startAgain(`has ${stats.size} bytes only`);
    return file;
  }

  async #openIfThere(): Promise<FileHandle | null> {
    try {
      // not to wait for the writer of a pipe
      return await open(this.#path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (cause) {
      const { code = '', message } = cause as NodeJS.ErrnoException;
      if (!MISSING.has(code)) throw new ConnectError(`Opening ${this.#path} failed: ${message}`, { cause });
      if (!this.#saidMissing) this.#logger.warn(`Waiting for ${this.#path}, which can't be opened (${code})`);
      this.#saidMissing = true;
      return null;
    }
  }

  /** Did the file grow, or was it emptied? */
  async #lookAt(file: FileHandle, { size }: Stats): Promise<boolean> {
    const read = this.#lines.position + this.#lines.pending;
    if (!this.#isRegular || size === read) return false;
    if (size < read) this.#startAgain(`became shorter (${size} bytes)`);
    return this.#readOn(file);
  }

  /** Did nobody tell that the file changed, or is there another one under its name? */
  async #lookAround(file: FileHandle): Promise<boolean> {
    const [mine, there] = await Promise.all([file.stat(), stat(this.#path).catch(() => null)]);
    if (await this.#lookAt(file, mine)) return true;
    if (there === null || (there.ino === mine.ino && there.dev === mine.dev)) return false;
    if (this.#isReplaced) return this.#leave(file);
    // whoever wrote to the old file may be about to write its last lines
    this.#isReplaced = true;
    return false;
  }

  /** The end of the old file is the end of its last line; then comes the file that took its name. */
  async #leave(file: FileHandle): Promise<boolean> {
    this.#isReplaced = false;
    this.#isOver = true;
    this.#file = null;
    this.#change.unwatch();
    await file.close();
    this.#lines.finish();
    return this.#lines.pending > 0;
  }

  #startAgain(why: string): void {
    const { position } = this.#lines;
    this.#logger.warn(`${this.#path} ${why} after ${position} bytes of it were read: reading it from its start`);
    this.#lines = new LineReader(0);
    this.#isOver = false;
  }
}
