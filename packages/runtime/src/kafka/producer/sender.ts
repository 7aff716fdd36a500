import { ConnectError } from '@causeway/api';
import type { KafkaCluster } from '../cluster/cluster.ts';
import { classifyError, KafkaProtocolError, toConnectError } from '../errors.ts';
import type { KafkaLogger } from '../logger.ts';
import { maxTimerMs } from '../settings.ts';
import type { Accumulator, PartitionQueue } from './accumulator.ts';
import type { ProducerBatch } from './batch.ts';
import type { ProducerConfig } from './config.ts';
import { ProducerIdentity } from './identity.ts';
import { TopicDiscovery } from './topic-discovery.ts';
import { produceRequest, readProduceResponse } from './produce-request.ts';
import type { ProducePart } from './produce-request.ts';

interface InFlight extends ProducePart {
  readonly queue: PartitionQueue;
}

interface NodeState {
  inFlight: number;
  isConnecting: boolean;
  /** The broker asked for silence until then. */
  throttledUntil: number;
}

const duplicateSequence = 46;
const messageTooLarge = 10;

/** Moves batches from the accumulator to the brokers; driven by events, and by one timer while something waits for its time. */
export class Sender {
  readonly #cluster: KafkaCluster;
  readonly #accumulator: Accumulator;
  readonly #config: ProducerConfig;
  readonly #logger: KafkaLogger;
  readonly #identity: ProducerIdentity;
  readonly #discovery: TopicDiscovery;
  readonly #progress: () => void;
  readonly #nodes = new Map<number, NodeState>();
  #inFlight = 0;
  #isScheduled = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | null = null;
  /** While somebody waits for a flush nothing lingers. */
  isFlushing = false;

