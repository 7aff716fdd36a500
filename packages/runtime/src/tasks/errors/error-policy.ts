import { RetriableError } from '@causeway/api';
import type { SinkConnectorValues, SourceConnectorValues } from '../../config/connector-config.ts';

/** The steps that a record goes through, as Java names them in logs and headers. */
export type Stage =
  | 'TRANSFORMATION'
  | 'KEY_CONVERTER'
  | 'VALUE_CONVERTER'
  | 'HEADER_CONVERTER'
  | 'TASK_PUT'
  | 'TASK_POLL'
  | 'KAFKA_PRODUCE'
  | 'KAFKA_CONSUME';

/** The `errors.*` settings of a connector. */
export interface ErrorPolicy {
  readonly toleratesAll: boolean;
  /** 0 never, -1 for ever. */
  readonly retryTimeoutMs: number;
  readonly retryDelayMaxMs: number;
  readonly logs: boolean;
  readonly logsCoordinates: boolean;
}

export function errorPolicy(values: SourceConnectorValues | SinkConnectorValues): ErrorPolicy {
  return {
    toleratesAll: values['errors.tolerance'] === 'all',
    retryTimeoutMs: values['errors.retry.timeout'],
    retryDelayMaxMs: values['errors.retry.delay.max.ms'],
    logs: values['errors.log.enable'],
    logsCoordinates: values['errors.log.include.messages'],
  };
}

const firstDelayMs = 300;

/**
 * Calls `step` again while it throws RetriableErrors and the policy's time is not over; then throws the last error.
 * Java: RetryWithToleranceOperator#execAndRetry
 */
export async function withRetries<T>(
  policy: ErrorPolicy,
  wait: (ms: number) => Promise<boolean>,
  step: () => T | Promise<T>,
): Promise<T> {
  const start = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await step();
    } catch (error) {
      const delay = delayMs(attempt, policy.retryDelayMaxMs);
      const isOver = policy.retryTimeoutMs >= 0 && performance.now() - start + delay > policy.retryTimeoutMs;
      if (!(error instanceof RetriableError) || isOver || !(await wait(delay))) throw error;
    }
  }
}

function delayMs(attempt: number, maxMs: number): number {
  const exponential = firstDelayMs * 2 ** attempt;
  return exponential <= maxMs ? exponential : Math.random() * maxMs;
}
