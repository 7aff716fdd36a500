import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaCluster } from './cluster/cluster.ts';
import { readConnectionSettings } from './cluster/connection-settings.ts';
import type { RequestFrame } from './cluster/connections.ts';
import type { ClusterMetadata } from './cluster/metadata.ts';
import { WireReader, WireWriter } from './cluster/wire.ts';
import { classifyError, KafkaProtocolError, toConnectError } from './errors.ts';
import type { KafkaLogger } from './logger.ts';
import { commitOffsets, deleteGroup, deleteOffsets, fetchOffsets, type GroupRequest } from './group-requests.ts';
import type { Admin, ClientProperties, NewTopic, TopicPartition, TopicPartitionOffset } from './port.ts';
import { Settings } from './settings.ts';

const topicExists = 36;
const unknownTopic = 3;
const topicAuthorizationFailed = 29;
const topicResource = 2;
/** The coordinator of a group is loading, looked for, or another. */
const coordinatorMoves = [14, 15, 16];
const groupIdNotFound = 69;

interface TopicOutcome {
  readonly topic: string;
  readonly errorCode: number;
  readonly message: string | null;
}

/** Java's admin client by its settings; see port.ts for its contract. */
export class KafkaAdmin implements Admin {
  readonly #cluster: KafkaCluster;
  readonly #timeoutMs: number;

  constructor(properties: ClientProperties, logger: KafkaLogger) {
    this.#cluster = new KafkaCluster(readConnectionSettings(properties, 'causeway-admin'), logger);
    this.#timeoutMs = new Settings(properties).int('default.api.timeout.ms', 60_000);
  }

  async clusterId(timeoutMs: number): Promise<string> {
    const { clusterId } = await this.#metadata([], timeoutMs);
    return clusterId ?? '';
  }

