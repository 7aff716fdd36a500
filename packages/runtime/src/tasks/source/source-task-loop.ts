import { setImmediate } from 'node:timers/promises';
import { ConnectError, type Logger, RetriableError, type SourceRecord, type SourceTask } from '@causeway/api';
import type { Producer } from '../../kafka/port.ts';
import type { PauseGate } from '../pause-gate.ts';
import { wait, within } from '../wait.ts';
import type { InFlight } from './in-flight.ts';
import type { OffsetCommitter } from './offset-committer.ts';
import type { RecordSender } from './record-sender.ts';

export interface SourceTaskLoopParts {
  readonly task: SourceTask;
  readonly sender: RecordSender;
  readonly inFlight: InFlight;
  readonly committer: OffsetCommitter;
  readonly producer: Producer;
  readonly gate: PauseGate;
  readonly logger: Logger;
  /** Aborted to stop the task in order. */
  readonly signal: AbortSignal;
  readonly flushIntervalMs: number;
  readonly flushTimeoutMs: number;
  /** Set when a record could not be delivered and may not be skipped. */
  readonly failure: () => Error | null;
  /** Called when a pause, or its end, has taken effect. */
  readonly onPause: (isPaused: boolean) => void;
}

/** How long to wait after a poll that gave nothing and did not wait by itself. */
const idleMs = 100;
/** A poll that took longer has waited. */
const instantMs = 1;

/**
 * A source task from its first poll to its last commit: poll, send, and beside it every `offset.flush.interval.ms` commit the offsets of
 * what was acknowledged (invariant 1).
 */
export class SourceTaskLoop {
  readonly #parts: SourceTaskLoopParts;

  constructor(parts: SourceTaskLoopParts) {
    this.#parts = parts;
  }

  /** Returns after an orderly stop. @throws whatever fails the task, after committing what may be committed */
  async run(): Promise<void> {
    const { signal, flushIntervalMs } = this.#parts;
    const timer = setInterval(() => void this.#commit(), flushIntervalMs);
    try {
      while (!signal.aborted) await this.#turn();
      this.#throwFailure();
    } finally {
      clearInterval(timer);
      await this.#finish();
    }
    this.#throwFailure();
  }

  async #turn(): Promise<void> {
    const { gate, sender, signal } = this.#parts;
    this.#throwFailure();
    if (gate.isPaused) return this.#pause();
    const began = performance.now();
    const polled = this.#poll();
    const records = polled instanceof Promise ? await polled : polled;
    const isEmpty = records === null || records.length === 0;
    if (!isEmpty) await sender.send(records);
    if (isEmpty && performance.now() - began < instantMs) await wait(idleMs, signal);
    else await setImmediate(); // a task that never waits must not starve the network
  }

  async #pause(): Promise<void> {
    const { gate, signal, onPause } = this.#parts;
    await this.#commit();
    onPause(true);
    await gate.opened(signal);
    if (!signal.aborted) onPause(false);
  }

  #poll(): readonly SourceRecord[] | null | Promise<readonly SourceRecord[] | null> {
    try {
      const polled = this.#parts.task.poll();
      return polled instanceof Promise ? polled.catch((error: unknown) => this.#pollFailed(error)) : polled;
    } catch (error) {
      return this.#pollFailed(error);
    }
  }

  /** Java: a RetriableException counts as an empty poll. */
  #pollFailed(error: unknown): null | Promise<null> {
    const { signal, logger } = this.#parts;
    if (signal.aborted) return null;
    if (!(error instanceof RetriableError)) throw error;
    logger.warn(`Polling failed and is tried again: ${error.message}`);
    return wait(idleMs, signal).then(() => null);
  }

  async #commit(): Promise<void> {
    const { committer, task, logger } = this.#parts;
    if (!(await committer.commit())) return;
    try {
      await task.commit?.();
    } catch (error) {
      logger.error(`The task's commit failed: ${(error as Error).message}`);
    }
  }

  /** Waits for what is on its way, stores its offsets and lets the task go. */
  async #finish(): Promise<void> {
    const { producer, inFlight, task, logger, flushTimeoutMs } = this.#parts;
    if ((await within(flushTimeoutMs, producer.flush())) === null) {
      logger.warn(
        `${inFlight.size} records were not acknowledged within offset.flush.timeout.ms=${flushTimeoutMs}; they will be read again`,
      );
    }
    await this.#commit();
    try {
      await task.stop();
    } catch (error) {
      logger.error(`Stopping the task failed: ${(error as Error).message}`);
    }
    await producer.close(0);
  }

  #throwFailure(): void {
    const failure = this.#parts.failure();
    if (failure !== null) {
      throw new ConnectError(`A record could not be delivered to Kafka: ${failure.message}`, { cause: failure });
    }
  }
}
