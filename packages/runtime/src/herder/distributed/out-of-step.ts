import type { Logger } from '@causeway/api';

export interface OutOfStepParts {
  /** `worker.sync.timeout.ms`, `worker.unsync.backoff.ms` and `scheduled.rebalance.max.delay.ms` */
  readonly syncMs: number;
  readonly longestMs: number;
  readonly maxDelayMs: number;
  /** Reads the config topic to its end; rejects if that takes too long. */
  readonly read: () => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly join: () => void;
  readonly giveUpWork: () => void;
  readonly logger: Logger;
}

/**
 * A worker that can't read the config topic: stays out of the group, so that the others can go on, until it can. What it runs goes on for a
 * part of the time in which nobody else gets it. Java: DistributedHerder#backoff
 */
export class OutOfStep {
  readonly #parts: OutOfStepParts;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(parts: OutOfStepParts) {
    this.#parts = parts;
  }

  begin(): void {
    const { leave, logger, maxDelayMs } = this.#parts;
    logger.error('This worker leaves the group until it can read the config topic');
    leave().catch((error: unknown) => logger.warn(`Leaving the group failed: ${(error as Error).message}`));
    this.#tryLater(Date.now() + maxDelayMs / 4);
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** @param keepUntil null once the work was given up */
  #tryLater(keepUntil: number | null): void {
    const { longestMs, maxDelayMs, syncMs } = this.#parts;
    const ms = Math.min(longestMs, Math.max(syncMs, maxDelayMs / 20));
    this.#timer = setTimeout(() => void this.#try(keepUntil), ms);
  }

  async #try(keepUntil: number | null): Promise<void> {
    const { read, join, giveUpWork, logger } = this.#parts;
    try {
      await read();
      if (!this.#isStopped) join();
    } catch (error) {
      if (this.#isStopped) return;
      logger.warn(`The config topic still can't be read: ${(error as Error).message}`);
      const isOver = keepUntil !== null && Date.now() >= keepUntil;
      if (isOver) giveUpWork();
      this.#tryLater(isOver ? null : keepUntil);
    }
  }
}
