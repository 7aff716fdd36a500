import { ConnectError, type Logger } from '@causeway/api';
import { type DistributedWorkerConfig, internalTopic } from './config/distributed-config.ts';
import { DistributedHerder } from './herder/distributed/distributed-herder.ts';
import { askPeer } from './herder/peers/peer-request.ts';
import { createKafka } from './kafka/client.ts';
import type { Admin, ClientProperties, GroupSettings, KafkaPort } from './kafka/port.ts';
import type { LogLevel } from './observability/logger.ts';
import { RestServer } from './rest/server.ts';
import { advertisedAddress, askClusterId } from './start-up.ts';
import type { ConfigChange } from './storage/config/cluster-config.ts';
import { ConfigStore } from './storage/config/config-store.ts';
import { ensureCompacted } from './storage/internal-topic.ts';
import { KafkaOffsetStore } from './storage/kafka-offset-store.ts';
import { StatusStore } from './storage/status/status-store.ts';
import { version } from './version.ts';
import { unprefixed } from './worker/client-properties.ts';
import { Worker } from './worker/worker.ts';

export interface DistributedOptions {
  readonly config: DistributedWorkerConfig;
  readonly logger: Logger;
  readonly logLevel: LogLevel;
  readonly logFormat: 'json' | 'text';
  /** The worker can't go on: its internal topics or its group are refused to it, or no longer to be read. Told once. */
  readonly failed: (error: Error) => void;
}

const storeTimeoutMs = 30_000;

/** Every record counts, and each comes after the one before it. */
const reliable = {
  acks: 'all',
  'enable.idempotence': 'false',
  'max.in.flight.requests.per.connection': '1',
  'delivery.timeout.ms': '2147483647',
};

/** One worker of a cluster: connectors, offsets and states are in Kafka, and the work is shared with the other workers of its group. */
export class DistributedWorker {
  readonly #options: DistributedOptions;
  readonly #kafka: KafkaPort;
  readonly #worker: Worker;
  readonly #herder: DistributedHerder;
  readonly #rest: RestServer;
  readonly #offsets: KafkaOffsetStore;
  readonly #statuses: StatusStore;
  readonly #configs: ConfigStore;
  /** What has to be stopped in the end, in the order in which it was started. */
  readonly #running: { stop(): Promise<void> }[] = [];
  #isOver = false;

