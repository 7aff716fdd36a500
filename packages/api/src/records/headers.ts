import { DataError } from '../errors.ts';
import type { Schema } from '../data/schema.ts';

/** A header of a record; several may share a key. */
export interface Header {
  readonly key: string;
  readonly schema: Schema | null;
  readonly value: unknown;
}

/** The headers of a record, in order; keys may repeat. */
export class Headers implements Iterable<Header> {
  #list: Header[];

  constructor(headers: Iterable<Header> = []) {
    this.#list = [...headers];
  }

  get size(): number {
    return this.#list.length;
  }

  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  /** Appends a header. @throws DataError without a key */
  add(key: string, schema: Schema | null, value: unknown): this {
    if (typeof (key as unknown) !== 'string') throw new DataError('A header needs a key');
    this.#list.push({ key, schema, value });
    return this;
  }

  allWithName(key: string): Header[] {
    return this.#list.filter((h) => h.key === key);
  }

  lastWithName(key: string): Header | null {
    return this.#list.findLast((h) => h.key === key) ?? null;
  }

  /** Removes every header of that key. */
  remove(key: string): this {
    this.#list = this.#list.filter((h) => h.key !== key);
    return this;
  }

  clear(): this {
    this.#list = [];
    return this;
  }

  /** Keeps only the last header of each key. */
  retainLatest(): this {
    this.#list = this.#list.filter((h, i) => this.#list.findLastIndex((other) => other.key === h.key) === i);
    return this;
  }

  duplicate(): Headers {
    return new Headers(this.#list);
  }

  [Symbol.iterator](): Iterator<Header> {
    return this.#list[Symbol.iterator]();
  }
}