  /** @param progress called whenever batches were delivered or have failed */
  constructor(
    cluster: KafkaCluster,
    accumulator: Accumulator,
    config: ProducerConfig,
    logger: KafkaLogger,
    progress: () => void,
  ) {
    this.#cluster = cluster;
    this.#accumulator = accumulator;
    this.#config = config;
    this.#logger = logger;
    this.#progress = progress;
    const wake = (): void => this.wake();
    this.#identity = new ProducerIdentity(cluster, accumulator, config.isIdempotent, logger, wake);
    this.#discovery = new TopicDiscovery(cluster, accumulator, config, logger, () => {
      progress();
      wake();
    });
  }

  /** Looks for something to send as soon as the caller has finished its run of sends. */
  wake(): void {
    if (this.#isScheduled || this.#isStopped) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#run();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#discovery.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    if (this.#isStopped) return;
    const now = Date.now();
    let wakeAt = this.#expire(now);
    if (this.#accumulator.active.size > 0 && this.#identity.isReady(this.#inFlight)) {
      for (;;) {
        const { requests, nextAt } = this.#collect(now);
        wakeAt = Math.min(wakeAt, nextAt);
        if (requests.size === 0) break;
        for (const [nodeId, batches] of requests) this.#send(nodeId, batches);
      }
    }
    // Last: what was found out above may be a reason to ask.
    this.#wakeAt(Math.min(wakeAt, this.#discovery.check(now)), now);
  }

  #wakeAt(time: number, now: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (time === Infinity) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(maxTimerMs, Math.max(1, time - now)));
  }

  /** At most one batch of each partition for every broker that has room for a request. */
  #collect(now: number): { requests: Map<number, InFlight[]>; nextAt: number } {
    const requests = new Map<number, InFlight[]>();
    const requestBytes = new Map<number, number>();
    let nextAt = Infinity;
    for (const queue of this.#accumulator.active) {
      const readyAt = this.#readyAt(queue);
      if (readyAt > now) {
        nextAt = Math.min(nextAt, readyAt);
        continue;
      }
      const nodeId = this.#cluster.leader(queue.topic, queue.partition);
      if (nodeId < 0) {
        this.#discovery.refresh();
        continue;
      }
      const node = this.#node(nodeId);
      if (node.throttledUntil > now) nextAt = Math.min(nextAt, node.throttledUntil);
      if (node.inFlight >= this.#config.maxInFlight || node.throttledUntil > now || !this.#isReady(nodeId, node))
        continue;
      const bytes = (requestBytes.get(nodeId) ?? 0) + queue.batches[0]!.bytes;
      const request = requests.get(nodeId);
      if (request !== undefined && bytes > this.#config.maxRequestBytes) continue;
      requestBytes.set(nodeId, bytes);
      const part = this.#take(queue);
      if (request === undefined) requests.set(nodeId, [part]);
      else request.push(part);
    }
    return { requests, nextAt };
  }

  /** 0 is now; Infinity is after something that will wake us by itself. */
  #readyAt(queue: PartitionQueue): number {
    const first = queue.batches[0]!;
    // A batch that is sent again must not be overtaken, nor overtake: it travels alone. Java keeps the order in the same way with one
    // request in flight, where it lets one batch of a partition out at a time.
    const travelsAlone = first.attempts > 0 || queue.isMuted || this.#config.maxInFlight === 1;
    if (queue.inFlight > 0 && travelsAlone) return Infinity;
    if (first.attempts > 0) return first.retryAt;
    const isWhole =
      queue.batches.length > 1 || this.isFlushing || this.#accumulator.bufferedBytes >= this.#config.bufferBytes;
    return isWhole ? 0 : first.createdAt + this.#config.lingerMs;
  }

  #isReady(nodeId: number, node: NodeState): boolean {
    if (this.#cluster.isReady(nodeId)) return true;
    if (node.isConnecting) return false;
    node.isConnecting = true;
    this.#cluster
      .broker(nodeId)
      // It may have moved: metadata knows where to.
      .catch(() => this.#discovery.refresh())
      .finally(() => {
        node.isConnecting = false;
        this.wake();
      });
    return false;
  }

  #take(queue: PartitionQueue): InFlight {
    const batch = this.#accumulator.takeFirst(queue);
    const { compression, compressionLevel } = this.#config;
    queue.isMuted = batch.attempts > 0;
    batch.attempts++;
    if (this.#identity.id !== null && batch.baseSequence < 0) {
      batch.baseSequence = queue.nextSequence;
      queue.nextSequence = (queue.nextSequence + batch.recordCount) % 2 ** 31;
    }
    const { baseSequence } = batch;
    const { producerId, producerEpoch } = this.#identity;
    batch.wire ??= batch.encoder.finish({
      compression,
      compressionLevel,
      producerId,
      producerEpoch,
      baseSequence,
      isTransactional: false,
    });
    return { queue, batch, wire: batch.wire };
  }

  #send(nodeId: number, parts: readonly InFlight[]): void {
    const node = this.#node(nodeId);
    node.inFlight++;
    this.#inFlight++;
    const apiVersion = this.#cluster.apiVersion(nodeId, 0, 8);
    const { acks } = this.#config;
    const request = produceRequest({ apiVersion, acks, timeoutMs: this.#cluster.settings.requestTimeoutMs, parts });
    this.#cluster
      .send(nodeId, request)
      .then(
        (response: Buffer | null) => this.#answered(node, parts, response, apiVersion),
        (error: unknown) => this.#unanswered(parts, error),
      )
      .catch((error: unknown) => this.#logger.error('Handling the answer to a produce request failed', { error }))
      .finally(() => {
        node.inFlight--;
        this.#inFlight--;
        this.#progress();
        // At once, not a turn later: the connection is idle now.
        this.#run();
      });
  }

  #answered(node: NodeState, parts: readonly InFlight[], response: Buffer | null, apiVersion: number): void {
    if (response === null) {
      for (const { queue, batch } of parts) this.#delivered(queue, batch, -1, false);
      return;
    }
    const { outcomes, throttleMs } = readProduceResponse(response, apiVersion);
    if (throttleMs > 0) node.throttledUntil = Date.now() + throttleMs;
    const left = new Set(parts);
    for (const { topic, partition, errorCode, errorMessage, baseOffset } of outcomes) {
      const part = parts.find(({ batch }) => batch.topic === topic && batch.partition === partition);
      if (part === undefined) continue;
      left.delete(part);
      if (errorCode === 0 || errorCode === duplicateSequence) this.#delivered(part.queue, part.batch, baseOffset, true);
      else this.#refused(part, new KafkaProtocolError(errorCode, errorMessage));
    }
    if (left.size > 0) this.#unanswered([...left], new ConnectError('The broker did not answer for each partition'));
  }

  #delivered(queue: PartitionQueue, batch: ProducerBatch, baseOffset: number, reusable: boolean): void {
    queue.inFlight--;
    this.#accumulator.complete(batch, reusable);
    this.#tell(() => batch.delivered(baseOffset));
  }

  #refused({ queue, batch }: InFlight, error: KafkaProtocolError): void {
    if (error.errorCode === messageTooLarge && batch.recordCount > 1) {
      queue.inFlight--;
      queue.maxBatchBytes = Math.max(1024, Math.floor(batch.bytes / 2));
      const parts = batch.split(queue.maxBatchBytes);
      this.#accumulator.replace(queue, batch, parts);
      this.#identity.splitSequence(batch, parts);
      return;
    }
    if (this.#identity.isLostWith(error, this.#accumulator.hasEarlier(queue, batch))) {
      this.#retry(queue, batch, error);
      this.#identity.reset();
      return;
    }
    const { kind, staleMetadata } = classifyError(error);
    if (staleMetadata) this.#discovery.refresh();
    if (kind === 'retriable') {
      if (batch.attempts === 1) this.#logRetry([batch], error);
      this.#retry(queue, batch, error);
    } else this.#failed(queue, batch, error);
  }

  #unanswered(parts: readonly InFlight[], error: unknown): void {
    this.#discovery.refresh();
    const isRetriable = classifyError(error).kind === 'retriable';
    // Once for them all, and not again each time they fail.
    if (isRetriable && parts.some(({ batch }) => batch.attempts === 1))
      this.#logRetry(
        parts.map(({ batch }) => batch),
        error,
      );
    for (const { queue, batch } of parts) {
      if (isRetriable) this.#retry(queue, batch, error);
      else this.#failed(queue, batch, error);
    }
  }

  #retry(queue: PartitionQueue, batch: ProducerBatch, error: unknown): void {
    const { retries, deliveryTimeoutMs } = this.#config;
    const { retryBackoffMs, retryBackoffMaxMs } = this.#cluster.settings;
    const now = Date.now();
    if (batch.attempts > retries || now - batch.createdAt >= deliveryTimeoutMs || this.#isStopped) {
      this.#failed(queue, batch, error);
      return;
    }
    const backoff = Math.min(retryBackoffMaxMs, retryBackoffMs * 2 ** Math.min(batch.attempts - 1, 16));
    batch.retryAt = now + backoff * (0.8 + Math.random() * 0.4);
    queue.inFlight--;
    this.#accumulator.putBack(queue, [batch]);
  }

  #logRetry(batches: readonly ProducerBatch[], error: unknown): void {
    const records = batches.reduce((sum, { recordCount }) => sum + recordCount, 0);
    const partitions = batches.map(({ topic, partition }) => `${topic}-${partition}`);
    const { message } = toConnectError(error, `Producing ${records} records to ${partitions.join(', ')}`);
    this.#logger.warn(`${message}; sending them again`);
  }

  #failed(queue: PartitionQueue, batch: ProducerBatch, error: unknown): void {
    queue.inFlight--;
    this.#accumulator.complete(batch, false);
    // Its sequence numbers are missing now in the eyes of the broker.
    if (batch.baseSequence >= 0) this.#identity.reset();
    const { topic, partition, recordCount } = batch;
    const failure = toConnectError(error, `Producing ${recordCount} records to ${topic}-${partition}`);
    this.#tell(() => batch.failed(failure));
  }

  /** Fails what is older than `delivery.timeout.ms`; returns when the next batch will be. */
  #expire(now: number): number {
    const { deliveryTimeoutMs } = this.#config;
    let nextAt = Infinity;
    if (deliveryTimeoutMs >= maxTimerMs) return nextAt;
    for (const queue of this.#accumulator.active) {
      for (let batch = queue.batches[0]; batch !== undefined; batch = queue.batches[0]) {
        const expiresAt = batch.createdAt + deliveryTimeoutMs;
        if (expiresAt > now) {
          nextAt = Math.min(nextAt, expiresAt);
          break;
        }
        this.#expired(queue, batch, now - batch.createdAt);
      }
    }
    return nextAt;
  }

  #expired(queue: PartitionQueue, batch: ProducerBatch, ageMs: number): void {
    this.#accumulator.drop(queue, batch);
    if (batch.baseSequence >= 0) this.#identity.reset();
    const { topic, partition, recordCount } = batch;
    const why = `Expiring ${recordCount} record(s) for ${topic}-${partition}:${ageMs} ms has passed since batch creation`;
    const check = 'check that the brokers are up and the partition has a leader, or raise delivery.timeout.ms';
    this.#tell(() => batch.failed(new ConnectError(`${why}; ${check}`, { code: 'ERR_KAFKA_DELIVERY_TIMEOUT' })));
    this.#progress();
  }

  /** Fails everything that is left; after `stop`. */
  abandon(error: Error): void {
    for (const queue of [...this.#accumulator.active]) {
      for (const batch of [...queue.batches]) {
        this.#accumulator.drop(queue, batch);
        this.#tell(() => batch.failed(error));
      }
    }
    for (const topic of this.#accumulator.topics) {
      for (const { receipt } of this.#accumulator.takePending(topic, Infinity))
        this.#tell(() => receipt.failed(1, error));
    }
    this.#progress();
  }

  /** A receipt that throws must not take the others with it. */
  #tell(deliver: () => void): void {
    try {
      deliver();
    } catch (error) {
      this.#logger.error('A receipt of produced records has thrown', { error });
    }
  }

  #node(nodeId: number): NodeState {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      node = { inFlight: 0, isConnecting: false, throttledUntil: 0 };
      this.#nodes.set(nodeId, node);
    }
    return node;
  }
}
