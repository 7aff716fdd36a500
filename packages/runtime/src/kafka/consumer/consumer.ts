import { setImmediate as turn } from 'node:timers/promises';
import { ConfigError, ConnectError } from '@causeway/api';
import { KafkaCluster } from '../cluster/cluster.ts';
import { readConnectionSettings } from '../cluster/connection-settings.ts';
import { listOffsets } from '../cluster/list-offsets.ts';
import type { KafkaLogger } from '../logger.ts';
import type {
  ClientProperties,
  Consumer,
  RebalanceListener,
  RecordCursor,
  TopicPartition,
  TopicPartitionOffset,
} from '../port.ts';
import { readConsumerConfig } from './config.ts';
import type { ConsumerConfig } from './config.ts';
import { Coordinator } from './coordinator.ts';
import { Fetcher } from './fetch/fetcher.ts';
import { GroupOffsets } from './group/offsets.ts';
import { GroupSubscription } from './group/subscription.ts';
import { moveTo, Partitions, positionOf } from './partitions.ts';
import { Positions } from './positions.ts';
import { Signal } from './signal.ts';
import { Topics } from './topics.ts';

/** A caller that never waits would keep the event loop from reading sockets and sending heartbeats for longer than this. */
const turnEveryMs = 10;

/** Commits for a consumer that is no member: one that assigned itself its partitions. */
const outsider = { memberId: '', generationId: -1, isMember: true, expired: () => undefined };

/** Java's consumer by its settings, with the classic group protocol; see port.ts for its contract. */
export class KafkaConsumer implements Consumer {
  readonly #config: ConsumerConfig;
  readonly #cluster: KafkaCluster;
  readonly #logger: KafkaLogger;
  readonly #partitions = new Partitions();
  readonly #signal = new Signal();
  readonly #topics: Topics;
  readonly #fetcher: Fetcher;
  readonly #positions: Positions;
  readonly #coordinator: Coordinator | null;
  readonly #groupOffsets: GroupOffsets | null;
  #subscription: GroupSubscription | null = null;
  #isAssigned = false;
  #isWoken = false;
  #isClosed = false;
  #turnedAt = 0;

