import type { KafkaCluster } from '../cluster/cluster.ts';
import { classifyError, toConnectError } from '../errors.ts';
import type { KafkaLogger } from '../logger.ts';

/** Retried as often as this while a topic that we want does not exist. */
const missingTopicMs = 1000;

export interface TopicsOptions {
  /** Topics to know about besides those subscribed to, by now. */
  readonly others: () => readonly string[];
  readonly allowAutoCreate: boolean;
  readonly changed: () => void;
}

/** Keeps a consumer's view of its topics fresh: which a pattern matches, how many partitions each has, and who leads them. */
export class Topics {
  /** null before it was found out, with a pattern. */
  subscribed: readonly string[] | null = null;
  failure: Error | null = null;

  readonly #cluster: KafkaCluster;
  readonly #logger: KafkaLogger;
  readonly #options: TopicsOptions;
  #pattern: RegExp | null = null;
  #asking: Promise<void> | null = null;
  #refreshAt = 0;
  #notBefore = 0;

  constructor(cluster: KafkaCluster, logger: KafkaLogger, options: TopicsOptions) {
    this.#cluster = cluster;
    this.#logger = logger;
    this.#options = options;
  }

  subscribe(topics: readonly string[] | RegExp): void {
    this.#pattern = topics instanceof RegExp ? topics : null;
    this.subscribed = topics instanceof RegExp ? null : topics;
    this.#refreshAt = 0;
  }

  /** What we believe of the cluster is out of date. */
  expire(): void {
    this.#refreshAt = 0;
  }

  /** Asks if it is time to, in the background; returns when it will be time again. */
  check(now: number): number {
    const dueAt = Math.max(this.#refreshAt, this.#notBefore);
    if (now >= dueAt && this.#asking === null) {
      this.#asking = this.#refresh().finally(() => {
        this.#asking = null;
        this.#options.changed();
      });
    }
    return dueAt > now ? dueAt : Infinity;
  }

  async #refresh(): Promise<void> {
    const { metadataMaxAgeMs, retryBackoffMs } = this.#cluster.settings;
    const pattern = this.#pattern;
    this.#refreshAt = Date.now() + metadataMaxAgeMs;
    try {
      const named = new Set([...(this.subscribed ?? []), ...this.#options.others()]);
      const { topics } = await this.#cluster.refreshMetadata(
        pattern === null ? [...named] : null,
        this.#options.allowAutoCreate,
      );
      const usable = topics.filter(({ error }) => error === null);
      if (pattern !== null && pattern === this.#pattern)
        this.subscribed = usable.map(({ topic }) => topic).filter((t) => matches(pattern, t));
      if (usable.length < topics.length) {
        this.#refreshAt = Date.now() + missingTopicMs;
        for (const { topic, error } of topics) {
          if (error !== null && pattern === null && classifyError(error).kind !== 'retriable') {
            this.failure = toConnectError(error, `Fetching metadata of topic ${topic}`);
          }
        }
      }
    } catch (error) {
      if (this.#cluster.isClosed) return;
      if (classifyError(error).kind === 'config') this.failure = toConnectError(error, 'Fetching metadata');
      else this.#logger.debug(toConnectError(error, 'Fetching metadata').message);
      this.#refreshAt = 0;
    }
    this.#notBefore = Date.now() + retryBackoffMs;
  }
}

/** Java matches the whole name. */
function matches(pattern: RegExp, topic: string): boolean {
  pattern.lastIndex = 0;
  return pattern.exec(topic)?.[0] === topic;
}
