import type { Schema } from '@causeway/api';

/** What was made for a schema, once: the same for the same schema object. Records of a batch mostly share it, so the last one is at hand. */
export class SchemaCache<T> {
  readonly #make: (schema: Schema) => T;
  readonly #made = new WeakMap<Schema, { readonly value: T }>();
  #lastSchema: Schema | null = null;
  #last: T | undefined;

  constructor(make: (schema: Schema) => T) {
    this.#make = make;
  }

  get(schema: Schema): T {
    if (schema === this.#lastSchema) return this.#last as T;
    let made = this.#made.get(schema);
    if (made === undefined) this.#made.set(schema, (made = { value: this.#make(schema) }));
    this.#lastSchema = schema;
    this.#last = made.value;
    return made.value;
  }
}
