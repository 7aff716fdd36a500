import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@causeway/api';
import { RequestFailure } from './request-failure.ts';

const LONGEST_MS = 24 * 60 * 60 * 1000;

/** How often and after what time a request is made again (`max.retries`, `retry.backoff.ms`). */
export interface RetryPolicy {
  readonly maxRetries: number;
  readonly backoffMs: number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly logger: Logger;
  /** Ends every wait. */
  readonly signal: AbortSignal;
}

/**
 * The time to wait before attempt number `attempt`, from 1: anything up to backoff · 2^(attempt - 1), so that tasks which failed together do not
 * come back together; but at least what the server asks for.
 */
export function waitMs({ backoffMs, random }: RetryPolicy, attempt: number, askedMs = 0): number {
  const bound = Math.min(backoffMs * 2 ** Math.min(attempt - 1, 40), LONGEST_MS);
  return Math.max(askedMs, Math.floor(random() * bound));
}

/** Says that there will be another attempt, and waits for its time. @throws RequestFailure if the task stops meanwhile */
export async function waitForRetry(
  policy: RetryPolicy,
  attempt: number,
  what: string,
  why: RequestFailure,
): Promise<void> {
  const ms = waitMs(policy, attempt, why.retryAfterMs);
  policy.logger.warn(`${what} failed: ${why.message}. Retry ${attempt} of ${policy.maxRetries} follows in ${ms} ms`);
  try {
    await sleep(ms, undefined, { signal: policy.signal });
  } catch {
    throw new RequestFailure(
      'fatal',
      `no more attempt was made because the task stops; the last one failed: ${why.message}`,
    );
  }
}

/** Makes a request until it succeeds, fails for good, or was tried `maxRetries` + 1 times. @throws RequestFailure of the last attempt */
export async function withRetries<T>(policy: RetryPolicy, what: string, request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof RequestFailure) || error.kind !== 'retriable' || attempt > policy.maxRetries) throw error;
      await waitForRetry(policy, attempt, what, error);
    }
  }
}
