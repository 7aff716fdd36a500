import type { Schema } from '@causeway/api';

/** Equal schemas that were made anew are looked for among so many, as in Java. */
const REMEMBERED = 16;

/**
 * What was made for a schema, once. The same object of a schema is known for as long as it lives; an equal one gets the same as long as it is
 * among the last ones. Records of a batch mostly share it, so the last one is at hand.
 */
export class SchemaCache<T> {
  readonly #make: (schema: Schema) => T;
  readonly #made = new WeakMap<Schema, Made<T>>();
  #recent: Made<T>[] = [];
  #lastSchema: Schema | null = null;
  #last: T | undefined;

  constructor(make: (schema: Schema) => T) {
    this.#make = make;
  }

  get(schema: Schema): T {
    return schema === this.#lastSchema ? (this.#last as T) : this.#find(schema);
  }

  #find(schema: Schema): T {
    let made = this.#made.get(schema);
    if (made === undefined) {
      made = this.#recent.find((recent) => recent.schema.equals(schema)) ?? this.#remember(schema);
      this.#made.set(schema, made);
    }
    this.#lastSchema = schema;
    this.#last = made.value;
    return made.value;
  }

  #remember(schema: Schema): Made<T> {
    const made = { schema, value: this.#make(schema) };
    this.#recent = [made, ...this.#recent.slice(0, REMEMBERED - 1)];
    return made;
  }
}

interface Made<T> {
  readonly schema: Schema;
  readonly value: T;
}
