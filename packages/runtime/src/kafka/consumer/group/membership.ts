import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaCluster } from '../../cluster/cluster.ts';
import { classifyError, toConnectError } from '../../errors.ts';
import type { KafkaLogger } from '../../logger.ts';
import type { TopicPartition } from '../../port.ts';
import type { ConsumerConfig } from '../config.ts';
import type { Coordinator } from '../coordinator.ts';
import { assignRanges, consumerProtocolType, decodeAssignment, decodeSubscription } from './protocol.ts';
import { encodeAssignment, encodeSubscription, rangeProtocol } from './protocol.ts';

const leaveTimeoutMs = 5000;

export interface MembershipEvents {
  /** There is something for `poll` to look at. */
  changed(): void;
  /** Partition counts of all topics of the group, asked for as its leader. */
  countPartitions(topics: readonly string[]): Promise<(topic: string) => number>;
}

/**
 * Our membership in the group: joins in the background, keeps it alive by heartbeats, and says when the group wants to rebalance. The
 * consumer calls the listeners, from within `poll`.
 */
export class Membership {
  /** Given by the last rebalance and not taken over by the consumer yet. */
  newAssignment: readonly TopicPartition[] | null = null;
  /** What the group gave us was taken away without asking. */
  isLost = false;
  /** The group wants us to join again, or we want to. */
  isRejoinNeeded = true;
  failure: Error | null = null;
  memberId = '';
  generationId = -1;
  /** As its leader: all topics that any member subscribes to. */
  groupTopics: readonly string[] = [];

  readonly #groupId: string;
  readonly #cluster: KafkaCluster;
  readonly #coordinator: Coordinator;
  readonly #config: ConsumerConfig;
  readonly #logger: KafkaLogger;
  readonly #events: MembershipEvents;
  #joining: Promise<void> | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #polledAt = Date.now();
  #isLeaving = false;

  constructor(
    groupId: string,
    cluster: KafkaCluster,
    coordinator: Coordinator,
    config: ConsumerConfig,
    logger: KafkaLogger,
    events: MembershipEvents,
  ) {
    this.#groupId = groupId;
    this.#cluster = cluster;
    this.#coordinator = coordinator;
    this.#config = config;
    this.#logger = logger;
    this.#events = events;
  }

  get isJoining(): boolean {
    return this.#joining !== null;
  }

  /** The caller is alive. */
  polled(): void {
    this.#polledAt = Date.now();
  }

