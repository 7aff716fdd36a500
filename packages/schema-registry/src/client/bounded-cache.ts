/** A map that forgets its oldest entry when it grows past its limit. */
export class BoundedCache<V> {
  readonly #entries = new Map<string | number, V>();
  readonly #limit: number;

  /** At least one entry is kept, whatever the limit. */
  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  get(key: string | number): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string | number, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  delete(key: string | number): void {
    this.#entries.delete(key);
  }
}
