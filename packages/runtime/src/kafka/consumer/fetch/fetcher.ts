import type { KafkaCluster } from '../../cluster/cluster.ts';
import { classifyError, KafkaProtocolError, toConnectError } from '../../errors.ts';
import type { KafkaLogger } from '../../logger.ts';
import { RecordSetCursor } from '../../record-batch/decoder.ts';
import type { ConsumerConfig } from '../config.ts';
import { fetchRequest, readFetchResponse } from './request.ts';
import type { FetchedPartition, FetchPart } from './request.ts';
import { moveTo } from '../partitions.ts';
import type { Partitions, PartitionState } from '../partitions.ts';

/** What is read now, and what comes next. */
const chunksAhead = 2;
/** Of all partitions together; where there are many, a fetch brings the more. */
const bytesAhead = 16 * 1024 * 1024;

const offsetOutOfRange = 1;

export interface FetcherEvents {
  /** There is something for `poll` to look at. */
  changed(): void;
  /** What we believe of the cluster is out of date. */
  staleMetadata(): void;
}

interface Wanted extends FetchPart {
  readonly state: PartitionState;
}

/** Keeps one fetch in flight at each broker, as long as what was fetched is not too much to hold. */
export class Fetcher {
  /** What `poll` must reject with; reported once. */
  failure: Error | null = null;

  readonly #cluster: KafkaCluster;
  readonly #config: ConsumerConfig;
  readonly #partitions: Partitions;
  readonly #logger: KafkaLogger;
  readonly #events: FetcherEvents;
  readonly #inFlight = new Set<number>();
  readonly #throttledUntil = new Map<number, number>();
  #turn = 0;

  constructor(
    cluster: KafkaCluster,
    config: ConsumerConfig,
    partitions: Partitions,
    logger: KafkaLogger,
    events: FetcherEvents,
  ) {
    this.#cluster = cluster;
    this.#config = config;
    this.#partitions = partitions;
    this.#logger = logger;
    this.#events = events;
  }

