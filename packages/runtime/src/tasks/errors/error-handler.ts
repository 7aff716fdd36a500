import { ConnectError, type Logger, type SinkRecord } from '@causeway/api';
import { type ErrorPolicy, type Stage, withRetries } from './error-policy.ts';
import { fieldOf, messageOf, stepOf } from './step.ts';

/** What went wrong with one record. */
export interface Failure {
  readonly stage: Stage;
  /** Class of the plugin that failed. */
  readonly class: string;
  readonly error: Error;
  /** Where the record comes from, in words: topic-partition@offset, or the source partition. */
  readonly where: string;
  /** The record as it was read from Kafka, for a sink. */
  readonly consumed?: ConsumedRecord;
}

/** A record as it stands in Kafka; what a dead letter queue keeps. */
export interface ConsumedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[] | null;
}

/** Somewhere that failed records are told to. */
export interface ErrorReporter {
  report(failure: Failure): Promise<void>;
}

/** What happened to records so far. */
export interface ErrorCounts {
  failures: number;
  skipped: number;
  retries: number;
}

/** Decides the fate of records that can't be processed: invariant 3, delivered, dead-lettered, or counted as skipped; or the task fails. */
export class ErrorHandler {
  readonly policy: ErrorPolicy;
  readonly counts: ErrorCounts = { failures: 0, skipped: 0, retries: 0 };
  readonly #reporters: readonly ErrorReporter[];
  readonly #wait: (ms: number) => Promise<boolean>;

  constructor(policy: ErrorPolicy, reporters: readonly ErrorReporter[], wait: (ms: number) => Promise<boolean>) {
    this.policy = policy;
    this.#reporters = reporters;
    this.#wait = wait;
  }

  /** Runs a step that failed once already, as often as the policy allows. */
  retry<T>(step: () => T | Promise<T>): Promise<T> {
    return withRetries(
      this.policy,
      (ms) => {
        this.counts.retries++;
        return this.#wait(ms);
      },
      step,
    );
  }

  /** Reports the failure; returns if the record is to be skipped. @throws ConnectError if the task is to fail */
  async handle(failure: Failure): Promise<void> {
    this.counts.failures++;
    await this.report(failure);
    if (!this.policy.toleratesAll) throw intolerable(failure);
    this.counts.skipped++;
  }

  async report(failure: Failure): Promise<void> {
    for (const reporter of this.#reporters) await reporter.report(failure);
  }

  get hasReporters(): boolean {
    return this.#reporters.length > 0;
  }
}

const doing: Readonly<Record<Stage, string>> = {
  TRANSFORMATION: 'transforming',
  KEY_CONVERTER: 'converting the key of',
  VALUE_CONVERTER: 'converting the value of',
  HEADER_CONVERTER: 'converting the headers of',
  TASK_PUT: 'putting',
  TASK_POLL: 'polling',
  KAFKA_PRODUCE: 'producing',
  KAFKA_CONSUME: 'consuming',
};

export function intolerable({ stage, class: className, error, where }: Failure): ConnectError {
  const failed = stepOf(error)?.class ?? className;
  return new ConnectError(
    `Error while ${doing[stage]} record ${where}${failed === '' ? '' : ` (${failed})`}: ${messageOf(error)}. ` +
      'Tolerance exceeded in error handler: errors.tolerance=none fails the task; errors.tolerance=all skips such records.',
    { cause: error, code: 'ERR_TOLERANCE_EXCEEDED' },
  );
}

/** `errors.log.enable`: one line a failed record, without its contents. */
export class LogReporter implements ErrorReporter {
  readonly #logger: Logger;
  readonly #policy: ErrorPolicy;

  constructor(logger: Logger, policy: ErrorPolicy) {
    this.#logger = logger;
    this.#policy = policy;
  }

  report({ stage, class: className, error, where }: Failure): Promise<void> {
    const [step, field] = [stepOf(error), fieldOf(error)];
    this.#logger.error(`Error encountered: ${messageOf(error)}`, {
      stage,
      class: step?.class ?? className,
      ...(step === null ? {} : { step: step.name }),
      ...(field === null ? {} : { field }),
      ...(this.#policy.logsCoordinates ? { record: where } : {}),
    });
    return Promise.resolve();
  }
}

export const whereOf = (
  record: Pick<SinkRecord, 'originalTopic' | 'originalKafkaPartition' | 'originalKafkaOffset'>,
): string => `${record.originalTopic}-${record.originalKafkaPartition}@${record.originalKafkaOffset}`;
