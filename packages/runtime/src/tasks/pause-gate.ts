/** Whether a task is paused, and how it waits until it is not. */
export class PauseGate {
  #opened: { promise: Promise<void>; resolve: () => void } | null = null;

  get isPaused(): boolean {
    return this.#opened !== null;
  }

  pause(): void {
    if (this.#opened !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#opened = { promise, resolve };
  }

  resume(): void {
    this.#opened?.resolve();
    this.#opened = null;
  }

  /** Resolves when the task is resumed, or `signal` aborted. */
  async opened(signal: AbortSignal): Promise<void> {
    if (this.#opened === null || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const onAbort = (): void => resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    await Promise.race([this.#opened.promise, promise]);
    signal.removeEventListener('abort', onAbort);
  }
}
