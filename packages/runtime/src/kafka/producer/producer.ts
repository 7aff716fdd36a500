import { ConnectError } from '@causeway/api';
import { KafkaCluster } from '../cluster/cluster.ts';
import { readConnectionSettings } from '../cluster/connection-settings.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ClientProperties, Payload, Producer, Receipt, RecordHeader } from '../port.ts';
import { recordBytes } from '../record-batch/encoder.ts';
import { Accumulator } from './accumulator.ts';
import { readProducerConfig } from './config.ts';
import type { ProducerConfig } from './config.ts';
import { Sender } from './sender.ts';

interface Waiter {
  isOver(): boolean;
  resolve(): void;
}

/** Java's producer by its settings; see port.ts for its contract. */
export class KafkaProducer implements Producer {
  readonly #config: ProducerConfig;
  readonly #cluster: KafkaCluster;
  readonly #accumulator: Accumulator;
  readonly #sender: Sender;
  readonly #logger: KafkaLogger;
  readonly #waiters = new Set<Waiter>();
  #flushes = 0;
  #isClosed = false;

  constructor(properties: ClientProperties, logger: KafkaLogger) {
    this.#config = readProducerConfig(properties);
    this.#logger = logger;
    this.#cluster = new KafkaCluster(readConnectionSettings(properties, 'causeway-producer'), logger);
    this.#accumulator = new Accumulator(this.#config);
    this.#sender = new Sender(this.#cluster, this.#accumulator, this.#config, logger, () => this.#progressed());
  }

  send(
    topic: string,
    partition: number | null,
    timestampMs: number | null,
    key: Payload,
    value: Payload,
    headers: readonly RecordHeader[] | null,
    receipt: Receipt,
  ): void {
    if (this.#isClosed) {
      this.#refuse(receipt, new ConnectError('Cannot perform operation after producer has been closed'));
      return;
    }
    // Only a text can be longer than it looks, by up to three times.
    const bytes = recordBytes(key, value, headers);
    const { maxRequestBytes } = this.#config;
    if (bytes * 3 > maxRequestBytes) {
      const exact = exactBytes(key, value, bytes);
      if (exact > maxRequestBytes) {
        const message = `The message is ${exact} bytes when serialized which is larger than ${maxRequestBytes}, which is the value of the max.request.size configuration.`;
        this.#refuse(receipt, new ConnectError(message, { code: 'ERR_KAFKA_RECORD_TOO_LARGE' }));
        return;
      }
    }
    if (this.#accumulator.append(topic, partition, timestampMs ?? Date.now(), key, value, headers, receipt, bytes))
      this.#sender.wake();
  }

  get isFull(): boolean {
    return this.#accumulator.bufferedBytes >= this.#config.bufferBytes;
  }

  writable(): Promise<void> {
    this.#sender.wake();
    return this.#until(() => !this.isFull);
  }

  async flush(): Promise<void> {
    const mark = this.#accumulator.mark();
    this.#flushes++;
    this.#sender.isFlushing = true;
    this.#sender.wake();
    await this.#until(() => this.#accumulator.isComplete(mark));
    if (--this.#flushes === 0) this.#sender.isFlushing = false;
  }

  async close(timeoutMs: number): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (timeoutMs > 0) await within(timeoutMs, this.flush());
    this.#sender.stop();
    const error = new ConnectError('The producer was closed before the record was delivered', {
      code: 'ERR_KAFKA_CLOSED',
    });
    this.#sender.abandon(error);
    await this.#cluster.close();
    this.#accumulator.clear();
  }

  /** The receipt hears of it later, as of everything else: its sender is not done with the call yet. */
  #refuse(receipt: Receipt, error: Error): void {
    queueMicrotask(() => {
      try {
        receipt.failed(1, error);
      } catch (thrown) {
        this.#logger.error('A receipt of produced records has thrown', { error: thrown });
      }
    });
  }

  #until(isOver: () => boolean): Promise<void> {
    if (isOver()) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.add({ isOver, resolve }));
  }

  #progressed(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.isOver()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}

function exactBytes(key: Payload, value: Payload, bytes: number): number {
  const extra = (payload: Payload): number =>
    typeof payload === 'string' ? Buffer.byteLength(payload) - payload.length : 0;
  return bytes + extra(key) + extra(value);
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, Math.min(timeoutMs, 2 ** 31 - 1))));
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
