/**
 * A map that forgets its oldest entry when it grows past its limit; an entry that is set again counts as new. For what a plugin works out once
 * and needs again: a compiled reader by schema, a schema by its id.
 */
export class BoundedMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #limit: number;

  /** At least one entry is kept, whatever the limit. */
  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  /** The oldest first. */
  values(): IterableIterator<V> {
    return this.#entries.values();
  }
}