  /** Joins with this subscription, until it succeeds or can't. */
  join(topics: readonly string[]): void {
    this.#stopHeartbeat();
    this.isRejoinNeeded = false;
    this.#joining = this.#joinUntilDone(topics)
      .catch((error: unknown) => {
        if (!this.#cluster.isClosed && !this.#isLeaving)
          this.failure = toConnectError(error, `Joining consumer group ${this.#groupId}`);
        this.isRejoinNeeded = true;
      })
      .finally(() => {
        this.#joining = null;
        this.#events.changed();
      });
  }

  /** The broker doesn't know us any more, or takes us for another: partitions are gone, and we join as a new member. */
  lose(): void {
    this.memberId = '';
    this.expire();
  }

  /** Our generation is over; partitions are gone. */
  expire(): void {
    this.#stopHeartbeat();
    this.generationId = -1;
    this.isLost = true;
    this.isRejoinNeeded = true;
    this.#events.changed();
  }

  /** Leaves for good. */
  async close(): Promise<void> {
    this.#isLeaving = true;
    // The broker answers one request after the other, and may keep that of joining for minutes.
    if (this.isJoining) this.#coordinator.hangUp();
    await this.#leave();
  }

  async #leave(): Promise<void> {
    this.#stopHeartbeat();
    const { memberId } = this;
    this.memberId = '';
    this.generationId = -1;
    if (memberId === '') return;
    const farewell = this.#coordinator.ask((broker) => broker.leaveGroup({ groupId: this.#groupId, memberId }));
    try {
      // Without it the group goes on when the session has expired: not worth a long wait.
      await Promise.race([farewell, sleep(leaveTimeoutMs, undefined, { ref: false, signal: this.#cluster.closing })]);
    } catch (error) {
      this.#logger.debug(toConnectError(error, `Leaving consumer group ${this.#groupId}`).message);
    }
  }

  async #joinUntilDone(topics: readonly string[]): Promise<void> {
    for (;;) {
      try {
        await this.#joinOnce(topics);
        return;
      } catch (error) {
        if (classifyError(error).kind !== 'retriable' || this.#cluster.isClosed || this.#isLeaving) throw error;
        const { type } = error as { readonly type?: string };
        if (type === 'UNKNOWN_MEMBER_ID' || type === 'ILLEGAL_GENERATION') this.memberId = '';
        this.#logger.debug(toConnectError(error, `Joining consumer group ${this.#groupId}`).message);
      }
      await sleep(this.#cluster.settings.retryBackoffMs, undefined, { signal: this.#cluster.closing });
    }
  }

  async #joinOnce(topics: readonly string[]): Promise<void> {
    const groupId = this.#groupId;
    const metadata = encodeSubscription(topics);
    const joined = await this.#coordinator.ask((broker) =>
      broker.joinGroup({
        groupId,
        sessionTimeout: this.#config.sessionTimeoutMs,
        rebalanceTimeout: this.#config.maxPollIntervalMs,
        memberId: this.memberId,
        protocolType: consumerProtocolType,
        groupProtocols: [{ name: rangeProtocol, metadata }],
      }),
    );
    const { generationId, memberId } = joined;
    this.memberId = memberId;
    this.generationId = generationId;
    const isLeader = joined.leaderId === memberId;
    const members = joined.members.map((m) => ({ memberId: m.memberId, topics: decodeSubscription(m.memberMetadata) }));
    this.groupTopics = isLeader ? [...new Set(members.flatMap((member) => member.topics))] : [];
    const shares = isLeader
      ? assignRanges(members, await this.#events.countPartitions(this.groupTopics))
      : new Map<string, never>();
    const groupAssignment = [...shares].map(([id, share]) => ({
      memberId: id,
      memberAssignment: encodeAssignment(share),
    }));
    const { memberAssignment } = await this.#coordinator.ask((broker) =>
      broker.syncGroup({ groupId, generationId, memberId, groupAssignment }),
    );
    this.newAssignment = decodeAssignment(memberAssignment);
    this.#startHeartbeat();
  }

  #startHeartbeat(): void {
    this.#stopHeartbeat();
    const { generationId } = this;
    const beat = async (): Promise<void> => {
      await this.#beat();
      if (this.generationId === generationId && this.#heartbeat !== null && !this.#cluster.isClosed) schedule();
    };
    const schedule = (): void => {
      this.#heartbeat = setTimeout(() => void beat(), this.#config.heartbeatIntervalMs);
    };
    schedule();
  }

  #stopHeartbeat(): void {
    if (this.#heartbeat !== null) clearTimeout(this.#heartbeat);
    this.#heartbeat = null;
  }

  async #beat(): Promise<void> {
    const { memberId, generationId } = this;
    if (Date.now() - this.#polledAt > this.#config.maxPollIntervalMs) {
      this.#logger.warn(
        `Leaving consumer group ${this.#groupId}: no poll for longer than max.poll.interval.ms=${this.#config.maxPollIntervalMs}; raise it, or lower max.poll.records`,
      );
      await this.#leave();
      this.expire();
      return;
    }
    try {
      await this.#coordinator.ask((broker) =>
        broker.heartbeat({ groupId: this.#groupId, groupGenerationId: generationId, memberId }),
      );
    } catch (error) {
      if (generationId === this.generationId && !this.#cluster.isClosed) this.#missed(error);
    }
  }

  #missed(error: unknown): void {
    const { type } = error as { readonly type?: string };
    if (type === 'REBALANCE_IN_PROGRESS') {
      if (this.isRejoinNeeded) return;
      this.isRejoinNeeded = true;
      this.#events.changed();
    } else if (type === 'UNKNOWN_MEMBER_ID' || type === 'FENCED_INSTANCE_ID') this.lose();
    else if (type === 'ILLEGAL_GENERATION') this.expire();
    else if (classifyError(error).kind === 'retriable') this.#logger.debug(toConnectError(error, 'Heartbeat').message);
    else {
      this.failure = toConnectError(error, `Heartbeat in consumer group ${this.#groupId}`);
      this.#events.changed();
    }
  }
}
