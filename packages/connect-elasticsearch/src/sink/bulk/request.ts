import { ConnectError } from '@causeway/api';
import type { BulkAnswer, BulkItem, Cluster } from '../cluster/cluster.ts';
import { nonsense, RequestFailure } from '../cluster/request-failure.ts';
import { type RetryPolicy, waitForRetry } from '../cluster/retry.ts';
import { coordinates } from '../records/origin.ts';
import type { RejectedRecords } from '../records/rejected-records.ts';
import type { BulkBody } from './body.ts';
import { itemOutcome, itemReason } from './item-results.ts';

export interface BulkRequestOptions {
  readonly cluster: Pick<Cluster, 'bulk' | 'address'>;
  readonly retry: RetryPolicy;
  readonly rejected: RejectedRecords;
  /** Documents are changed by updates, which carry no version: those of one id must be carried out in order. */
  readonly isUpsert: boolean;
}

/** Sends bulks until every document in them has an outcome. */
export class BulkRequest {
  readonly #cluster: BulkRequestOptions['cluster'];
  readonly #retry: RetryPolicy;
  readonly #rejected: RejectedRecords;
  readonly #isUpsert: boolean;

  constructor({ cluster, retry, rejected, isUpsert }: BulkRequestOptions) {
    this.#cluster = cluster;
    this.#retry = retry;
    this.#rejected = rejected;
    this.#isUpsert = isUpsert;
  }

  /**
   * Delivers a body: when it resolves, every record is settled. Documents for which the server had no capacity are sent again alone, as long as
   * anything goes through; a request as a whole is tried `max.retries` + 1 times.
   * @returns whether every request was answered, so that no bytes of the body can still be on their way
   * @throws ConnectError that fails the task; records without an outcome are not settled
   */
  async deliver(body: BulkBody): Promise<boolean> {
    let pending = body;
    let isAnswered = true;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#send(pending);
      let why: RequestFailure;
      if (answer instanceof RequestFailure) {
        isAnswered = false;
        if (answer.kind === 'too-large' || answer.kind === 'malformed') return this.#split(pending, answer);
        if (answer.kind === 'fatal' || attempt > this.#retry.maxRetries) throw this.#failed(pending, answer);
        why = answer;
      } else {
        const rest = await this.#settle(pending, answer, attempt > this.#retry.maxRetries);
        if (rest === null) return isAnswered;
        if (rest.body.count < pending.count) attempt = 1;
        pending = rest.body;
        why = rest.why;
      }
      await this.#wait(pending, attempt, why);
    }
  }

  async #send(body: BulkBody): Promise<BulkAnswer | RequestFailure> {
    try {
      const answer = await this.#cluster.bulk(body.content);
      return answer === 'all-succeeded' || answer.length === body.count
        ? answer
        : nonsense(this.#cluster.address, `${answer.length} results for a bulk of ${body.count} documents`);
    } catch (error) {
      if (error instanceof RequestFailure) return error;
      throw error;
    }
  }

  /** Settles what has an outcome. Returns what is to be sent again, or null. */
  async #settle(
    body: BulkBody,
    answer: BulkAnswer,
    isLast: boolean,
  ): Promise<{ body: BulkBody; why: RequestFailure } | null> {
    if (answer === 'all-succeeded') {
      body.settleAll();
      return null;
    }
    const again = this.#toSendAgain(body, answer);
    const failing = new Set(again);
    let why: string | null = null;
    for (let i = 0; i < answer.length; i++) {
      const item = answer[i]!;
      const outcome = itemOutcome(item, this.#isUpsert);
      if (outcome === 'retriable' || outcome === 'conflict') why ??= itemReason(item);
      if (failing.has(i)) continue;
      if (outcome === 'malformed') await this.#rejected.malformed(body.originOf(i), itemReason(item));
      if (outcome === 'fatal') throw this.#refused(body, i, item);
      body.settle(i);
    }
    if (again.length === 0) return null;
    const mayGoOn = again.length < body.count && this.#retry.maxRetries > 0;
    if (isLast && !mayGoOn) return this.#giveUp(body, answer, again);
    return { body: body.pick(again), why: new RequestFailure('retriable', why ?? 'no capacity') };
  }

  /** Documents to be sent again; in upserts with those of the same id behind them, which must be carried out after them. */
  #toSendAgain(body: BulkBody, items: readonly BulkItem[]): number[] {
    const ids = new Set<string>();
    const again: number[] = [];
    for (let i = 0; i < items.length; i++) {
      const outcome = itemOutcome(items[i]!, this.#isUpsert);
      const id = body.ids?.[i];
      const isBehind = outcome === 'written' && id !== undefined && ids.has(id);
      if (outcome !== 'retriable' && outcome !== 'conflict' && !isBehind) continue;
      again.push(i);
      if (id !== undefined) ids.add(id);
    }
    return again;
  }

  /** Nothing went through at the last attempt: updates that only lost against others are rejected, anything else fails the task. */
  async #giveUp(body: BulkBody, items: readonly BulkItem[], again: readonly number[]): Promise<null> {
    for (const i of again) {
      const outcome = itemOutcome(items[i]!, this.#isUpsert);
      if (outcome === 'retriable') throw this.#refused(body, i, items[i]!);
      if (outcome === 'conflict') await this.#rejected.conflict(body.originOf(i), itemReason(items[i]!));
      body.settle(i);
    }
    return null;
  }

  /** Halves a bulk that is too large, or that holds a document which the server can't read, until that one is alone. */
  async #split(body: BulkBody, why: RequestFailure): Promise<false> {
    if (body.count === 1) {
      await this.#rejected.malformed(body.originOf(0), `${why.message} (${body.bytes} bytes)`);
      body.settleAll();
      return false;
    }
    const half = Math.ceil(body.count / 2);
    const indices = Array.from({ length: body.count }, (_, i) => i);
    await this.deliver(body.pick(indices.slice(0, half)));
    await this.deliver(body.pick(indices.slice(half)));
    return false;
  }

  #wait(body: BulkBody, attempt: number, why: RequestFailure): Promise<void> {
    const what = `Sending ${body.count} documents to ${this.#cluster.address}`;
    return waitForRetry(this.#retry, attempt, what, why).catch((error: unknown) => {
      throw this.#failed(body, error as RequestFailure);
    });
  }

  #failed(body: BulkBody, why: RequestFailure): ConnectError {
    const attempts = why.kind === 'fatal' ? '' : ` after ${this.#retry.maxRetries + 1} attempts (max.retries)`;
    return new ConnectError(
      `Sending ${body.count} documents to Elasticsearch failed${attempts}: ${why.message}. The first is the ${coordinates(body.originOf(0))}`,
      { code: 'ERR_ELASTICSEARCH_BULK' },
    );
  }

  #refused(body: BulkBody, index: number, item: BulkItem): ConnectError {
    return new ConnectError(
      `Elasticsearch at ${this.#cluster.address} did not write the document of the ${coordinates(body.originOf(index))}: ${itemReason(item)} (status ${item.status}). Nothing is wrong with the document itself: check the index and the cluster`,
      { code: 'ERR_ELASTICSEARCH_BULK' },
    );
  }
}