  private constructor(options: DistributedOptions, clusterId: string) {
    this.#options = options;
    const { config, logger } = options;
    const kafka = createKafka(logger);
    this.#kafka = kafka;
    const failed = (error: Error): void => this.#fail(error);
    const log = (store: 'offset' | 'config' | 'status', name: string) => ({
      ...{ kafka, failed, topic: config.values[`${store}.storage.topic`] },
      consumer: clientProperties(config, name),
      producer: { ...clientProperties(config, name), ...reliable },
    });
    this.#offsets = new KafkaOffsetStore(log('offset', 'offsets'), storeTimeoutMs);
    const topicForgotten = (connector: string): void => this.#herder.topicForgotten(connector);
    this.#statuses = new StatusStore({ ...log('status', 'statuses'), logger, topicForgotten });
    const changed = (change: ConfigChange): void => this.#herder.configChanged(change);
    this.#configs = new ConfigStore({ ...log('config', 'configs'), logger, changed });
    this.#worker = new Worker({ ...options, offsets: this.#offsets });
    this.#herder = new DistributedHerder({
      ...{ settings: config, worker: this.#worker, logger, failed },
      ...{ configs: this.#configs, statusStore: this.#statuses },
      member: (listener) => kafka.groupMember(this.#memberProperties(), groupSettings(config), listener),
      url: () => `http://${this.#address()}/`,
      workerId: () => this.#address(),
      ask: askPeer,
    });
    const herder = this.#herder;
    this.#rest = new RestServer(config, { herder, config, logger, clusterId, version, isReady: () => herder.isReady });
  }

  /**
   * Asks Kafka for its cluster id, finds the plugins, and takes the REST port.
   * @throws ConnectError that says which of these failed
   */
  static async build(options: DistributedOptions): Promise<DistributedWorker> {
    const { config, logger } = options;
    const clusterId = await askClusterId(config, logger);
    const distributed = new DistributedWorker(options, clusterId);
    await distributed.#worker.findPlugins();
    distributed.#worker.tell(distributed.#herder);
    const address = await distributed.#rest.listen();
    logger.info(`REST API is listening at ${address}`, { kafka_cluster_id: clusterId, version });
    return distributed;
  }

  /** Reads the internal topics, creating those that are missing, and joins the group; what fails is told to `failed`. */
  start(): void {
    this.#start().catch((error: unknown) => this.#fail(error as Error));
  }

  /** Stops REST, then what runs, leaves the group, and lets go of the topics. */
  async stop(): Promise<void> {
    this.#isOver = true;
    const { logger } = this.#options;
    logger.info('Stopping');
    await this.#rest.close();
    await this.#herder.stop();
    await this.#worker.stop();
    for (const one of this.#running.toReversed()) await one.stop();
    logger.info('Stopped');
  }

  async #start(): Promise<void> {
    const { config, logger } = this.#options;
    const admin = this.#kafka.admin(clientProperties(config, 'shared-admin'));
    const herder = this.#herder;
    const topic = (store: 'offset' | 'config' | 'status'): Promise<number> =>
      herder.starting(`making sure that the ${store} topic exists`, () => ensureTopic(admin, config, store, logger));
    try {
      const offsetPartitions = await topic('offset');
      await herder.starting('reading the offset topic', () => this.#run(this.#offsets, offsetPartitions));
      const statusPartitions = await topic('status');
      await herder.starting('reading the status topic', () => this.#run(this.#statuses, statusPartitions));
      requireOnePartition(config, await topic('config'));
      await herder.starting('reading the config topic', () => this.#run(this.#configs, 1));
    } finally {
      await admin.close();
    }
    if (!this.#isOver) herder.start();
  }

  async #run(store: { start(partitions: number): Promise<void>; stop(): Promise<void> }, count: number): Promise<void> {
    if (this.#isOver) return;
    this.#running.push(store);
    await store.start(count);
  }

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.failed(error);
  }

  #address(): string {
    return advertisedAddress(this.#options.config, this.#rest.port);
  }

  #memberProperties(): ClientProperties {
    const { config } = this.#options;
    const id = config.values['client.id'].trim();
    return { ...clientProperties(config, ''), 'client.id': id === '' ? `connect-${this.#address()}` : id };
  }
}

/** Of a client for an internal topic. Settings that begin with `producer.` and so on are for connectors alone. */
function clientProperties(config: DistributedWorkerConfig, name: string): ClientProperties {
  const { 'group.id': groupId, ...own } = unprefixed(config);
  const parts = [groupId ?? 'connect', config.values['client.id'], name].filter((part) => part !== '');
  return {
    ...own,
    'bootstrap.servers': config.values['bootstrap.servers'].join(','),
    'client.id': parts.join('-'),
  };
}

function groupSettings({ values }: DistributedWorkerConfig): GroupSettings {
  return {
    groupId: values['group.id'],
    protocolType: 'connect',
    sessionTimeoutMs: values['session.timeout.ms'],
    rebalanceTimeoutMs: values['rebalance.timeout.ms'],
    heartbeatIntervalMs: values['heartbeat.interval.ms'],
  };
}

async function ensureTopic(
  admin: Admin,
  config: DistributedWorkerConfig,
  store: 'offset' | 'config' | 'status',
  logger: Logger,
): Promise<number> {
  const { ignored, ...topic } = internalTopic(config, store);
  for (const key of ignored) logger.warn(`${key} is ignored: the worker's own topics are always the same in that`);
  return ensureCompacted(admin, topic);
}

function requireOnePartition({ values }: DistributedWorkerConfig, partitions: number): void {
  if (partitions === 1) return;
  throw new ConnectError(
    `Topic '${values['config.storage.topic']}' supplied via the 'config.storage.topic' property is required to have a single partition ` +
      `in order to guarantee consistency of connector configurations, but found ${partitions} partitions.`,
  );
}