  constructor(properties: ClientProperties, logger: KafkaLogger) {
    const config = readConsumerConfig(properties);
    const cluster = new KafkaCluster(readConnectionSettings(properties, 'causeway-consumer'), logger);
    const changed = (): void => this.#signal.notify();
    this.#config = config;
    this.#cluster = cluster;
    this.#logger = logger;
    this.#topics = new Topics(cluster, logger, {
      others: () => [...this.#partitions.list().map(({ topic }) => topic), ...(this.#subscription?.groupTopics ?? [])],
      allowAutoCreate: config.allowAutoCreateTopics,
      changed,
    });
    this.#coordinator = config.groupId === null ? null : new Coordinator(cluster, config.groupId);
    this.#groupOffsets =
      this.#coordinator === null ? null : new GroupOffsets(this.#coordinator, config.groupId!, config.apiTimeoutMs);
    this.#positions = new Positions(cluster, config, this.#partitions, this.#groupOffsets, changed);
    const staleMetadata = (): void => this.#topics.expire();
    this.#fetcher = new Fetcher(cluster, config, this.#partitions, logger, { changed, staleMetadata });
  }

  subscribe(topics: readonly string[] | RegExp, listener: RebalanceListener): void {
    if (this.#coordinator === null || this.#config.groupId === null) {
      throw new ConfigError('To subscribe, group.id must be set');
    }
    if (this.#isAssigned)
      throw new ConnectError('Subscription to topics and partitions assigned by hand exclude each other');
    this.#topics.subscribe(topics);
    if (this.#subscription === null) {
      const parts = {
        cluster: this.#cluster,
        coordinator: this.#coordinator,
        partitions: this.#partitions,
        topics: this.#topics,
      };
      const changed = (): void => this.#signal.notify();
      this.#subscription = new GroupSubscription(
        this.#config.groupId,
        parts,
        this.#config,
        this.#logger,
        listener,
        changed,
      );
    } else this.#subscription.listener = listener;
  }

  assign(partitions: readonly TopicPartition[]): void {
    if (this.#subscription !== null) {
      throw new ConnectError('Subscription to topics and partitions assigned by hand exclude each other');
    }
    this.#isAssigned = true;
    this.#partitions.replace(partitions);
    this.#topics.expire();
  }

  async poll(timeoutMs: number): Promise<readonly RecordCursor[]> {
    if (this.#isClosed) throw new ConnectError('This consumer has already been closed');
    if (this.#subscription === null && !this.#isAssigned) {
      throw new ConnectError('Consumer is not subscribed to any topics or assigned any partitions');
    }
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const now = Date.now();
      const metadataAt = this.#topics.check(now);
      await this.#subscription?.advance();
      this.#throwFailure();
      if (this.#isWoken || this.isClosed) {
        this.#isWoken = false;
        return [];
      }
      this.#positions.resolve();
      const cursors = this.#fetcher.take(this.#config.maxPollRecords);
      this.#fetcher.fetch(true);
      if (cursors.length > 0) {
        if (now - this.#turnedAt > turnEveryMs) await this.#giveTurn();
        return cursors;
      }
      const waitUntil = Math.min(deadline, metadataAt);
      if (now >= deadline) return [];
      await this.#signal.wait(Math.max(1, waitUntil - now));
      this.#turnedAt = now;
    }
  }

  // Another call may close the consumer while poll waits.
  get isClosed(): boolean {
    return this.#isClosed;
  }

  wakeup(): void {
    this.#isWoken = true;
    this.#signal.notify();
  }

  assignment(): readonly TopicPartition[] {
    return this.#partitions.list();
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#state(partition).isPaused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#state(partition).isPaused = false;
    this.#signal.notify();
  }

  seek(partition: TopicPartition, offset: number): void {
    moveTo(this.#state(partition), offset);
    this.#signal.notify();
  }

  position(partition: TopicPartition): number | null {
    return positionOf(this.#state(partition));
  }

  async commit(offsets: readonly TopicPartitionOffset[]): Promise<void> {
    const subscription = this.#subscription;
    await this.#group().commit(offsets, subscription ?? outsider);
  }

  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]> {
    return this.#group().committed(partitions);
  }

  beginningOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]> {
    return this.#logEnd(partitions, 'earliest');
  }

  endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]> {
    return this.#logEnd(partitions, 'latest');
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#signal.notify();
    try {
      await this.#subscription?.close();
    } finally {
      this.#partitions.replace([]);
      await this.#cluster.close();
    }
  }

  #logEnd(partitions: readonly TopicPartition[], end: 'earliest' | 'latest'): Promise<TopicPartitionOffset[]> {
    const { isReadCommitted, apiTimeoutMs: timeoutMs } = this.#config;
    return listOffsets(this.#cluster, { partitions, end, isReadCommitted, timeoutMs });
  }

  #group(): GroupOffsets {
    if (this.#groupOffsets === null) throw new ConfigError('To commit offsets, group.id must be set');
    return this.#groupOffsets;
  }

  #state(partition: TopicPartition): NonNullable<ReturnType<Partitions['find']>> {
    const state = this.#partitions.find(partition);
    if (state === undefined)
      throw new ConnectError(`No current assignment for partition ${partition.topic}-${partition.partition}`);
    return state;
  }

  async #giveTurn(): Promise<void> {
    await turn();
    this.#turnedAt = Date.now();
  }

  #throwFailure(): void {
    for (const part of [this.#fetcher, this.#topics, this.#positions, this.#subscription]) {
      const failure = part?.failure ?? null;
      if (part === null || failure === null) continue;
      part.failure = null;
      throw failure;
    }
  }
}
