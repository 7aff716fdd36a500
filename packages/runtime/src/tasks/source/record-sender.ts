import { setImmediate } from 'node:timers/promises';
import {
  ConnectError,
  type Header,
  type Logger,
  type RecordMetadata,
  RetriableError,
  type SourceRecord,
} from '@causeway/api';
import type { Payload, Producer, Receipt, RecordHeader } from '../../kafka/port.ts';
import type { Converters } from '../converters.ts';
import type { ErrorHandler } from '../errors/error-handler.ts';
import type { Stage } from '../errors/error-policy.ts';
import type { TransformationChain } from '../transformation-chain.ts';
import type { InFlight } from './in-flight.ts';
import type { TopicCreation } from './topic-creation.ts';

export type CommitRecord = (record: SourceRecord, metadata: RecordMetadata | null) => void;

export interface RecordSenderParts {
  readonly chain: TransformationChain;
  readonly converters: Converters;
  readonly converterClasses: Readonly<Record<'key' | 'value' | 'header', string>>;
  readonly producer: Producer;
  readonly inFlight: InFlight;
  readonly topics: TopicCreation;
  readonly errors: ErrorHandler;
  /** The task's `commitRecord`, if it has one. */
  readonly commitRecord: CommitRecord | null;
  /** Called once for each topic that records were sent to. */
  readonly onTopic: (topic: string) => void;
  readonly logger: Logger;
  /** Resolves with false when the task is to stop before the time is over. */
  readonly wait: (ms: number) => Promise<boolean>;
}

/** Java: WorkerSourceTask's SEND_FAILED_BACKOFF_MS */
const topicRetryMs = 100;

/** A record as it goes to the producer. */
interface Converted {
  readonly topic: string;
  readonly partition: number | null;
  readonly timestamp: number | null;
  readonly key: Payload;
  readonly value: Payload;
  readonly headers: readonly RecordHeader[] | null;
}

/** Why the next record could not be sent at once. */
type Obstacle = 'none' | 'full' | 'topic' | 'slow' | 'late';

/**
 * After so long without a look at the network, the network comes first: a socket that has room again, and a broker that waits for the next
 * batch, cost more than the look.
 */
const sliceMs = 1;
/** How many records go between two looks at the clock. */
const sliceRecords = 32;

/**
 * Transforms, converts and produces the records of a poll. Most records take the fast way, one synchronous loop; those that must wait (a full
 * buffer, a topic not seen before, a converter that asks a registry) or fail take the slow way one by one.
 */
export class RecordSender {
  readonly #parts: RecordSenderParts;
  readonly #knownTopics = new Set<string>();
  #lastTopic: string | null = null;
  #obstacle: Obstacle = 'none';

  constructor(parts: RecordSenderParts) {
    this.#parts = parts;
  }

  /** `onTopic` is called again for each topic, with its next record. */
  forgetTopics(): void {
    this.#knownTopics.clear();
    this.#lastTopic = null;
  }

  /** Resolves when all records are in the producer's buffer. @throws ConnectError for a record that can't be sent or skipped */
  async send(records: readonly SourceRecord[]): Promise<void> {
    let next = this.#sendFast(records, 0);
    while (next < records.length) {
      const record = records[next]!;
      if (this.#obstacle === 'late') await setImmediate();
      else if (this.#obstacle === 'full') await this.#parts.producer.writable();
      else {
        await this.#sendSlowly(record);
        next++;
      }
      next = this.#sendFast(records, next);
    }
  }

  /** Sends as long as nothing has to be waited for; returns the index of the record that stopped it. */
  #sendFast(records: readonly SourceRecord[], from: number): number {
    const { chain, producer, converters, inFlight } = this.#parts;
    const transforms = !chain.isEmpty;
    const until = performance.now() + sliceMs;
    let i = from;
    try {
      for (; i < records.length; i++) {
        if (producer.isFull) return this.#stoppedBy('full', i);
        if ((i - from) % sliceRecords === sliceRecords - 1 && performance.now() >= until)
          return this.#stoppedBy('late', i);
        const source = records[i]!;
        const record = transforms ? chain.apply(source) : source;
        if (record === null) {
          this.#parts.commitRecord?.(source, null);
          continue;
        }
        const { topic } = record;
        if (topic !== this.#lastTopic && !this.#isKnown(topic)) return this.#stoppedBy('topic', i);
        const key = converters.key.fromConnectData(topic, record.keySchema, record.key, record.headers);
        const value = converters.value.fromConnectData(topic, record.valueSchema, record.value, record.headers);
        if (key instanceof Promise || value instanceof Promise) return this.#abandon(key, value, i);
        const headers = record.headers === null ? null : this.#headers(topic, record.headers);
        const receipt = this.#receipt(source, inFlight.submit(source.sourcePartition, source.sourceOffset));
        producer.send(topic, record.kafkaPartition, record.timestamp, key, value, headers, receipt);
        if (key !== null) converters.key.release?.();
        if (value !== null) converters.value.release?.();
      }
    } catch {
      return this.#stoppedBy('slow', i); // found again, with its stage, on the slow way
    }
    return i;
  }

  #stoppedBy(obstacle: Obstacle, index: number): number {
    this.#obstacle = obstacle;
    return index;
  }

  /** A converter must wait: the slow way asks it again and awaits the answer. */
  #abandon(key: unknown, value: unknown, index: number): number {
    for (const pending of [key, value]) if (pending instanceof Promise) pending.catch(() => undefined);
    return this.#stoppedBy('slow', index);
  }

