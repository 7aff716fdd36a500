const firstBytes = 16 * 1024;
const keepAtMost = 8;
const keepMs = 5000;

/** Buffers of batches that were delivered, for the next ones; a producer that falls idle lets go of them. */
export class BufferPool {
  readonly #maxBytes: number;
  readonly #free: Buffer[] = [];
  #trim: NodeJS.Timeout | null = null;

  /** @param maxBytes bigger ones, made for a single huge record, are not kept */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  take(leastBytes: number): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(Math.max(firstBytes, leastBytes));
  }

  give(buffer: Buffer): void {
    if (buffer.length > this.#maxBytes || this.#free.length >= keepAtMost) return;
    this.#free.push(buffer);
    this.#trim ??= setTimeout(() => this.clear(), keepMs).unref();
  }

  clear(): void {
    this.#free.length = 0;
    if (this.#trim !== null) clearTimeout(this.#trim);
    this.#trim = null;
  }
}
