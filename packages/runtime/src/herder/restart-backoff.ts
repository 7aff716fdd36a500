const firstMs = 1_000;
const longestMs = 60_000;
/** What ran so long before it was lost again begins anew with the shortest wait. */
const stableMs = 300_000;

interface Waiting {
  attempts: number;
  lastMs: number;
  timer: NodeJS.Timeout | null;
}

/** Waits longer from one restart of a connector to the next. */
export class RestartBackoff {
  readonly #waiting = new Map<string, Waiting>();

  schedule(name: string, restart: (waitedMs: number) => void): void {
    const now = performance.now();
    const known = this.#waiting.get(name);
    const attempts = known === undefined || now - known.lastMs > stableMs ? 0 : known.attempts;
    if (known?.timer) clearTimeout(known.timer);
    const ms = Math.min(longestMs, firstMs * 2 ** attempts);
    const timer = setTimeout(() => restart(ms), ms);
    this.#waiting.set(name, { attempts: attempts + 1, lastMs: now, timer });
  }

  cancel(name: string): void {
    clearTimeout(this.#waiting.get(name)?.timer ?? undefined);
  }

  stop(): void {
    for (const name of this.#waiting.keys()) this.cancel(name);
  }
}
