import { bytesKey } from './java-hash-map.ts';
import { KafkaLog, type KafkaLogOptions } from './kafka-log.ts';
import type { OffsetEntry, OffsetStore } from './offset-store.ts';

/** Source offsets in a compacted topic that all workers share. Java: KafkaOffsetBackingStore */
export class KafkaOffsetStore implements OffsetStore {
  readonly #log: KafkaLog;
  readonly #timeoutMs: number;
  readonly #offsets = new Map<string, OffsetEntry>();

  /** @param timeoutMs for reading the topic to its end */
  constructor(options: Omit<KafkaLogOptions, 'read'>, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#log = new KafkaLog({ ...options, read: ({ key, value }) => this.#remember(key, value) });
  }

  /** Reads all offsets. @throws ConnectError if that takes too long */
  start(partitionCount: number): Promise<void> {
    return this.#log.start(partitionCount, this.#timeoutMs);
  }

  /** What any worker wrote before this call is seen. */
  async read(keys: readonly Uint8Array[]): Promise<(Uint8Array | null)[]> {
    await this.#log.readToEnd(this.#timeoutMs);
    return keys.map((key) => this.#offsets.get(bytesKey(key))?.value ?? null);
  }

  /** The keys that have an offset. */
  async entries(): Promise<readonly OffsetEntry[]> {
    await this.#log.readToEnd(this.#timeoutMs);
    return [...this.#offsets.values()];
  }

  write(entries: readonly OffsetEntry[]): Promise<void> {
    return this.#log.writeAll(entries);
  }

  stop(): Promise<void> {
    return this.#log.stop();
  }

  /** Keys and values are views into what was fetched: what is kept is copied. */
  #remember(key: Uint8Array | null, value: Uint8Array | null): void {
    if (key === null) return;
    if (value === null) this.#offsets.delete(bytesKey(key));
    else this.#offsets.set(bytesKey(key), { key: Uint8Array.from(key), value: Uint8Array.from(value) });
  }
}
