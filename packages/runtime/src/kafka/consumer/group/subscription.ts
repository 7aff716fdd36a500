import type { KafkaCluster } from '../../cluster/cluster.ts';
import type { KafkaLogger } from '../../logger.ts';
import type { RebalanceListener, TopicPartition } from '../../port.ts';
import type { ConsumerConfig } from '../config.ts';
import type { Coordinator } from '../coordinator.ts';
import type { CommittingMember } from './offsets.ts';
import { Membership } from './membership.ts';
import type { Partitions } from '../partitions.ts';
import type { Topics } from '../topics.ts';

export interface SubscriptionParts {
  readonly cluster: KafkaCluster;
  readonly coordinator: Coordinator;
  readonly partitions: Partitions;
  readonly topics: Topics;
}

/** A subscription at work: moves between the group's rebalances and the listener, one step each time `poll` comes by. */
export class GroupSubscription implements CommittingMember {
  listener: RebalanceListener;

  readonly #parts: SubscriptionParts;
  readonly #membership: Membership;
  /** What the group last agreed on, to notice when it is out of date: the topics joined with, and as leader the partition counts. */
  #joinedTopics: readonly string[] = [];
  #countedPartitions = new Map<string, number>();

  constructor(
    groupId: string,
    parts: SubscriptionParts,
    config: ConsumerConfig,
    logger: KafkaLogger,
    listener: RebalanceListener,
    changed: () => void,
  ) {
    this.#parts = parts;
    this.listener = listener;
    this.#membership = new Membership(groupId, parts.cluster, parts.coordinator, config, logger, {
      changed,
      countPartitions: (topics) => this.#countPartitions(topics, config.allowAutoCreateTopics),
    });
  }

  get memberId(): string {
    return this.#membership.memberId;
  }

  get generationId(): number {
    return this.#membership.generationId;
  }

  get isMember(): boolean {
    return this.memberId !== '' && this.generationId >= 0;
  }

  get groupTopics(): readonly string[] {
    return this.#membership.groupTopics;
  }

  get failure(): Error | null {
    return this.#membership.failure;
  }

  set failure(failure: Error | null) {
    this.#membership.failure = failure;
  }

  expired(type: string): void {
    if (type === 'ILLEGAL_GENERATION') this.#membership.expire();
    else this.#membership.lose();
  }

  /** Does what the group waits for, if anything; never waits for the group. */
  async advance(): Promise<void> {
    const membership = this.#membership;
    const { topics } = this.#parts;
    membership.polled();
    if (membership.isLost) {
      membership.isLost = false;
      await this.#giveUp((partitions) => this.listener.lost(partitions));
    }
    if (membership.isJoining || topics.subscribed === null) return;
    if (membership.newAssignment !== null) {
      const assigned = membership.newAssignment;
      membership.newAssignment = null;
      this.#parts.partitions.replace(assigned);
      topics.expire();
      await this.listener.assigned(assigned);
    }
    if (!membership.isRejoinNeeded && !this.#isOutOfDate(topics.subscribed)) return;
    await this.#giveUp((partitions) => this.listener.revoked(partitions));
    this.#joinedTopics = topics.subscribed;
    membership.join(topics.subscribed);
  }

  async close(): Promise<void> {
    const { isLost } = this.#membership;
    try {
      await this.#giveUp((partitions) => (isLost ? this.listener.lost(partitions) : this.listener.revoked(partitions)));
    } finally {
      await this.#membership.close();
    }
  }

  async #giveUp(tell: (partitions: readonly TopicPartition[]) => Promise<void> | void): Promise<void> {
    const partitions = this.#parts.partitions.list();
    try {
      if (partitions.length > 0) await tell(partitions);
    } finally {
      this.#parts.partitions.replace([]);
    }
  }

  #isOutOfDate(subscribed: readonly string[]): boolean {
    const joined = this.#joinedTopics;
    if (
      joined !== subscribed &&
      (joined.length !== subscribed.length || subscribed.some((topic) => !joined.includes(topic)))
    )
      return true;
    for (const [topic, count] of this.#countedPartitions) {
      const now = this.#parts.cluster.topic(topic)?.leaders.length ?? 0;
      // Not when it has gone: metadata may be without a topic for a moment.
      if (now > count) return true;
    }
    return false;
  }

  async #countPartitions(topics: readonly string[], allowAutoCreate: boolean): Promise<(topic: string) => number> {
    const { cluster } = this.#parts;
    await cluster.refreshMetadata(topics, allowAutoCreate);
    this.#countedPartitions = new Map(topics.map((topic) => [topic, cluster.topic(topic)?.leaders.length ?? 0]));
    return (topic) => this.#countedPartitions.get(topic) ?? 0;
  }
}
