import { Schema } from '@causeway/api';
import { names } from './connect-names.ts';

/** Parts that are those of the schema referred to, which is complete only after this one was made. */
const parts = ['name', 'version', 'doc', 'defaultValue', 'parameters', 'fields'] as const;

/**
 * A place in a struct schema where that same schema stands again: `children` of a tree. The parameter `io.confluent.connect.json.Id` of both tells
 * which schema is meant.
 */
export class RecursiveSchema extends Schema {
  readonly #target: () => Schema;

  constructor(target: () => Schema, optional: boolean) {
    super({ type: 'STRUCT', optional });
    this.#target = target;
    for (const part of parts) {
      Object.defineProperty(this, part, { enumerable: true, configurable: true, get: () => target()[part] });
    }
  }

  get target(): Schema {
    return this.#target();
  }

  override field(name: string): ReturnType<Schema['field']> {
    return this.#target().field(name);
  }

  override withOptional(optional: boolean): Schema {
    return optional === this.optional ? this : new RecursiveSchema(this.#target, optional);
  }

  /** By what is referred to: going through the fields would never end. */
  override equals(other: Schema | null | undefined): boolean {
    if (other === this) return true;
    return (
      other?.type === 'STRUCT' &&
      other.optional === this.optional &&
      other.name === this.name &&
      other.fields.length === this.fields.length &&
      other.parameters?.get(names.id) === this.parameters?.get(names.id)
    );
  }
}
