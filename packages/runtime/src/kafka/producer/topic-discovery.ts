import { ConnectError } from '@causeway/api';
import type { KafkaCluster } from '../cluster/cluster.ts';
import { classifyError, toConnectError } from '../errors.ts';
import type { KafkaLogger } from '../logger.ts';
import { maxTimerMs } from '../settings.ts';
import type { Accumulator } from './accumulator.ts';
import type { ProducerConfig } from './config.ts';

/** Keeps a producer's view of its topics fresh, and finds out about those that it does not know. */
export class TopicDiscovery {
  readonly #cluster: KafkaCluster;
  readonly #accumulator: Accumulator;
  readonly #config: ProducerConfig;
  readonly #logger: KafkaLogger;
  readonly #changed: () => void;
  #isWanted = false;
  #isAsking = false;
  #isStopped = false;
  #failures = 0;
  #notBefore = 0;
  #refreshAt = Infinity;

  /** @param changed called after each answer */
  constructor(
    cluster: KafkaCluster,
    accumulator: Accumulator,
    config: ProducerConfig,
    logger: KafkaLogger,
    changed: () => void,
  ) {
    this.#cluster = cluster;
    this.#accumulator = accumulator;
    this.#config = config;
    this.#logger = logger;
    this.#changed = changed;
  }

  /** Something we believe of the cluster has turned out wrong. */
  refresh(): void {
    this.#isWanted = true;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Asks if there is a reason to; returns when to be called again. */
  check(now: number): number {
    const expiresAt = this.#expire(now);
    const isDue = this.#isWanted || now >= this.#refreshAt || this.#accumulator.hasPending();
    if (this.#isStopped || this.#isAsking) return expiresAt;
    // An idle producer need not know where its topics have moved.
    if (!isDue) return this.#accumulator.active.size > 0 ? Math.min(expiresAt, this.#refreshAt) : expiresAt;
    if (now < this.#notBefore) return Math.min(expiresAt, this.#notBefore);
    this.#ask();
    return expiresAt;
  }

  #ask(): void {
    this.#isAsking = true;
    this.#isWanted = false;
    this.#cluster
      .refreshMetadata(this.#accumulator.topics, true)
      .then(
        ({ topics }) => {
          for (const { topic, error } of topics) if (error !== null) this.#refused(topic, error);
          for (const metadata of topics) if (metadata.error === null) this.#accumulator.update(metadata);
        },
        (error: unknown) => {
          this.#isWanted = true;
          if (classifyError(error).kind === 'config') this.#failAll(error);
        },
      )
      .catch((error: unknown) => this.#logger.error('Handling new metadata failed', { error }))
      .finally(() => {
        const { retryBackoffMs, retryBackoffMaxMs, metadataMaxAgeMs } = this.#cluster.settings;
        this.#isAsking = false;
        this.#failures = this.#isWanted || this.#accumulator.hasPending() ? this.#failures + 1 : 0;
        const now = Date.now();
        this.#notBefore =
          now + Math.min(retryBackoffMaxMs, retryBackoffMs * 2 ** Math.min(Math.max(0, this.#failures - 1), 16));
        this.#refreshAt = now + metadataMaxAgeMs;
        if (!this.#isStopped) this.#changed();
      });
  }

  /** Of no use to wait where a permission is missing or the name is impossible. */
  #refused(topic: string, error: Error): void {
    if (classifyError(error).kind === 'retriable') return;
    const failure = toConnectError(error, `Fetching metadata of topic ${topic}`);
    for (const { receipt } of this.#accumulator.takePending(topic, Infinity)) receipt.failed(1, failure);
  }

  #failAll(error: unknown): void {
    const failure = toConnectError(error, 'Connecting to Kafka');
    for (const topic of this.#accumulator.topics) {
      for (const { receipt } of this.#accumulator.takePending(topic, Infinity)) receipt.failed(1, failure);
    }
  }

  /** Java: KafkaProducer#waitOnMetadata gives up after `max.block.ms`. Returns when the next record is given up. */
  #expire(now: number): number {
    const { maxBlockMs } = this.#config;
    if (maxBlockMs >= maxTimerMs || !this.#accumulator.hasPending()) return Infinity;
    for (const topic of this.#accumulator.topics) {
      const expired = this.#accumulator.takePending(topic, now - maxBlockMs);
      if (expired.length === 0) continue;
      const partitions = this.#cluster.topic(topic)?.leaders.length ?? 0;
      const what =
        partitions === 0 ? `Topic ${topic}` : `Partition of topic ${topic} with partition count ${partitions}`;
      const failure = new ConnectError(`${what} not present in metadata after ${maxBlockMs} ms.`, {
        code: 'ERR_KAFKA_NO_METADATA',
      });
      for (const { receipt } of expired) receipt.failed(1, failure);
      this.#changed();
    }
    return this.#accumulator.hasPending() ? now + Math.min(1000, maxBlockMs) : Infinity;
  }
}
