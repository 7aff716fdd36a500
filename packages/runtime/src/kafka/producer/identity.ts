import type { KafkaCluster } from '../cluster/cluster.ts';
import { classifyError, toConnectError } from '../errors.ts';
import type { KafkaProtocolError } from '../errors.ts';
import type { KafkaLogger } from '../logger.ts';
import type { Accumulator } from './accumulator.ts';
import type { ProducerBatch } from './batch.ts';

/** The producer id by which brokers recognize batches that come twice (KIP-98), where idempotence is on. */
export class ProducerIdentity {
  /** null while there is none. */
  id: number | null = null;
  producerEpoch = -1;

  readonly #cluster: KafkaCluster;
  readonly #accumulator: Accumulator;
  readonly #isIdempotent: boolean;
  readonly #logger: KafkaLogger;
  readonly #changed: () => void;
  #isFetching = false;
  #isStale = false;

  constructor(
    cluster: KafkaCluster,
    accumulator: Accumulator,
    isIdempotent: boolean,
    logger: KafkaLogger,
    changed: () => void,
  ) {
    this.#cluster = cluster;
    this.#accumulator = accumulator;
    this.#isIdempotent = isIdempotent;
    this.#logger = logger;
    this.#changed = changed;
  }

  get producerId(): number {
    return this.id ?? -1;
  }

  /** Whether batches may go out; if not for want of an id, asks for one. */
  isReady(requestsInFlight: number): boolean {
    if (!this.#isIdempotent) return true;
    if (this.#isStale) {
      // Numbers start again at zero: nothing with the old ones may be under way.
      if (requestsInFlight > 0) return false;
      this.#isStale = false;
      this.id = null;
      this.#accumulator.resetSequences();
    }
    if (this.id === null) this.#fetch();
    return this.id !== null;
  }

  /** Takes a new id before the next batch. Java: TransactionManager#bumpIdempotentProducerEpoch. */
  reset(): void {
    this.#isStale = this.#isIdempotent;
  }

  /**
   * Whether an error says that the broker no longer knows us, or has lost one of our batches. Behind a batch that failed before it, a
   * sequence out of order is only to be expected.
   */
  isLostWith({ type }: KafkaProtocolError, isBehindAnother: boolean): boolean {
    if (!this.#isIdempotent) return false;
    if (type === 'OUT_OF_ORDER_SEQUENCE_NUMBER') return !isBehindAnother;
    return type === 'UNKNOWN_PRODUCER_ID' || type === 'INVALID_PRODUCER_EPOCH';
  }

  /** Parts of a batch share its sequence numbers among them. */
  splitSequence(batch: ProducerBatch, parts: readonly ProducerBatch[]): void {
    if (batch.baseSequence < 0) return;
    let sequence = batch.baseSequence;
    for (const part of parts) {
      part.baseSequence = sequence;
      sequence = (sequence + part.recordCount) % 2 ** 31;
    }
  }

  #fetch(): void {
    if (this.#isFetching) return;
    this.#isFetching = true;
    this.#ask()
      .catch((error: unknown) => this.#logger.error(toConnectError(error, 'Asking for a producer id').message))
      .finally(() => {
        this.#isFetching = false;
        this.#changed();
      });
  }

  async #ask(): Promise<void> {
    const { retryBackoffMs } = this.#cluster.settings;
    try {
      const broker = await this.#cluster.anyBroker();
      const { producerId, producerEpoch } = await broker.initProducerId({
        transactionalId: null,
        transactionTimeout: 2 ** 31 - 1,
      });
      this.id = Number(producerId);
      this.producerEpoch = producerEpoch;
    } catch (error) {
      if (this.#cluster.isClosed) return;
      await pause(retryBackoffMs, this.#cluster.closing);
      if (classifyError(error).kind !== 'retriable') throw error;
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