  async #sendSlowly(source: SourceRecord): Promise<void> {
    const { producer, inFlight } = this.#parts;
    const converted = await this.#convertSlowly(source);
    if (converted === null) {
      this.#parts.commitRecord?.(source, null);
      return;
    }
    if (producer.isFull) await producer.writable();
    const { topic, partition, timestamp, key, value, headers } = converted;
    const receipt = this.#receipt(source, inFlight.submit(source.sourcePartition, source.sourceOffset));
    producer.send(topic, partition, timestamp, key, value, headers, receipt);
  }

  /** null where a transformation dropped the record, or its failure is tolerated. */
  async #convertSlowly(source: SourceRecord): Promise<Converted | null> {
    const { chain, converters, converterClasses, errors } = this.#parts;
    let stage = 'TRANSFORMATION' as Stage;
    let className = '';
    const step = <T>(name: Stage, plugin: string, work: () => T | Promise<T>): Promise<T> => {
      stage = name;
      className = plugin;
      return errors.retry(work);
    };
    try {
      const record = chain.isEmpty ? source : await step('TRANSFORMATION', '', () => chain.apply(source));
      if (record === null) return null;
      const { topic, kafkaPartition, timestamp, headers: own } = record;
      if (!this.#isKnown(topic)) await this.#learn(topic);
      const key = await step('KEY_CONVERTER', converterClasses.key, () =>
        converters.key.fromConnectData(topic, record.keySchema, record.key, own),
      );
      const value = await step('VALUE_CONVERTER', converterClasses.value, () =>
        converters.value.fromConnectData(topic, record.valueSchema, record.value, own),
      );
      const headers =
        own === null ? null : await step('HEADER_CONVERTER', converterClasses.header, () => this.#headers(topic, own));
      return { topic, partition: kafkaPartition, timestamp, key, value, headers };
    } catch (error) {
      if (error instanceof TopicError) throw error.cause;
      const where = `for topic ${source.topic} from ${JSON.stringify(source.sourcePartition)} at ${JSON.stringify(source.sourceOffset)}`;
      await errors.handle({
        stage,
        class: stage === 'TRANSFORMATION' ? chain.where.class : className,
        error: error as Error,
        where,
      });
      return null;
    }
  }

  #isKnown(topic: string): boolean {
    if (!this.#knownTopics.has(topic)) return false;
    this.#lastTopic = topic;
    return true;
  }

  /** Creates the topic if it is to be created. Retriable failures are tried again for ever, as Java does; others fail the task. */
  async #learn(topic: string): Promise<void> {
    const { topics, wait, logger, onTopic } = this.#parts;
    while (!topics.isReady(topic)) {
      try {
        await topics.ensure(topic);
      } catch (error) {
        if (!(error instanceof RetriableError)) throw new TopicError(error);
        logger.warn(`Topic ${topic} is not ready, trying again: ${error.message}`);
        if (!(await wait(topicRetryMs))) throw new TopicError(error);
      }
    }
    this.#knownTopics.add(topic);
    this.#lastTopic = topic;
    onTopic(topic);
  }

  #headers(topic: string, headers: Iterable<Header>): RecordHeader[] {
    const { header } = this.#parts.converters;
    return Array.from(headers, ({ key, schema, value }) => ({
      key,
      value: header.fromConnectHeader(topic, key, schema, value),
    }));
  }

  #receipt(source: SourceRecord, run: Receipt): Receipt {
    const { commitRecord } = this.#parts;
    return commitRecord === null ? run : new RecordReceipt(run, source, commitRecord);
  }
}

/** A failure of the topic, not of the record: never skipped. */
class TopicError extends Error {
  override readonly cause: Error;

  constructor(cause: unknown) {
    super('topic');
    this.cause = cause instanceof Error ? cause : new ConnectError(String(cause));
  }
}

/** Tells the task of its record, where it wants to know. */
class RecordReceipt implements Receipt {
  readonly #run: Receipt;
  readonly #source: SourceRecord;
  readonly #commitRecord: CommitRecord;

  constructor(run: Receipt, source: SourceRecord, commitRecord: CommitRecord) {
    this.#run = run;
    this.#source = source;
    this.#commitRecord = commitRecord;
  }

  delivered(count: number, topic: string, partition: number, baseOffset: number): void {
    this.#run.delivered(count, topic, partition, baseOffset);
    this.#commitRecord(this.#source, { topic, partition, offset: baseOffset });
  }

  failed(count: number, error: Error): void {
    this.#run.failed(count, error);
    this.#commitRecord(this.#source, null);
  }
}
