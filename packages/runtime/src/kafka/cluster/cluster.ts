import { setTimeout as sleep } from 'node:timers/promises';
import { toConnectError } from '../errors.ts';
import { kafkajsLogger } from '../kafkajs-internals.ts';
import type { KafkajsBroker, KafkajsLogger } from '../kafkajs-internals.ts';
import type { KafkaLogger } from '../logger.ts';
import { checkResolvable } from './connection-settings.ts';
import type { Address, ConnectionSettings } from './connection-settings.ts';
import { closeBroker, connectionFor, openBroker, sendFrame } from './connections.ts';
import type { RequestFrame } from './connections.ts';
import { metadataRequest, readMetadata } from './metadata.ts';
import type { ClusterMetadata, TopicMetadata } from './metadata.ts';

/** A broker, or a bootstrap address (negative id) as long as nothing better is known. */
interface Node {
  readonly nodeId: number;
  readonly address: Address;
  broker: KafkajsBroker | null;
  connecting: Promise<KafkajsBroker> | null;
  failures: number;
  retryAt: number;
}

/** The brokers as one client sees them: who leads what, and a connection to each on demand. */
export class KafkaCluster {
  readonly settings: ConnectionSettings;
  readonly #logger: KafkaLogger;
  readonly #kafkajsLogger: KafkajsLogger;
  readonly #seeds: readonly Node[];
  readonly #nodes = new Map<number, Node>();
  readonly #topics = new Map<string, TopicMetadata>();
  readonly #closing = new AbortController();
  #controllerId = -1;
  #isResolved = false;

