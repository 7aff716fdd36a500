import { open, readFile, rename } from 'node:fs/promises';
import { ConnectError } from '@causeway/api';
import { type BytesMap, bytesKey, readJavaHashMap, writeJavaHashMap } from './java-hash-map.ts';
import type { OffsetEntry, OffsetStore } from './offset-store.ts';

/**
 * Offsets in a file, in the format of the Java worker. Each write makes the file anew beside the old one, syncs it and puts it in place, so
 * that a crash leaves either the old offsets or the new ones. (Java writes in place.)
 */
export class FileOffsetStore implements OffsetStore {
  readonly #file: string;
  #offsets: BytesMap = new Map();
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string) {
    this.#file = file;
  }

  /** Reads the file; one that is missing or empty holds no offsets. @throws ConnectError if it is damaged or unreadable */
  static async open(file: string): Promise<FileOffsetStore> {
    const store = new FileOffsetStore(file);
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return store;
      throw new ConnectError(`Cannot read offset.storage.file.filename=${file}: ${(cause as Error).message}`, {
        cause,
      });
    }
    if (bytes.length > 0) store.#offsets = readJavaHashMap(bytes, file);
    return store;
  }

  read(keys: readonly Uint8Array[]): Promise<(Uint8Array | null)[]> {
    return Promise.resolve(keys.map((key) => this.#offsets.get(bytesKey(key))?.value ?? null));
  }

  entries(): Promise<readonly OffsetEntry[]> {
    return Promise.resolve([...this.#offsets.values()].filter(({ value }) => value !== null));
  }

  write(entries: readonly OffsetEntry[]): Promise<void> {
    for (const { key, value } of entries) this.#offsets.set(bytesKey(key), { key, value });
    const written = this.#writing.then(() => this.#save());
    this.#writing = written.catch(() => undefined); // the next write tries again with everything
    return written;
  }

  async #save(): Promise<void> {
    const temporary = `${this.#file}.tmp`;
    try {
      {
        await using handle = await open(temporary, 'w');
        await handle.writeFile(writeJavaHashMap(this.#offsets));
        await handle.sync();
      }
      await rename(temporary, this.#file);
    } catch (cause) {
      const { message } = cause as Error;
      throw new ConnectError(
        `Cannot write offsets to ${this.#file}: ${message}. Check that its folder exists and is writable.`,
        { cause },
      );
    }
  }
}
