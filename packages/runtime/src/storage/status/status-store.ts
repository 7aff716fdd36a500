import type { Logger } from '@causeway/api';
import type { TaskId } from '../../config/task-id.ts';
import { KafkaLog, type KafkaLogOptions, type LogRecord } from '../kafka-log.ts';
import { ClusterStatus, isSafeToSay } from './cluster-status.ts';
import {
  decodeStatusRecord,
  encodeStatusRecord,
  type Status,
  type StatusRecord,
  type TopicUse,
} from './status-record.ts';

/** Java: KafkaStatusBackingStore */
const timeoutMs = 30_000;

export interface StatusStoreOptions extends Omit<KafkaLogOptions, 'read'> {
  readonly logger: Logger;
  /** Hears that some worker no longer counts a topic among those of a connector. */
  readonly topicForgotten?: (connector: string, topic: string) => void;
}

/** The status topic. What is said is not waited for: a state that can't be written is said again with the next change. */
export class StatusStore {
  readonly status = new ClusterStatus();
  readonly #log: KafkaLog;
  readonly #topic: string;
  readonly #logger: Logger;
  readonly #topicForgotten: (connector: string, topic: string) => void;

  constructor({ logger, topicForgotten, ...options }: StatusStoreOptions) {
    this.#logger = logger;
    this.#topicForgotten = topicForgotten ?? (() => undefined);
    this.#topic = options.topic;
    this.#log = new KafkaLog({ ...options, read: (record) => this.#read(record) });
  }

  start(partitionCount: number): Promise<void> {
    return this.#log.start(partitionCount, timeoutMs);
  }

  /** Resolves when all that was said so far is in the topic, or could not be written. */
  flush(): Promise<void> {
    return this.#log.flush();
  }

  /** What was said before is written first. */
  stop(): Promise<void> {
    return this.#log.stop();
  }

  putConnector(connector: string, status: Status | null): void {
    this.#say({ kind: 'connector', connector, status });
  }

  putTask(id: TaskId, status: Status | null): void {
    this.#say({ kind: 'task', id, status });
  }

  putTopic(use: TopicUse): void {
    this.#say({ kind: 'topic', connector: use.connector, topic: use.topic, use });
  }

  removeTopic(connector: string, topic: string): void {
    this.#say({ kind: 'topic', connector, topic, use: null });
  }

  /** Unless another worker has taken over meanwhile. */
  putConnectorIfSafe(connector: string, status: Status): void {
    if (isSafeToSay(status, this.status.connector(connector))) this.putConnector(connector, status);
  }

  putTaskIfSafe(id: TaskId, status: Status): void {
    if (isSafeToSay(status, this.status.task(id))) this.putTask(id, status);
  }

  #say(record: StatusRecord): void {
    const { key, value } = encodeStatusRecord(record);
    this.#log.write(key, value).catch((error: unknown) => {
      this.#logger.error(`${key} could not be written to topic ${this.#topic}: ${(error as Error).message}`);
    });
  }

  #read({ key, value, offset }: LogRecord): void {
    const name = key === null ? '' : Buffer.from(key).toString();
    try {
      const json: unknown = value === null ? null : JSON.parse(Buffer.from(value).toString());
      const record = decodeStatusRecord(name, json);
      if (record === null) return;
      this.status.apply(record);
      if (record.kind === 'topic' && record.use === null) this.#topicForgotten(record.connector, record.topic);
    } catch (error) {
      this.#logger.warn(
        `Record ${offset} of topic ${this.#topic} (${name}) is left out: ${(error as Error).message.slice(0, 200)}`,
      );
    }
  }
}
