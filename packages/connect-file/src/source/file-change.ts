import { type FSWatcher, watch } from 'node:fs';

/**
 * Waits until a file may have changed: the operating system says so where it can, and at the latest after a given time (network file
 * systems say nothing).
 */
export class FileChange {
  readonly #signal: AbortSignal;
  #watcher: FSWatcher | null = null;
  /** What happened before watching began is not known. */
  #changed = true;
  #wake: (() => void) | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#notice, { once: true });
  }

  /** Watches the file that is at this path now. Without a watcher (none left, none possible) the time alone ends a wait. */
  watch(path: string): void {
    if (this.#watcher !== null) return;
    this.#changed = true;
    try {
      this.#watcher = watch(path, { persistent: false }, this.#notice);
      this.#watcher.on('error', this.unwatch);
    } catch {
      this.#watcher = null;
    }
  }

  readonly unwatch = (): void => {
    this.#watcher?.close();
    this.#watcher = null;
  };

  /** True when something changed, false when the time was up; at once where something changed since the last call. */
  async wait(atMostMs: number): Promise<boolean> {
    if (!this.#changed && !this.#signal.aborted) await this.#sleep(atMostMs);
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#notice);
    this.unwatch();
    this.#notice();
  }

  readonly #notice = (): void => {
    this.#changed = true;
    this.#wake?.();
  };

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        this.#wake = null;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
