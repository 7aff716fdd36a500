import type {
  ErrantRecordReporter,
  Logger,
  SinkTaskContext,
  TopicPartition,
  TopicPartitionOffset,
} from '@causeway/api';
import type { Consumer } from '../../kafka/port.ts';
import type { TaskId } from '../../config/task-id.ts';

export interface SinkTaskContextParts {
  readonly id: TaskId;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly consumer: Consumer;
  readonly errantRecordReporter: ErrantRecordReporter | null;
}

/** What a sink task asks of the worker; the loop reads the wishes between two puts. */
export class SinkContext implements SinkTaskContext {
  readonly connector: string;
  readonly task: number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly errantRecordReporter: ErrantRecordReporter | null;
  readonly #consumer: Consumer;
  /** Partitions that the task wants paused; remembered over rebalances. */
  readonly paused = new Map<string, TopicPartition>();
  #rewinds: TopicPartitionOffset[] = [];
  #timeoutMs: number | null = null;
  #isCommitRequested = false;

  constructor({ id, logger, signal, consumer, errantRecordReporter }: SinkTaskContextParts) {
    this.connector = id.connector;
    this.task = id.task;
    this.logger = logger;
    this.signal = signal;
    this.errantRecordReporter = errantRecordReporter;
    this.#consumer = consumer;
  }

  assignment(): readonly TopicPartition[] {
    return this.#consumer.assignment();
  }

  offset(offsets: readonly TopicPartitionOffset[]): void {
    this.#rewinds.push(...offsets);
  }

  timeout(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.set(`${partition.topic}-${partition.partition}`, partition);
    this.#consumer.pause(partitions);
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.paused.delete(`${topic}-${partition}`);
    this.#consumer.resume(partitions);
  }

  requestCommit(): void {
    this.#isCommitRequested = true;
    this.#consumer.wakeup();
  }

  takeRewinds(): TopicPartitionOffset[] {
    const rewinds = this.#rewinds;
    this.#rewinds = [];
    return rewinds;
  }

  /** The wait that the task asked for, once. */
  takeTimeout(): number | null {
    const timeout = this.#timeoutMs;
    this.#timeoutMs = null;
    return timeout;
  }

  takeCommitRequest(): boolean {
    const isRequested = this.#isCommitRequested;
    this.#isCommitRequested = false;
    return isRequested;
  }
}