  /** Up to `maxRecords` records of what was fetched, another partition first each time. */
  take(maxRecords: number): RecordSetCursor[] {
    const cursors: RecordSetCursor[] = [];
    const states = [...this.#partitions.values()];
    let left = maxRecords;
    this.#turn++;
    for (let i = 0; i < states.length && left > 0; i++) {
      const { chunks, isPaused } = states[(i + this.#turn) % states.length]!;
      if (isPaused) continue;
      while (chunks.length > 0 && !chunks[0]!.hasMore()) chunks.shift();
      for (const chunk of chunks) {
        if (left === 0) break;
        const records = chunk.countUpTo(left);
        chunk.allow(records);
        left -= records;
        cursors.push(chunk);
      }
    }
    return cursors;
  }

  /** Fetches what there is room for. @param isPolled whether the caller is about to wait for records */
  fetch(isPolled: boolean): void {
    const now = Date.now();
    const wanted = new Map<number, Wanted[]>();
    const crowded = new Set<number>();
    let buffered = 0;
    for (const state of this.#partitions.values()) {
      const { topic, partition, chunks, fetchOffset } = state;
      for (const chunk of chunks) buffered += chunk.bytesLeft;
      if (state.isPaused || fetchOffset === null || state.retryAt > now) continue;
      const nodeId = this.#cluster.leader(topic, partition);
      if (nodeId < 0) {
        this.#events.staleMetadata();
        continue;
      }
      if (chunks.length >= chunksAhead) crowded.add(nodeId);
      else if (!this.#inFlight.has(nodeId) && (this.#throttledUntil.get(nodeId) ?? 0) <= now) {
        const parts = wanted.get(nodeId);
        const part = { state, topic, partition, fetchOffset };
        if (parts === undefined) wanted.set(nodeId, [part]);
        else parts.push(part);
      }
    }
    if (buffered >= bytesAhead) return;
    for (const [nodeId, parts] of wanted) {
      // The broker would hold a fetch for idle partitions back while a busy one, left out for now, becomes ready for more: such a
      // fetch takes what is there and does not wait. One for each poll is enough.
      const isCrowded = crowded.has(nodeId);
      if (isCrowded && !isPolled) continue;
      this.#send(nodeId, this.#rotate(parts), isCrowded ? 0 : this.#config.fetchMaxWaitMs);
    }
  }

  /** Brokers fill a response in the order of the request. */
  #rotate(parts: Wanted[]): Wanted[] {
    const start = this.#turn % parts.length;
    return [...parts.slice(start), ...parts.slice(0, start)];
  }

  #send(nodeId: number, parts: readonly Wanted[], maxWaitMs: number): void {
    const { fetchMinBytes: minBytes, fetchMaxBytes: maxBytes, partitionMaxBytes, isReadCommitted } = this.#config;
    const { requestTimeoutMs } = this.#cluster.settings;
    this.#inFlight.add(nodeId);
    let apiVersion = 0;
    this.#cluster
      .broker(nodeId)
      .then(() => {
        apiVersion = this.#cluster.apiVersion(nodeId, 1, 11);
        const sizes = { maxWaitMs, minBytes, maxBytes, partitionMaxBytes };
        return this.#cluster.send(
          nodeId,
          fetchRequest({ apiVersion, ...sizes, isReadCommitted, requestTimeoutMs, parts }),
        );
      })
      .then((response) => this.#received(nodeId, parts, response, apiVersion))
      .catch((error: unknown) => this.#failed(parts, error))
      .finally(() => {
        this.#inFlight.delete(nodeId);
        if (this.#cluster.isClosed) return;
        this.fetch(false);
        this.#events.changed();
      });
  }

  #failed(parts: readonly Wanted[], error: unknown): void {
    if (this.#cluster.isClosed) return;
    const failure = toConnectError(error, 'Fetching records from Kafka');
    if (classifyError(error).kind === 'retriable') this.#logger.debug(failure.message);
    else this.failure = failure;
    this.#backOff(parts.map(({ state }) => state));
  }

  #backOff(states: readonly PartitionState[]): void {
    const { retryBackoffMs } = this.#cluster.settings;
    for (const state of states) state.retryAt = Date.now() + retryBackoffMs;
    this.#events.staleMetadata();
    setTimeout(() => this.#events.changed(), retryBackoffMs + 1);
  }

  #received(nodeId: number, parts: readonly Wanted[], response: Buffer, apiVersion: number): void {
    const { throttleMs, errorCode, partitions } = readFetchResponse(response, apiVersion);
    if (throttleMs > 0) {
      this.#throttledUntil.set(nodeId, Date.now() + throttleMs);
      setTimeout(() => this.#events.changed(), throttleMs + 1);
    }
    if (errorCode !== 0) throw new KafkaProtocolError(errorCode);
    for (const fetched of partitions) {
      const { topic, partition } = fetched;
      const part = parts.find((p) => p.partition === partition && p.topic === topic);
      // Sought elsewhere or taken from us in the meantime.
      if (part === undefined || !this.#partitions.has(part.state) || part.state.fetchOffset !== part.fetchOffset)
        continue;
      if (fetched.errorCode === 0) this.#keep(part.state, part.fetchOffset, fetched);
      else this.#refused(part.state, part.fetchOffset, new KafkaProtocolError(fetched.errorCode));
    }
  }

  #keep(
    state: PartitionState,
    fetchOffset: number,
    { topic, partition, records, abortedTransactions }: FetchedPartition,
  ): void {
    if (records === null || records.length === 0) return;
    const { isReadCommitted, checkCrcs } = this.#config;
    const aborted = isReadCommitted ? abortedTransactions : null;
    const chunk = new RecordSetCursor({
      topic,
      partition,
      records,
      fetchOffset,
      abortedTransactions: aborted,
      checkCrc: checkCrcs,
    });
    if (chunk.endOffset === fetchOffset) return;
    state.chunks.push(chunk);
    state.fetchOffset = chunk.endOffset;
  }

  #refused(state: PartitionState, fetchOffset: number, error: KafkaProtocolError): void {
    const { topic, partition } = state;
    const doing = `Fetching ${topic}-${partition}@${fetchOffset}`;
    // What was fetched before is good: the offset is looked up anew once that is read.
    if (error.errorCode === offsetOutOfRange && state.chunks.length === 0) {
      if (this.#config.offsetReset === 'none') {
        this.failure = toConnectError(error, `${doing} (auto.offset.reset is none)`);
        this.#backOff([state]);
        return;
      }
      this.#logger.info(`${doing}: ${error.message}; starting again at the ${this.#config.offsetReset} offset`);
      moveTo(state, null);
      state.mustReset = true;
      return;
    }
    if (error.errorCode === offsetOutOfRange || classifyError(error).kind === 'retriable') {
      this.#logger.debug(toConnectError(error, doing).message);
    } else this.failure = toConnectError(error, doing);
    this.#backOff([state]);
  }
}
