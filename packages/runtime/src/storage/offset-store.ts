/** Keys and values as they stand in an offset topic or file: see `offset-codec.ts`. */
export interface OffsetEntry {
  readonly key: Uint8Array;
  /** null deletes the offset. */
  readonly value: Uint8Array | null;
}

/** Where source offsets are kept. */
export interface OffsetStore {
  /** The values of these keys, in their order; null where there is none. */
  read(keys: readonly Uint8Array[]): Promise<(Uint8Array | null)[]>;
  /** All that have a value. */
  entries(): Promise<readonly OffsetEntry[]>;
  /** Resolves when the entries are safe. */
  write(entries: readonly OffsetEntry[]): Promise<void>;
}
