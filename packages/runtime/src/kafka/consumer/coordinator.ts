import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaCluster } from '../cluster/cluster.ts';
import { classifyError } from '../errors.ts';
import type { KafkajsBroker } from '../kafkajs-internals.ts';

const moved = new Set(['NOT_COORDINATOR_FOR_GROUP', 'GROUP_COORDINATOR_NOT_AVAILABLE']);

/** Finds the broker that looks after the group, and finds it again when it moves. */
export class Coordinator {
  readonly #cluster: KafkaCluster;
  readonly #groupId: string;
  #nodeId: number | null = null;

  constructor(cluster: KafkaCluster, groupId: string) {
    this.#cluster = cluster;
    this.#groupId = groupId;
  }

  /** Asks once; where the coordinator turns out to be another or out of reach, the next call looks for it. */
  async ask<T>(request: (broker: KafkajsBroker) => Promise<T>): Promise<T> {
    try {
      return await request(await this.#find());
    } catch (error) {
      const { type } = error as { readonly type?: string };
      if (type === undefined ? classifyError(error).kind === 'retriable' : moved.has(type)) this.#nodeId = null;
      throw error;
    }
  }

  /** Asks again as long as the coordinator is on the move or loading, for `timeoutMs` at most. */
  async askUntil<T>(timeoutMs: number, request: (broker: KafkajsBroker) => Promise<T>): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      try {
        return await this.ask(request);
      } catch (error) {
        const { type } = error as { readonly type?: string };
        const isPassing =
          type === undefined || moved.has(type) || type === 'GROUP_LOAD_IN_PROGRESS' || type === 'REQUEST_TIMED_OUT';
        if (!isPassing || classifyError(error).kind !== 'retriable' || Date.now() >= deadline || this.#cluster.isClosed)
          throw error;
      }
      await sleep(this.#cluster.settings.retryBackoffMs, undefined, { signal: this.#cluster.closing });
    }
  }

  /** Gives up what was asked and not answered yet; the next call opens another connection. */
  hangUp(): void {
    if (this.#nodeId !== null) this.#cluster.hangUp(this.#nodeId);
  }

  async #find(): Promise<KafkajsBroker> {
    if (this.#nodeId !== null) return this.#cluster.broker(this.#nodeId);
    const { nodeId, broker } = await this.#cluster.coordinator(this.#groupId);
    this.#nodeId = nodeId;
    return broker;
  }
}
