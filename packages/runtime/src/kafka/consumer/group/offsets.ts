import { ConnectError, RetriableError } from '@causeway/api';
import { KafkaProtocolError, toConnectError } from '../../errors.ts';
import type { TopicPartition, TopicPartitionOffset } from '../../port.ts';
import type { Coordinator } from '../coordinator.ts';

export interface CommittingMember {
  /** Empty for a consumer that assigned itself its partitions. */
  readonly memberId: string;
  /** Whether it may commit: no longer after it has left the group, or was thrown out. */
  readonly isMember: boolean;
  readonly generationId: number;
  /** The group has gone on without us. */
  expired(type: string): void;
}

const unknownMemberId = 25;

/** The offsets that a group has committed. */
export class GroupOffsets {
  readonly #coordinator: Coordinator;
  readonly #groupId: string;
  readonly #timeoutMs: number;

  constructor(coordinator: Coordinator, groupId: string, timeoutMs: number) {
    this.#coordinator = coordinator;
    this.#groupId = groupId;
    this.#timeoutMs = timeoutMs;
  }

  async commit(offsets: readonly TopicPartitionOffset[], member: CommittingMember): Promise<void> {
    if (offsets.length === 0) return;
    const { memberId, generationId, isMember } = member;
    if (!isMember) throw this.#commitFailed(new KafkaProtocolError(unknownMemberId), member);
    const topics = groupByTopic(offsets, ({ partition, offset }) => ({ partition, offset: String(offset) }));
    try {
      await this.#coordinator.askUntil(this.#timeoutMs, (broker) =>
        broker.offsetCommit({ groupId: this.#groupId, groupGenerationId: generationId, memberId, topics }),
      );
    } catch (error) {
      throw this.#commitFailed(error, member);
    }
  }

  async committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]> {
    if (partitions.length === 0) return [];
    const topics = groupByTopic(partitions, ({ partition }) => ({ partition }));
    try {
      const { responses } = await this.#coordinator.askUntil(this.#timeoutMs, (broker) =>
        broker.offsetFetch({ groupId: this.#groupId, topics }),
      );
      return responses.flatMap(({ topic, partitions: found }) =>
        found
          .map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
          .filter(({ offset }) => offset >= 0),
      );
    } catch (error) {
      throw toConnectError(error, `Fetching the committed offsets of consumer group ${this.#groupId}`);
    }
  }

  #commitFailed(error: unknown, member: CommittingMember): ConnectError {
    const { type } = error as { readonly type?: string };
    const doing = `Committing offsets of consumer group ${this.#groupId}`;
    if (type === 'REBALANCE_IN_PROGRESS') {
      return new RetriableError(`${doing}: the group is rebalancing; poll, then commit again`, {
        cause: error,
        code: `ERR_KAFKA_${type}`,
      });
    }
    if (type === 'UNKNOWN_MEMBER_ID' || type === 'ILLEGAL_GENERATION' || type === 'FENCED_INSTANCE_ID') {
      member.expired(type);
      const why =
        'the group has given the partitions to another member: the time between polls was too long, or the session expired';
      const check = 'raise max.poll.interval.ms or lower max.poll.records';
      return new ConnectError(`${doing}: ${why}; ${check}`, { cause: error, code: 'ERR_KAFKA_COMMIT_FAILED' });
    }
    return toConnectError(error, doing);
  }
}

function groupByTopic<T extends TopicPartition, R>(
  items: readonly T[],
  map: (item: T) => R,
): { topic: string; partitions: R[] }[] {
  return [...Map.groupBy(items, ({ topic }) => topic)].map(([topic, ofTopic]) => ({
    topic,
    partitions: ofTopic.map(map),
  }));
}
