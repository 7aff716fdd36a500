import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectError } from '@causeway/api';
import type { Admin } from '../kafka/port.ts';

/** A topic that holds a part of the worker's memory. */
export interface InternalTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** A new topic takes a moment to be known to all brokers. */
const visibleMs = 30_000;
const retryMs = 100;

/**
 * Creates the topic where it is missing.
 * @returns its number of partitions
 * @throws ConnectError if it is there but would lose records, as its clean-up policy is not `compact` alone
 */
export async function ensureCompacted(admin: Admin, wanted: InternalTopic): Promise<number> {
  const { topic, configs } = wanted;
  const created = await admin.createTopics([{ ...wanted, configs: { ...configs, 'cleanup.policy': 'compact' } }]);
  if (created.length === 0) {
    const policy = await admin.topicConfig(topic, 'cleanup.policy');
    if (policy !== null && policy !== 'compact') {
      throw new ConnectError(
        `Topic ${topic} has cleanup.policy=${policy}, which would lose the worker's records: it must be compact. ` +
          `Change it with kafka-configs --alter --add-config cleanup.policy=compact, or name another topic`,
      );
    }
  }
  const deadline = Date.now() + visibleMs;
  for (;;) {
    const count = (await admin.describeTopics([topic])).get(topic);
    if (count !== undefined) return count;
    if (Date.now() > deadline) throw new ConnectError(`Topic ${topic} was created, but no broker shows it`);
    await sleep(retryMs);
  }
}
