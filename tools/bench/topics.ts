/** Topics of a run: made with one partition, watched, and deleted with the consumer group of their sink. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';

const visibleMs = 30_000;
const retryMs = 50;

export interface Address {
  readonly host: string;
  readonly port: number;
}

export class Topics implements AsyncDisposable {
  readonly #admin: Admin;

  private constructor(admin: Admin) {
    this.#admin = admin;
  }

  static async connect(bootstrap: string): Promise<Topics> {
    const admin = new Kafka({ brokers: bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return new Topics(admin);
  }

  /** Resolves when the topic can be used: a broker that has just started takes a moment to know its leader. */
  async create(topic: string): Promise<void> {
    await this.#admin.createTopics({
      topics: [{ topic, numPartitions: 1, replicationFactor: 1 }],
      waitForLeaders: false,
    });
    const deadline = performance.now() + visibleMs;
    for (;;) {
      try {
        await this.leaderOf(topic);
        return;
      } catch (error) {
        if (performance.now() > deadline) throw error;
      }
      await sleep(retryMs);
    }
  }

  async delete(topic: string): Promise<void> {
    await this.#admin.deleteTopics({ topics: [topic] });
  }

  /** Deletes the consumer group of a sink connector, if it came to have one. */
  async deleteGroupOf(connector: string): Promise<void> {
    await this.#admin.deleteGroups([`connect-${connector}`]).catch(() => undefined);
  }

  /** Records of a topic from which nothing was deleted. */
  async count(topic: string): Promise<number> {
    const [partition] = await this.#admin.fetchTopicOffsets(topic);
    return Number(partition?.high ?? 0);
  }

  /** The broker that leads the topic's one partition. */
  async leaderOf(topic: string): Promise<Address> {
    const { topics } = await this.#admin.fetchTopicMetadata({ topics: [topic] });
    const { brokers } = await this.#admin.describeCluster();
    const leader = topics[0]?.partitions[0]?.leader;
    const broker = brokers.find(({ nodeId }) => nodeId === leader);
    if (broker === undefined) throw new Error(`topic ${topic} has no leader`);
    return broker;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#admin.disconnect();
  }
}
