import { ConnectError, DataError, RetriableError, type SinkRecord } from '@causeway/api';
import type { Outbox } from '../bulk/outbox.ts';
import type { Destination } from './destination.ts';
import { MalformedDocumentError } from '../document/malformed-document-error.ts';
import type { OffsetsTracker } from './offsets-tracker.ts';
import { coordinates, originOf } from './origin.ts';
import type { RejectedRecords } from './rejected-records.ts';

/** Why a record can't be taken at once. To be awaited; then the record is to be offered `again`, or is `settled`. */
export type Obstacle = () => Promise<'again' | 'settled'>;

export interface IntakeOptions {
  readonly outbox: Outbox;
  readonly offsets: OffsetsTracker;
  readonly rejected: RejectedRecords;
  readonly hasReporter: boolean;
  /** Makes the destination of a topic. */
  readonly destinationOf: (topic: string) => Destination;
  readonly onNullValue: 'ignore' | 'delete' | 'fail';
  readonly isUpsert: boolean;
  /** How long to wait for room. */
  readonly timeoutMs: number;
  readonly maxBuffered: number;
  readonly signal: AbortSignal;
}

/** Most entries of the offsets tracker, as a multiple of the records that may be buffered. Java pauses its partitions there. */
const TRACKED_PER_BUFFERED = 10;

/** Takes records one by one and makes documents of them for the outbox. Taking one costs no wait unless something is in the way. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #destinations = new Map<string, Destination>();
  #topic = '';
  #destination: Destination | null = null;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Are so many records settled behind one that is not, that no more should be taken? */
  get isBehind(): boolean {
    return this.#options.offsets.size > this.#options.maxBuffered * TRACKED_PER_BUFFERED;
  }

  /** Takes a record, or says what is in the way. @throws ConnectError if its topic can have no index */
  take(record: SinkRecord): Obstacle | null {
    const destination = this.#destinationOf(record.topic);
    if (record.value === null && this.#isLeftOut(record, destination)) return this.#leaveOut(record);
    if (!destination.isReadyFor(record)) return () => this.#prepare(record, destination);
    if (this.#options.outbox.isFull) return this.awaitRoom;
    try {
      return this.#add(record, destination);
    } catch (error) {
      this.#options.outbox.dropUnadded();
      if (error instanceof DataError) return () => this.#reject(record, error);
      throw error;
    }
  }

  /** Waits until a bulk is delivered and the next record may be offered. */
  readonly awaitRoom: Obstacle = async () => {
    // what everything waits for may be lingering itself
    if (this.isBehind) this.#options.outbox.flush();
    await this.#until(() => !this.#options.outbox.isFull && !this.isBehind);
    return 'again';
  };

  #add(record: SinkRecord, destination: Destination): Obstacle | null {
    const { outbox, offsets, isUpsert, onNullValue } = this.#options;
    if (record.value === null && onNullValue === 'fail')
      throw new DataError(
        'It has no value, and behavior.on.null.values=fail; ignore and delete let such records pass',
        {
          code: 'ERR_ELASTICSEARCH_NULL_VALUE',
        },
      );
    const id = destination.idOf(record);
    if (isUpsert && id !== null && !destination.isKeyIgnored && outbox.isOnItsWay(id)) return () => this.#awaitId(id);
    destination.writeLines(record, id, outbox.lines);
    const progress = offsets.progressOf(record);
    outbox.add(record, progress, progress.add(record.originalKafkaOffset), id);
    return null;
  }

  #destinationOf(topic: string): Destination {
    if (topic === this.#topic && this.#destination !== null) return this.#destination;
    let destination = this.#destinations.get(topic);
    if (destination === undefined) this.#destinations.set(topic, (destination = this.#options.destinationOf(topic)));
    this.#topic = topic;
    this.#destination = destination;
    return destination;
  }

  /** Without a value: ignored, or there is no document that it could mean. Java never counts the latter as processed. */
  #isLeftOut(record: SinkRecord, destination: Destination): boolean {
    const { onNullValue } = this.#options;
    return onNullValue === 'ignore' || (onNullValue === 'delete' && (record.key === null || destination.isKeyIgnored));
  }

  #leaveOut(record: SinkRecord): Obstacle | null {
    const { offsets, onNullValue, hasReporter, rejected } = this.#options;
    const progress = offsets.progressOf(record);
    const sequence = progress.add(record.originalKafkaOffset);
    if (onNullValue === 'ignore' && hasReporter)
      return async () => {
        await rejected.nullValue(originOf(record));
        progress.done(sequence);
        return 'settled';
      };
    progress.done(sequence);
    return null;
  }

  async #reject(record: SinkRecord, error: DataError): Promise<'settled'> {
    const { offsets, rejected } = this.#options;
    const progress = offsets.progressOf(record);
    const sequence = progress.add(record.originalKafkaOffset);
    if (error instanceof MalformedDocumentError) await rejected.malformed(originOf(record), error.message);
    else await rejected.invalid(originOf(record), error);
    progress.done(sequence);
    return 'settled';
  }

  async #prepare(record: SinkRecord, destination: Destination): Promise<'again'> {
    try {
      await destination.prepare(record);
    } catch (error) {
      if (error instanceof ConnectError)
        throw new ConnectError(`${error.message}. It was needed for the ${coordinates(originOf(record))}`, {
          code: error.code,
        });
      throw error;
    }
    return 'again';
  }

  async #awaitId(id: string): Promise<'again'> {
    await this.#until(() => !this.#options.outbox.isOnItsWay(id));
    return 'again';
  }

  async #until(condition: () => boolean): Promise<void> {
    const { outbox, timeoutMs, signal } = this.#options;
    const isOver = await outbox.until(() => outbox.failure !== null || condition(), timeoutMs, signal);
    if (outbox.failure !== null) throw outbox.failure;
    if (isOver) return;
    if (signal.aborted)
      throw new RetriableError('The task stops before all records were taken: they will be read again', {
        code: 'ERR_ELASTICSEARCH_STOPPING',
      });
    throw new ConnectError(
      `Elasticsearch did not take ${outbox.buffered} documents within flush.timeout.ms (${timeoutMs}): raise it or max.buffered.records, or send less at a time`,
      { code: 'ERR_ELASTICSEARCH_SLOW' },
    );
  }
}
