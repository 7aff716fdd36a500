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
const visibleRetryMs = 100;
const createMs = 60_000;
const createRetryMs = 1_000;

/**
 * Creates the topic where it is missing.
 * @returns its number of partitions
 * @throws ConnectError if it is there but would lose records, as its clean-up policy is not `compact` alone
 */
export async function ensureCompacted(admin: Admin, wanted: InternalTopic): Promise<number> {
  const { topic } = wanted;
  const present = (await admin.describeTopics([topic])).get(topic);
  if (present !== undefined || !(await create(admin, wanted))) await requireCompacted(admin, topic);
  return present ?? visible(admin, topic);
}

/** While a cluster starts it may have fewer brokers than replicas are asked for. @returns false if somebody else was faster */
async function create(admin: Admin, wanted: InternalTopic): Promise<boolean> {
  const topics = [{ ...wanted, configs: { ...wanted.configs, 'cleanup.policy': 'compact' } }];
  const deadline = Date.now() + createMs;
  for (;;) {
    try {
      return (await admin.createTopics(topics)).length > 0;
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (code !== 'ERR_KAFKA_INVALID_REPLICATION_FACTOR' || Date.now() > deadline) throw error;
    }
    await sleep(createRetryMs);
  }
}

async function requireCompacted(admin: Admin, topic: string): Promise<void> {
  const policy = await admin.topicConfig(topic, 'cleanup.policy');
  if (policy === null || policy === 'compact') return;
  throw new ConnectError(
    `Topic ${topic} has cleanup.policy=${policy}, which would lose the worker's records: it is required to have cleanup.policy=compact. ` +
      `Change it with kafka-configs --alter --add-config cleanup.policy=compact, or name another topic`,
  );
}

async function visible(admin: Admin, topic: string): Promise<number> {
  const deadline = Date.now() + visibleMs;
  for (;;) {
    const count = (await admin.describeTopics([topic])).get(topic);
    if (count !== undefined) return count;
    if (Date.now() > deadline) throw new ConnectError(`Topic ${topic} was created, but no broker shows it`);
    await sleep(visibleRetryMs);
  }
}
