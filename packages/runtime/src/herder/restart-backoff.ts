const firstMs = 1_000;
const longestMs = 60_000;
/** What ran so long before it was lost again begins anew with the shortest wait. */
const stableMs = 300_000;

interface Waiting {
  attempts: number;
  lastMs: number;
  timer: NodeJS.Timeout;
}

/** Waits longer from one restart of a part of a connector to the next; the parts do not wait for each other. */
export class RestartBackoff {
  readonly #waiting = new Map<string, Map<string, Waiting>>();

  schedule(connector: string, part: string, restart: (waitedMs: number) => void): void {
    const parts = this.#waiting.get(connector) ?? new Map<string, Waiting>();
    this.#waiting.set(connector, parts);
    const now = performance.now();
    const known = parts.get(part);
    clearTimeout(known?.timer);
    const attempts = known === undefined || now - known.lastMs > stableMs ? 0 : known.attempts;
    const ms = Math.min(longestMs, firstMs * 2 ** attempts);
    const timer = setTimeout(() => restart(ms), ms);
    parts.set(part, { attempts: attempts + 1, lastMs: now, timer });
  }

  cancel(connector: string): void {
    for (const { timer } of this.#waiting.get(connector)?.values() ?? []) clearTimeout(timer);
  }

  /** Cancels, and begins anew with the shortest wait. */
  forget(connector: string): void {
    this.cancel(connector);
    this.#waiting.delete(connector);
  }

  stop(): void {
    for (const connector of this.#waiting.keys()) this.cancel(connector);
  }
}
