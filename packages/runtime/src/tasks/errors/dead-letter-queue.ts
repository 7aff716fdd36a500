import { ConnectError, type Logger } from '@causeway/api';
import type { SinkConnectorValues } from '../../config/connector-config.ts';
import type { Admin, Producer, RecordHeader } from '../../kafka/port.ts';
import type { TaskId } from '../../config/task-id.ts';
import type { ConsumedRecord, ErrorReporter, Failure } from './error-handler.ts';
import { messageOf } from './step.ts';

const prefix = '__connect.errors.';

/** Writes records that could not be processed to a topic, as they stood in Kafka, if asked with headers that say what went wrong. */
export class DeadLetterQueue implements ErrorReporter {
  readonly #topic: string;
  readonly #withContext: boolean;
  readonly #id: TaskId;
  readonly #producer: Producer;

  private constructor(topic: string, withContext: boolean, id: TaskId, producer: Producer) {
    this.#topic = topic;
    this.#withContext = withContext;
    this.#id = id;
    this.#producer = producer;
  }

  /** Creates the topic with one partition if it does not exist. @throws ConnectError if it can't */
  static async open(
    values: SinkConnectorValues,
    id: TaskId,
    producer: Producer,
    admin: Admin,
    logger: Logger,
  ): Promise<DeadLetterQueue> {
    const topic = values['errors.deadletterqueue.topic.name'];
    const replicationFactor = values['errors.deadletterqueue.topic.replication.factor'];
    try {
      if (!(await admin.describeTopics([topic])).has(topic)) {
        await admin.createTopics([{ topic, partitions: 1, replicationFactor, configs: {} }]);
        logger.info(`Created dead letter queue topic ${topic}`);
      }
    } catch (cause) {
      throw new ConnectError(
        `Could not initialize dead letter queue topic ${topic} with errors.deadletterqueue.topic.replication.factor=${replicationFactor}: ${(cause as Error).message}`,
        { cause },
      );
    }
    return new DeadLetterQueue(topic, values['errors.deadletterqueue.context.headers.enable'], id, producer);
  }

  report(failure: Failure): Promise<void> {
    const { consumed } = failure;
    if (consumed === undefined) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const headers = this.#withContext
      ? [...(consumed.headers ?? []), ...this.#context(failure, consumed)]
      : consumed.headers;
    const timestamp = consumed.timestamp < 0 ? null : consumed.timestamp;
    this.#producer.send(this.#topic, null, timestamp, consumed.key, consumed.value, headers, {
      delivered: () => resolve(),
      failed: (_, cause) =>
        reject(new ConnectError(`Could not write to dead letter queue ${this.#topic}: ${cause.message}`, { cause })),
    });
    return promise;
  }

  #context({ stage, class: className, error }: Failure, { topic, partition, offset }: ConsumedRecord): RecordHeader[] {
    const texts: Record<string, string> = {
      topic,
      partition: String(partition),
      offset: String(offset),
      'connector.name': this.#id.connector,
      'task.id': String(this.#id.task),
      stage,
      'class.name': className,
      'exception.class.name': error.name,
      'exception.message': messageOf(error),
      'exception.stacktrace': error.stack ?? '',
    };
    return Object.entries(texts).map(([key, text]) => ({ key: prefix + key, value: Buffer.from(text) }));
  }
}
