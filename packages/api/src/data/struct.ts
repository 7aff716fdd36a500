import { brand, isBranded } from '../brand.ts';
import { DataError } from '../errors.ts';
import { equalValues } from './equal-values.ts';
import { asDataError } from './nesting.ts';
import type { Field, Schema } from './schema.ts';
import { validateFields, validateValue } from './validate.ts';

/**
 * A record with a STRUCT schema: the schema and one value a field, in the order of `schema.fields`.
 *
 * Connectors that produce many rows make the array themselves and hand it over with `Struct.of`, which checks nothing; converters and
 * transformations read `values` by index.
 */
export class Struct {
  readonly schema: Schema;
  /** One value a field; null and undefined are both "no value". */
  readonly values: unknown[];

  /** @throws DataError if `schema` is not a STRUCT */
  constructor(schema: Schema, values?: unknown[]) {
    if (schema.type !== 'STRUCT') throw new DataError(`Not a struct schema: ${schema.type}`);
    this.schema = schema;
    this.values = values ?? new Array<unknown>(schema.fields.length).fill(null);
  }

  /** Takes `values` as they are: one a field, in order, already of the right types. */
  static of(schema: Schema, values: unknown[]): Struct {
    return new Struct(schema, values);
  }

  /** The value, or the field's default where there is none. @throws DataError for an unknown field */
  get(field: string | Field): unknown {
    const { index, schema } = typeof field === 'string' ? this.#field(field) : field;
    return this.values[index] ?? schema.defaultValue;
  }

  getWithoutDefault(field: string): unknown {
    return this.values[this.#field(field).index] ?? null;
  }

  /** @throws DataError for an unknown field, or a value that does not fit */
  put(field: string | Field, value: unknown): this {
    const target = typeof field === 'string' ? this.#field(field) : field;
    if (!((value === null || value === undefined) && target.schema.defaultValue !== null)) {
      validateValue(target.schema, value, `field "${target.name}"`);
    }
    this.values[target.index] = value ?? null;
    return this;
  }

  /** @throws DataError if a required field without default has no value, or a value does not fit */
  validate(): void {
    validateFields(this);
  }

  /** @throws DataError for data that is nested too deeply */
  equals(other: unknown): boolean {
    if (other === this) return true;
    try {
      return other instanceof Struct && this.schema.equals(other.schema) && equalValues(this.values, other.values);
    } catch (error) {
      throw asDataError(error, 'comparing');
    }
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(this, value);
  }

  static {
    brand(this, 'Struct');
  }

  #field(name: string): Field {
    const field = this.schema.field(name);
    if (field === null) throw new DataError(`${name} is not a valid field name`);
    return field;
  }
}