  async describeTopics(topics: readonly string[]): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    if (topics.length === 0) return found;
    const metadata = await this.#metadata(topics, this.#timeoutMs);
    for (const { topic, error, leaders } of metadata.topics) {
      if (error === null) found.set(topic, leaders.length);
      else if (error.errorCode !== unknownTopic) throw toConnectError(error, `Describing topic ${topic}`);
    }
    return found;
  }

  async listTopics(): Promise<string[]> {
    const { topics } = await this.#metadata(null, this.#timeoutMs);
    return topics.filter(({ error }) => error === null).map(({ topic }) => topic);
  }

  async createTopics(topics: readonly NewTopic[]): Promise<string[]> {
    if (topics.length === 0) return [];
    const outcomes = await this.#askController((timeoutMs) => createTopicsRequest(topics, timeoutMs), readOutcomes);
    const created: string[] = [];
    for (const { topic, errorCode, message } of outcomes) {
      if (errorCode === 0) created.push(topic);
      else if (errorCode !== topicExists)
        throw toConnectError(new KafkaProtocolError(errorCode, message), `Creating topic ${topic}`);
    }
    return created;
  }

  async deleteTopics(topics: readonly string[]): Promise<void> {
    if (topics.length === 0) return;
    const outcomes = await this.#askController(
      (timeoutMs) => deleteTopicsRequest(topics, timeoutMs),
      (response) => readDeleted(response),
    );
    for (const { topic, errorCode } of outcomes) {
      if (errorCode !== 0) throw toConnectError(new KafkaProtocolError(errorCode), `Deleting topic ${topic}`);
    }
  }

  async topicConfig(topic: string, name: string): Promise<string | null> {
    const outcome = await this.#askController(
      (timeoutMs) => describeConfigRequest(topic, name, timeoutMs),
      (response) => readConfigs(response),
    );
    const { errorCode, message, value } = outcome[0]!;
    if (errorCode !== 0 && errorCode !== topicAuthorizationFailed) {
      throw toConnectError(new KafkaProtocolError(errorCode, message), `Reading ${name} of topic ${topic}`);
    }
    return value;
  }

  groupOffsets(groupId: string): Promise<TopicPartitionOffset[]> {
    return this.#askCoordinator(groupId, `Reading the offsets of consumer group ${groupId}`, fetchOffsets(groupId));
  }

  async alterGroupOffsets(groupId: string, offsets: readonly TopicPartitionOffset[]): Promise<void> {
    if (offsets.length === 0) return;
    const doing = `Altering offsets of consumer group ${groupId}`;
    await this.#askCoordinator(groupId, doing, commitOffsets(groupId, offsets));
  }

  async deleteGroupOffsets(groupId: string, partitions: readonly TopicPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    const doing = `Deleting offsets of consumer group ${groupId}`;
    await ifThere(this.#askCoordinator(groupId, doing, deleteOffsets(groupId, partitions)));
  }

  async deleteGroup(groupId: string): Promise<void> {
    await ifThere(this.#askCoordinator(groupId, `Deleting consumer group ${groupId}`, deleteGroup(groupId)));
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }

  async #askCoordinator<T>(groupId: string, doing: string, { frame, read }: GroupRequest<T>): Promise<T> {
    const { requestTimeoutMs } = this.#cluster.settings;
    const outcome = await this.#until(this.#timeoutMs, async () => {
      const { nodeId } = await this.#cluster.coordinator(groupId);
      const response = await this.#cluster.send(nodeId, {
        ...frame,
        expectResponse: true,
        timeoutMs: requestTimeoutMs,
      });
      try {
        return { value: read(response) };
      } catch (error) {
        if (coordinatorMoves.includes((error as KafkaProtocolError).errorCode)) throw error;
        return { error };
      }
    });
    if ('error' in outcome) throw toConnectError(outcome.error, doing);
    return outcome.value;
  }

  #metadata(topics: readonly string[] | null, timeoutMs: number): Promise<ClusterMetadata> {
    return this.#until(timeoutMs, () => this.#cluster.refreshMetadata(topics, false));
  }

  /** Sends to the controller; again where it has moved, or asks to wait, before anything was done. */
  #askController<T extends TopicOutcome>(
    request: (timeoutMs: number) => RequestFrame,
    read: (response: Buffer) => T[],
  ): Promise<readonly T[]> {
    return this.#until(this.#timeoutMs, async () => {
      const { controllerId } = await this.#cluster.refreshMetadata([], false);
      const outcomes = read(await this.#cluster.send(controllerId, request(this.#cluster.settings.requestTimeoutMs)));
      const retriable = outcomes.find(
        ({ errorCode }) =>
          errorCode !== 0 &&
          errorCode !== unknownTopic &&
          classifyError(new KafkaProtocolError(errorCode)).kind === 'retriable',
      );
      if (retriable !== undefined) throw new KafkaProtocolError(retriable.errorCode, retriable.message);
      return outcomes;
    });
  }

  /** Tries until the time is over; a try that hangs is given up then, too. */
  async #until<T>(timeoutMs: number, attempt: () => Promise<T>): Promise<T> {
    const { retryBackoffMs, retryBackoffMaxMs } = this.#cluster.settings;
    const deadline = Date.now() + timeoutMs;
    for (let backoff = retryBackoffMs; ; backoff = Math.min(2 * backoff, retryBackoffMaxMs)) {
      try {
        return await this.#within(deadline - Date.now(), attempt());
      } catch (error) {
        const isOver = Date.now() + backoff >= deadline || this.#cluster.isClosed;
        if (isOver || classifyError(error).kind !== 'retriable')
          throw toConnectError(error, 'Asking the Kafka cluster');
      }
      await sleep(backoff, undefined, { signal: this.#cluster.closing });
    }
  }

  async #within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
    const { bootstrap } = this.#cluster.settings;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      const asked = bootstrap.map(({ host, port }) => `${host}:${port}`).join(', ');
      const error = new KafkaProtocolError(
        7,
        `no broker at ${asked} has answered in time; check bootstrap.servers and that they are up`,
      );
      timer = setTimeout(() => reject(error), Math.max(1, timeoutMs));
    });
    try {
      return await Promise.race([work, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function ifThere(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const { cause } = error as Error;
    if (!(cause instanceof KafkaProtocolError) || cause.errorCode !== groupIdNotFound) throw error;
  }
}

/** Version 4: -1 stands for the broker's defaults. */
function createTopicsRequest(topics: readonly NewTopic[], timeoutMs: number): RequestFrame {
  const body = new WireWriter().array(topics, (writer, { topic, partitions, replicationFactor, configs }) => {
    writer.string(topic).int32(partitions).int16(replicationFactor).int32(0);
    writer.array(Object.entries(configs), (entries, [name, value]) => entries.string(name).string(value));
  });
  body.int32(timeoutMs).boolean(false);
  return {
    apiKey: 19,
    apiName: 'CreateTopics',
    apiVersion: 4,
    body: [body.finish()],
    expectResponse: true,
    timeoutMs: timeoutMs + 5000,
  };
}

function readOutcomes(response: Buffer): TopicOutcome[] {
  const reader = new WireReader(response);
  reader.skip(4); // throttle time
  return reader.array((r) => ({ topic: r.string(), errorCode: r.int16(), message: r.nullableString() }));
}

function deleteTopicsRequest(topics: readonly string[], timeoutMs: number): RequestFrame {
  const body = new WireWriter().array(topics, (writer, topic) => writer.string(topic)).int32(timeoutMs);
  return {
    apiKey: 20,
    apiName: 'DeleteTopics',
    apiVersion: 3,
    body: [body.finish()],
    expectResponse: true,
    timeoutMs: timeoutMs + 5000,
  };
}

function readDeleted(response: Buffer): TopicOutcome[] {
  const reader = new WireReader(response);
  reader.skip(4); // throttle time
  return reader.array((r) => ({ topic: r.string(), errorCode: r.int16(), message: null }));
}

interface ConfigOutcome extends TopicOutcome {
  /** Null where it is not told. */
  readonly value: string | null;
}

/** Version 1. */
function describeConfigRequest(topic: string, name: string, timeoutMs: number): RequestFrame {
  const body = new WireWriter().array([topic], (writer, resource) => {
    writer.int8(topicResource).string(resource);
    writer.array([name], (names, one) => names.string(one));
  });
  return {
    apiKey: 32,
    apiName: 'DescribeConfigs',
    apiVersion: 1,
    body: [body.boolean(false).finish()],
    expectResponse: true,
    timeoutMs,
  };
}

function readConfigs(response: Buffer): ConfigOutcome[] {
  const reader = new WireReader(response);
  reader.skip(4); // throttle time
  return reader.array((r) => {
    const errorCode = r.int16();
    const message = r.nullableString();
    r.skip(1); // kind of the resource
    const topic = r.string();
    const values = r.array((entry) => {
      entry.string();
      const value = entry.nullableString();
      entry.skip(3); // read-only, its source, sensitive
      entry.array((synonym) => {
        synonym.string();
        synonym.nullableString();
        synonym.skip(1);
      });
      return value;
    });
    return { topic, errorCode, message, value: values[0] ?? null };
  });
}
