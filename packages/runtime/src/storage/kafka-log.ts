import { ConnectError } from '@causeway/api';
import type {
  ClientProperties,
  Consumer,
  KafkaPort,
  Payload,
  Producer,
  Receipt,
  RecordCursor,
  TopicPartition,
} from '../kafka/port.ts';

export interface KafkaLogOptions {
  readonly kafka: KafkaPort;
  readonly topic: string;
  readonly consumer: ClientProperties;
  readonly producer: ClientProperties;
  /** Hears of each record, ours and others', in the order of its partition; must not throw. */
  readonly read: (record: LogRecord) => void;
  /** Hears of it when reading has ended for good, with the reason. */
  readonly failed: (error: Error) => void;
}

/** What a cursor stands on; valid for the time of the call. */
export type LogRecord = Pick<RecordCursor, 'partition' | 'offset' | 'timestamp' | 'key' | 'value'>;

const pollMs = 60_000;
const closeMs = 5_000;

/** A topic that every worker reads as a whole and writes to: the worker's memory, shared. Java: KafkaBasedLog */
export class KafkaLog {
  readonly #options: KafkaLogOptions;
  readonly #consumer: Consumer;
  readonly #producer: Producer;
  #partitions: readonly TopicPartition[] = [];
  #reading: Promise<void> = Promise.resolve();
  #waiting: Waiting[] = [];
  #failure: Error | null = null;
  #isStopped = false;

  constructor(options: KafkaLogOptions) {
    this.#options = options;
    const { kafka } = options;
    this.#consumer = kafka.consumer({
      ...options.consumer,
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': 'false',
    });
    this.#producer = kafka.producer(options.producer);
  }

  /** Reads all that is there, then goes on reading what comes. @throws ConnectError if that takes longer than `timeoutMs` */
  async start(partitionCount: number, timeoutMs: number): Promise<void> {
    const { topic } = this.#options;
    this.#partitions = Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition }));
    this.#consumer.assign(this.#partitions);
    for (const { offset, ...partition } of await this.#consumer.beginningOffsets(this.#partitions)) {
      this.#consumer.seek(partition, offset);
    }
    this.#reading = this.#read();
    await this.readToEnd(timeoutMs);
  }

  /** Resolves when all that was written before this call, by anybody, has been read. @throws ConnectError after `timeoutMs` */
  async readToEnd(timeoutMs: number): Promise<void> {
    const ends = await this.#consumer.endOffsets(this.#partitions);
    if (this.#failure !== null) throw this.#failure;
    if (this.#hasRead(ends)) return;
    const waiting = new Waiting(ends, timeoutMs, this.#options.topic);
    this.#waiting.push(waiting);
    this.#consumer.wakeup();
    await waiting.done;
  }

  /** Writes a record; resolves when the broker has it. Null as value removes the key. */
  write(key: Payload, value: Payload): Promise<void> {
    return this.writeAll([{ key, value }]);
  }

  /**
   * The same for several, in their order; resolves when the broker has them all.
   * @throws ConnectError after `timeoutMs`, if that is given: they may be written later nevertheless
   */
  async writeAll(
    records: readonly { readonly key: Payload; readonly value: Payload }[],
    timeoutMs: number | null = null,
  ): Promise<void> {
    if (records.length === 0) return;
    const written = new Written(records.length, this.#options.topic, timeoutMs);
    for (const { key, value } of records) {
      this.#producer.send(this.#options.topic, null, null, key, value, null, written);
    }
    void this.#producer.flush();
    await written.done;
  }

  /** Resolves when all that was written so far is in the topic, or has failed. */
  flush(): Promise<void> {
    return this.#producer.flush();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#producer.close(closeMs);
    this.#consumer.wakeup();
    await this.#reading;
    await this.#consumer.close();
  }

  async #read(): Promise<void> {
    const { read, failed, topic } = this.#options;
    try {
      while (!this.#isStopped) {
        for (const cursor of await this.#consumer.poll(pollMs)) while (cursor.next()) read(cursor);
        this.#waiting = this.#waiting.filter((waiting) => !waiting.settle(this.#hasRead(waiting.ends)));
      }
      this.#failure = new ConnectError(`Topic ${topic} is no longer read: the worker stops`);
    } catch (cause) {
      this.#failure = new ConnectError(`Reading topic ${topic} failed: ${(cause as Error).message}`, { cause });
      failed(this.#failure);
    }
    for (const waiting of this.#waiting.splice(0)) waiting.fail(this.#failure);
  }

  #hasRead(ends: readonly (TopicPartition & { readonly offset: number })[]): boolean {
    return ends.every(
      ({ offset, ...partition }) => offset === 0 || (this.#consumer.position(partition) ?? 0) >= offset,
    );
  }
}

/** Somebody who waits until all partitions have been read up to their ends. */
class Waiting {
  readonly ends: readonly (TopicPartition & { readonly offset: number })[];
  readonly done: Promise<void>;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #isOver = false;

  constructor(ends: Waiting['ends'], timeoutMs: number, topic: string) {
    this.ends = ends;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => {
      this.fail(new ConnectError(`Reading topic ${topic} to its end took longer than ${timeoutMs} ms`));
    }, timeoutMs);
  }

  /** @returns whether it is over */
  settle(isReached: boolean): boolean {
    if (isReached && !this.#isOver) {
      this.#end();
      this.#resolve();
    }
    return this.#isOver;
  }

  fail(error: Error): void {
    if (this.#isOver) return;
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}

/** Resolves when all of some records were delivered. */
class Written implements Receipt {
  readonly done: Promise<void>;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;
  readonly #timer: NodeJS.Timeout | undefined;
  #missing: number;

  constructor(count: number, topic: string, timeoutMs: number | null) {
    this.#missing = count;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    if (timeoutMs === null) return;
    const error = new ConnectError(`Writing to topic ${topic} took longer than ${timeoutMs} ms`);
    this.#timer = setTimeout(() => reject(error), timeoutMs);
  }

  delivered(count: number): void {
    this.#missing -= count;
    if (this.#missing > 0) return;
    clearTimeout(this.#timer);
    this.#resolve();
  }

  failed(_count: number, error: Error): void {
    clearTimeout(this.#timer);
    this.#reject(error);
  }
}