  constructor(settings: ConnectionSettings, logger: KafkaLogger) {
    this.settings = settings;
    this.#logger = logger;
    this.#kafkajsLogger = kafkajsLogger(logger);
    // Java shuffles too, so that not all clients start at the same broker.
    const start = Math.floor(Math.random() * settings.bootstrap.length);
    this.#seeds = settings.bootstrap.map((_, i, all) => newNode(-1 - i, all[(start + i) % all.length]!));
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Aborted by `close()`; for waits that must end with it. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** What the last metadata said; undefined where the topic was never asked for. */
  topic(topic: string): TopicMetadata | undefined {
    return this.#topics.get(topic);
  }

  /** Node id of the leader; -1 while it isn't known. */
  leader(topic: string, partition: number): number {
    return this.#topics.get(topic)?.leaders[partition] ?? -1;
  }

  /**
   * Asks a broker for metadata, trying each that is known once; with all of them out of reach, rejects with a RetriableError.
   * @param topics null asks for all topics
   */
  async refreshMetadata(topics: readonly string[] | null, allowAutoCreate: boolean): Promise<ClusterMetadata> {
    if (!this.#isResolved) {
      await checkResolvable(this.settings.bootstrap);
      this.#isResolved = true;
    }
    let failure: unknown = null;
    for (const node of this.#candidates()) {
      try {
        const broker = await this.#connect(node);
        const request = metadataRequest(topics, allowAutoCreate, this.settings.requestTimeoutMs);
        const metadata = readMetadata(await this.#send(broker, connectionFor.everythingElse, request));
        this.#remember(metadata);
        return metadata;
      } catch (error) {
        if (this.isClosed) throw error;
        failure = error;
      }
    }
    const asked = this.settings.bootstrap.map(({ host, port }) => `${host}:${port}`).join(', ');
    throw toConnectError(failure, `Fetching metadata from the Kafka cluster at ${asked}`);
  }

  /** The broker with this id, connected. */
  async broker(nodeId: number): Promise<KafkajsBroker> {
    const node = this.#nodes.get(nodeId);
    if (node === undefined)
      throw Object.assign(new Error(`Broker ${nodeId} is not known`), { name: 'KafkaJSBrokerNotFound' });
    return this.#connect(node);
  }

  /** Any broker, connected; the controller where one is asked for. */
  async anyBroker(controller = false): Promise<KafkajsBroker> {
    if (this.#nodes.size === 0 || controller) await this.refreshMetadata([], false);
    if (controller && this.#nodes.has(this.#controllerId)) return this.broker(this.#controllerId);
    let failure: unknown = null;
    for (const node of this.#candidates()) {
      try {
        return await this.#connect(node);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  async coordinator(groupId: string): Promise<{ readonly nodeId: number; readonly broker: KafkajsBroker }> {
    const asked = await this.anyBroker();
    const { coordinator } = await asked.findGroupCoordinator({ groupId, coordinatorType: 0 });
    const { nodeId } = coordinator;
    if (!this.#nodes.has(nodeId)) this.#nodes.set(nodeId, newNode(nodeId, coordinator));
    return { nodeId, broker: await this.broker(nodeId) };
  }

  /** Whether a request would go out at once. */
  isReady(nodeId: number): boolean {
    const broker = this.#nodes.get(nodeId)?.broker;
    const connection = broker?.connectionPool.pool[connectionFor.everythingElse];
    return connection?.isConnected() === true && (connection.sasl === null || connection.isAuthenticated());
  }

  async send(nodeId: number, frame: RequestFrame): Promise<Buffer> {
    const broker = await this.broker(nodeId);
    return this.#send(broker, frame.apiName === 'Fetch' ? connectionFor.fetch : connectionFor.everythingElse, frame);
  }

  /** Closes the connections to a broker, and rejects what is not answered yet. */
  hangUp(nodeId: number): void {
    this.#drop(this.#nodes.get(nodeId));
  }

  /** The version to use of an API of which we know those up to `newest`. */
  apiVersion(nodeId: number, apiKey: number, newest: number): number {
    return Math.min(newest, this.#nodes.get(nodeId)?.broker?.versions?.[apiKey]?.maxVersion ?? newest);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const open = [...this.#seeds, ...this.#nodes.values()].flatMap(({ broker }) => (broker === null ? [] : [broker]));
    await Promise.all(open.map(closeBroker));
  }

  async #send(broker: KafkajsBroker, connectionIndex: number, frame: RequestFrame): Promise<Buffer> {
    const connection = await broker.connectionPool.getConnection(connectionIndex);
    if (connection.sasl !== null && !connection.isAuthenticated()) await connection.authenticate();
    return sendFrame(connection, this.settings.clientId, frame);
  }

  /** Connected brokers first, those that failed of late last. */
  #candidates(): Node[] {
    const order = (node: Node): number => (node.broker?.isConnected() === true ? 0 : 1 + node.failures);
    const nodes = [...this.#nodes.values()].sort((a, b) => order(a) - order(b));
    // The bootstrap addresses stay the last resort: all brokers may have moved.
    return nodes.some((node) => order(node) === 0)
      ? nodes
      : [...nodes, ...this.#seeds].sort((a, b) => order(a) - order(b));
  }

  #connect(node: Node): Promise<KafkajsBroker> {
    if (node.broker?.isConnected() === true) return Promise.resolve(node.broker);
    node.connecting ??= this.#open(node).finally(() => (node.connecting = null));
    return node.connecting;
  }

  async #open(node: Node): Promise<KafkajsBroker> {
    const { signal } = this.#closing;
    const wait = node.retryAt - Date.now();
    if (wait > 0) await sleep(wait, undefined, { signal });
    signal.throwIfAborted();
    const broker = openBroker(node.nodeId, node.address, this.settings, this.#kafkajsLogger);
    try {
      await broker.connect();
    } catch (error) {
      this.#failed(node, error);
      await closeBroker(broker);
      throw error;
    }
    if (signal.aborted) await closeBroker(broker);
    signal.throwIfAborted();
    node.failures = 0;
    node.broker = broker;
    return broker;
  }

  #failed(node: Node, error: unknown): void {
    const { reconnectBackoffMs, reconnectBackoffMaxMs } = this.settings;
    const backoff = Math.min(reconnectBackoffMaxMs, reconnectBackoffMs * 2 ** Math.min(node.failures, 16));
    node.retryAt = Date.now() + backoff * (0.8 + Math.random() * 0.4);
    node.failures++;
    const { host, port } = node.address;
    const fields = { broker: `${host}:${port}`, clientId: this.settings.clientId, attempt: node.failures };
    const message = toConnectError(error, 'Connecting to Kafka').message;
    if (node.failures === 1) this.#logger.warn(message, fields);
    else this.#logger.debug(message, fields);
  }

  #remember(metadata: ClusterMetadata): void {
    this.#controllerId = metadata.controllerId;
    for (const topic of metadata.topics) this.#topics.set(topic.topic, topic);
    const alive = new Set<number>();
    for (const { nodeId, host, port } of metadata.brokers) {
      alive.add(nodeId);
      const known = this.#nodes.get(nodeId);
      if (known?.address.host === host && known.address.port === port) continue;
      this.#drop(known);
      this.#nodes.set(nodeId, this.#adopt(nodeId, { host, port }));
    }
    for (const [nodeId, node] of this.#nodes) {
      if (alive.has(nodeId)) continue;
      this.#nodes.delete(nodeId);
      this.#drop(node);
    }
    // Those at other addresses have served: requests go to brokers by their id from here on.
    for (const seed of this.#seeds) if (isIdle(seed)) this.#drop(seed);
  }

  /** The bootstrap connection goes on as that of the broker at its address. */
  #adopt(nodeId: number, address: Address): Node {
    const node = newNode(nodeId, address);
    const seed = this.#seeds.find(
      (s) => s.broker !== null && s.address.host === address.host && s.address.port === address.port,
    );
    if (seed !== undefined) {
      node.broker = seed.broker;
      seed.broker = null;
    }
    return node;
  }

  #drop(node: Node | undefined): void {
    const broker = node?.broker ?? null;
    if (node === undefined || broker === null) return;
    node.broker = null;
    closeBroker(broker).catch((error: unknown) =>
      this.#logger.debug('Closing a connection to Kafka failed', { error }),
    );
  }
}

/** Nobody waits for an answer. */
function isIdle({ broker }: Node): boolean {
  return broker?.connectionPool.pool.every(({ requestQueue }) => requestQueue.inflight.size === 0) ?? true;
}

function newNode(nodeId: number, { host, port }: Address): Node {
  return { nodeId, address: { host, port }, broker: null, connecting: null, failures: 0, retryAt: 0 };
}
