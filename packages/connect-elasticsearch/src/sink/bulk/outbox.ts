import type { SinkRecord } from '@causeway/api';
import type { JsonBytes } from '../document/json-bytes.ts';
import type { PartitionProgress } from '../records/offsets-tracker.ts';
import { BulkBody, type BulkBodyOptions } from './body.ts';
import type { BulkRequest } from './request.ts';

export interface OutboxOptions extends BulkBodyOptions {
  readonly request: Pick<BulkRequest, 'deliver'>;
  /** `batch.size` */
  readonly maxDocuments: number;
  /** `bulk.size.bytes`; Infinity for no limit. One document alone may be larger. */
  readonly maxBytes: number;
  /** `max.in.flight.requests` */
  readonly maxInFlight: number;
  /** `max.buffered.records` */
  readonly maxBuffered: number;
  /** `linger.ms` */
  readonly lingerMs: number;
  /** Called when a bulk failed for good. */
  readonly onFailure: () => void;
}

/** Buffers larger than this are not kept for the next bulk. */
const KEPT_BYTES = 16 * 1024 * 1024;

/** Gathers documents into bulks and sends several of these at a time. What is added here is either settled, or `failure` says why not. */
export class Outbox {
  readonly #options: OutboxOptions;
  #filling: BulkBody;
  /** Waiting for a request to end. At most two: nobody adds while one waits. */
  readonly #ready: BulkBody[] = [];
  readonly #inFlight = new Set<BulkBody>();
  readonly #spareBuffers: Buffer[] = [];
  #waiting: (() => void)[] = [];
  #linger: NodeJS.Timeout | null = null;
  #isDue = false;
  #buffered = 0;
  #failure: Error | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#filling = new BulkBody(options);
  }

  /** What made a bulk fail for good. Nothing is sent any more then. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Must the next document wait until a bulk has been delivered? */
  get isFull(): boolean {
    return this.#ready.length > 0 || this.#buffered >= this.#options.maxBuffered;
  }

  /** Is nothing under way, nor to be sent? After a failure nothing more is sent. */
  get isIdle(): boolean {
    return this.#buffered === 0 || (this.#failure !== null && this.#inFlight.size === 0);
  }

  /** Documents that are not delivered yet. */
  get buffered(): number {
    return this.#buffered;
  }

  /** Is a document of that id on its way, so that another one must wait? */
  isOnItsWay(id: string): boolean {
    for (const body of this.#inFlight) if (body.hasId(id)) return true;
    return this.#ready.some((body) => body.hasId(id));
  }

  /** Where the lines of the next document are to be written; then it is to be added, or dropped. */
  get lines(): JsonBytes {
    return this.#filling.lines;
  }

  /** Takes the document whose lines were written. Ask `isFull` before. */
  add(record: SinkRecord, progress: PartitionProgress, sequence: number, id: string | null): void {
    const { maxBytes, maxDocuments } = this.#options;
    if (this.#filling.count > 0 && this.lines.length > maxBytes) this.#sealWithoutLast();
    this.#filling.add(record, progress, sequence, id);
    this.#buffered++;
    if (this.#filling.count >= maxDocuments || this.#filling.bytes >= maxBytes) this.#seal();
    else this.#linger ??= setTimeout(this.flush, this.#options.lingerMs);
  }

  /** Drops the lines of a document that can't be taken. */
  dropUnadded(): void {
    this.#filling.dropUnadded();
  }

  /** Sends what there is as soon as a request may be made. */
  readonly flush = (): void => {
    this.#isDue = true;
    this.#dispatch();
  };

  /** Drops what was not sent. */
  close(): void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#linger = null;
    this.#failure ??= new Error('closed');
  }

  /**
   * Waits until `condition` holds, the time is over or the signal is aborted. The condition is looked at after each bulk.
   * @returns whether it holds
   */
  async until(condition: () => boolean, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (!condition()) {
      const left = deadline - performance.now();
      if (left <= 0 || signal?.aborted === true) return false;
      await this.#nextChange(left, signal);
    }
    return true;
  }

  #nextChange(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve(undefined);
    };
    const timer = setTimeout(wake, timeoutMs);
    signal?.addEventListener('abort', wake);
    this.#waiting.push(wake);
    return promise;
  }

  /** What is full now does not hold the lines written last. */
  #sealWithoutLast(): void {
    const last = this.#filling.takeUnadded();
    this.#seal();
    this.lines.raw(last);
  }

  #seal(): void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#linger = null;
    this.#isDue = false;
    this.#ready.push(this.#filling);
    this.#filling = new BulkBody(this.#options, this.#spareBuffers.pop());
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#failure === null && this.#inFlight.size < this.#options.maxInFlight) {
      if (this.#ready.length === 0 && this.#isDue && this.#filling.count > 0) {
        this.#seal();
        return;
      }
      const body = this.#ready.shift();
      if (body === undefined) break;
      void this.#send(body);
    }
    if (this.#filling.count === 0) this.#isDue = false;
  }

  async #send(body: BulkBody): Promise<void> {
    this.#inFlight.add(body);
    try {
      // a body whose request got no answer may still be on its way out of an old connection: its buffer must not change
      const isAnswered = await this.#options.request.deliver(body);
      if (isAnswered && body.lines.buffer.length <= KEPT_BYTES) this.#spareBuffers.push(body.lines.buffer);
      this.#buffered -= body.count;
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      this.#options.onFailure();
    }
    this.#inFlight.delete(body);
    this.#dispatch();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
