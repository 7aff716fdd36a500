import { ConnectError } from '@causeway/api';
import type { KafkaCluster } from '../cluster/cluster.ts';
import { listOffsets } from '../cluster/list-offsets.ts';
import { classifyError } from '../errors.ts';
import type { TopicPartitionOffset } from '../port.ts';
import type { ConsumerConfig } from './config.ts';
import type { GroupOffsets } from './group/offsets.ts';
import { moveTo } from './partitions.ts';
import type { Partitions, PartitionState } from './partitions.ts';

/** Finds out where to start reading: at what the group has committed, else as `auto.offset.reset` says. */
export class Positions {
  failure: Error | null = null;

  readonly #cluster: KafkaCluster;
  readonly #config: ConsumerConfig;
  readonly #partitions: Partitions;
  readonly #groupOffsets: GroupOffsets | null;
  readonly #changed: () => void;
  readonly #underWay = new Set<PartitionState>();

  constructor(
    cluster: KafkaCluster,
    config: ConsumerConfig,
    partitions: Partitions,
    groupOffsets: GroupOffsets | null,
    changed: () => void,
  ) {
    this.#cluster = cluster;
    this.#config = config;
    this.#partitions = partitions;
    this.#groupOffsets = groupOffsets;
    this.#changed = changed;
  }

  /** Looks up, in the background, what is not known yet. */
  resolve(): void {
    let wanted: PartitionState[] | null = null;
    for (const state of this.#partitions.values()) {
      if (state.fetchOffset === null && !this.#underWay.has(state)) (wanted ??= []).push(state);
    }
    if (wanted === null) return;
    const states = wanted;
    for (const state of states) this.#underWay.add(state);
    this.#lookUp(states)
      .catch((error: unknown) => {
        if (!this.#cluster.isClosed && classifyError(error).kind !== 'retriable') this.failure = error as Error;
      })
      .finally(() => {
        for (const state of states) this.#underWay.delete(state);
        this.#changed();
      });
  }

  async #lookUp(states: readonly PartitionState[]): Promise<void> {
    const committed = (await this.#groupOffsets?.committed(states.filter(({ mustReset }) => !mustReset))) ?? [];
    this.#apply(states, committed);
    const left = states.filter((state) => state.fetchOffset === null && this.#partitions.has(state));
    if (left.length === 0) return;
    const { offsetReset: end, isReadCommitted, apiTimeoutMs: timeoutMs } = this.#config;
    if (end === 'none') {
      const names = left.map(({ topic, partition }) => `${topic}-${partition}`).join(', ');
      throw new ConnectError(`Undefined offset with no reset policy for partitions: [${names}]`, {
        code: 'ERR_KAFKA_NO_OFFSET',
      });
    }
    const partitions = left.map(({ topic, partition }) => ({ topic, partition }));
    this.#apply(left, await listOffsets(this.#cluster, { partitions, end, isReadCommitted, timeoutMs }));
  }

  /** Unless somebody has sought elsewhere, or the partition has gone, in the meantime. */
  #apply(states: readonly PartitionState[], offsets: readonly TopicPartitionOffset[]): void {
    for (const { topic, partition, offset } of offsets) {
      const state = states.find((s) => s.partition === partition && s.topic === topic);
      if (state?.fetchOffset === null && this.#partitions.has(state)) moveTo(state, offset);
    }
  }
}
