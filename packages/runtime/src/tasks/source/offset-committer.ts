import type { Logger } from '@causeway/api';
import { encodeOffset, encodePartition } from '../../storage/offset-codec.ts';
import type { OffsetStore } from '../../storage/offset-store.ts';
import type { InFlight } from './in-flight.ts';

/** Stores the offsets that became committable; what could not be stored is tried again the next time. */
export class OffsetCommitter {
  readonly #connector: string;
  readonly #inFlight: InFlight;
  readonly #store: Pick<OffsetStore, 'write'>;
  readonly #logger: Logger;
  /** Taken from the ledger, but not stored yet; the newest of each partition. */
  readonly #unstored = new Map<string, { readonly key: Uint8Array; readonly value: Uint8Array }>();
  #current: Promise<boolean> | null = null;

  constructor(connector: string, inFlight: InFlight, store: Pick<OffsetStore, 'write'>, logger: Logger) {
    this.#connector = connector;
    this.#inFlight = inFlight;
    this.#store = store;
    this.#logger = logger;
  }

  /** True if everything committable is stored. One commit at a time: a second call waits for the first and then does its own. */
  async commit(): Promise<boolean> {
    await this.#current;
    this.#current = this.#storeAll();
    return this.#current;
  }

  async #storeAll(): Promise<boolean> {
    const isComplete = this.#take();
    if (this.#unstored.size === 0) return isComplete;
    const entries = [...this.#unstored];
    try {
      await this.#store.write(entries.map(([, entry]) => entry));
    } catch (error) {
      this.#logger.error(
        `Could not store source offsets; trying again at the next commit: ${(error as Error).message}`,
      );
      return false;
    }
    for (const [key, entry] of entries) if (this.#unstored.get(key) === entry) this.#unstored.delete(key);
    return isComplete;
  }

  /** Takes over from the ledger. False if an offset can't be stored: its partition stays at the one before. Java: OffsetStorageWriter#doFlush */
  #take(): boolean {
    let isComplete = true;
    for (const { partition, offset } of this.#inFlight.takeCommittable()) {
      try {
        const key = encodePartition(this.#connector, partition);
        this.#unstored.set(key.toString('latin1'), { key, value: encodeOffset(offset) });
      } catch (error) {
        isComplete = false;
        this.#logger.error(`An offset of the task can't be stored: ${(error as Error).message}`);
      }
    }
    return isComplete;
  }
}
