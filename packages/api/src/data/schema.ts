import { brand, isBranded } from '../brand.ts';

/** The twelve types of Connect data. */
export type SchemaType =
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FLOAT32'
  | 'FLOAT64'
  | 'BOOLEAN'
  | 'STRING'
  | 'BYTES'
  | 'ARRAY'
  | 'MAP'
  | 'STRUCT';

/** A field of a STRUCT; `index` is its place in `Schema.fields` and in `Struct.values`. */
export interface Field {
  readonly name: string;
  readonly index: number;
  readonly schema: Schema;
}

export interface SchemaInit {
  readonly type: SchemaType;
  readonly optional?: boolean;
  readonly name?: string | null;
  readonly version?: number | null;
  readonly doc?: string | null;
  readonly defaultValue?: unknown;
  readonly parameters?: ReadonlyMap<string, string> | null;
  readonly fields?: readonly { readonly name: string; readonly schema: Schema }[];
  readonly keySchema?: Schema | null;
  readonly valueSchema?: Schema | null;
}

/**
 * The type of a value, immutable. Build one with `SchemaBuilder`, or take a constant such as `Schema.OPTIONAL_STRING_SCHEMA`.
 *
 * | type | value in JavaScript |
 * |---|---|
 * | INT8, INT16, INT32, FLOAT32, FLOAT64 | `number` |
 * | INT64 | `number` while it is a safe integer, else `bigint` (one normal form: see `int64`) |
 * | BOOLEAN, STRING | `boolean`, `string` |
 * | BYTES | `Uint8Array` (a `Buffer` is one) |
 * | ARRAY, MAP, STRUCT | array, `Map`, `Struct` |
 * | logical Decimal (BYTES) | `Decimal` |
 * | logical Date, Time (INT32), Timestamp (INT64) | `Date` |
 */
export class Schema {
  readonly type: SchemaType;
  readonly optional: boolean;
  readonly name: string | null;
  readonly version: number | null;
  readonly doc: string | null;
  /** Used where a value is missing; null is none. */
  readonly defaultValue: unknown;
  readonly parameters: ReadonlyMap<string, string> | null;
  /** Of a STRUCT, in order; empty for other types. */
  readonly fields: readonly Field[];
  /** Of a MAP. */
  readonly keySchema: Schema | null;
  /** Of an ARRAY's items or a MAP's values. */
  readonly valueSchema: Schema | null;
  readonly #fieldsByName: ReadonlyMap<string, Field> | null;
  /** Another object that was found equal: whoever compares each record's schema with its own compares the same two again and again. */
  #equal: Schema | null = null;

  constructor(init: SchemaInit) {
    this.type = init.type;
    this.optional = init.optional ?? false;
    this.name = init.name ?? null;
    this.version = init.version ?? null;
    this.doc = init.doc ?? null;
    this.defaultValue = init.defaultValue ?? null;
    this.parameters = init.parameters ?? null;
    this.fields = (init.fields ?? []).map(({ name, schema }, index) => ({ name, index, schema }));
    this.keySchema = init.keySchema ?? null;
    this.valueSchema = init.valueSchema ?? null;
    this.#fieldsByName = init.type === 'STRUCT' ? new Map(this.fields.map((f) => [f.name, f])) : null;
  }

  /** The field of a STRUCT by its name; null where there is none. */
  field(name: string): Field | null {
    return this.#fieldsByName?.get(name) ?? null;
  }

  /** The same type, but optional or not; this very object where nothing changes. */
  withOptional(optional: boolean): Schema {
    return optional === this.optional ? this : new Schema({ ...(this as SchemaInit), optional });
  }

  /** Equal in every part, as Java's ConnectSchema compares. */
  equals(other: Schema | null | undefined): boolean {
    if (other === this) return true;
    if (other === null || other === undefined) return false;
    if (other === this.#equal) return true;
    const isEqual = this.#hasPartsOf(other);
    if (isEqual) this.#equal = other;
    return isEqual;
  }

  #hasPartsOf(other: Schema): boolean {
    return (
      this.type === other.type &&
      this.optional === other.optional &&
      this.name === other.name &&
      this.version === other.version &&
      this.doc === other.doc &&
      equalParameters(this.parameters, other.parameters) &&
      equalValues(this.defaultValue, other.defaultValue) &&
      equalFields(this.fields, other.fields) &&
      equalSchemas(this.keySchema, other.keySchema) &&
      equalSchemas(this.valueSchema, other.valueSchema)
    );
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(this, value);
  }

  static {
    brand(this, 'Schema');
  }

  static readonly INT8_SCHEMA = new Schema({ type: 'INT8' });
  static readonly INT16_SCHEMA = new Schema({ type: 'INT16' });
  static readonly INT32_SCHEMA = new Schema({ type: 'INT32' });
  static readonly INT64_SCHEMA = new Schema({ type: 'INT64' });
  static readonly FLOAT32_SCHEMA = new Schema({ type: 'FLOAT32' });
  static readonly FLOAT64_SCHEMA = new Schema({ type: 'FLOAT64' });
  static readonly BOOLEAN_SCHEMA = new Schema({ type: 'BOOLEAN' });
  static readonly STRING_SCHEMA = new Schema({ type: 'STRING' });
  static readonly BYTES_SCHEMA = new Schema({ type: 'BYTES' });
  static readonly OPTIONAL_INT8_SCHEMA = new Schema({ type: 'INT8', optional: true });
  static readonly OPTIONAL_INT16_SCHEMA = new Schema({ type: 'INT16', optional: true });
  static readonly OPTIONAL_INT32_SCHEMA = new Schema({ type: 'INT32', optional: true });
  static readonly OPTIONAL_INT64_SCHEMA = new Schema({ type: 'INT64', optional: true });
  static readonly OPTIONAL_FLOAT32_SCHEMA = new Schema({ type: 'FLOAT32', optional: true });
  static readonly OPTIONAL_FLOAT64_SCHEMA = new Schema({ type: 'FLOAT64', optional: true });
  static readonly OPTIONAL_BOOLEAN_SCHEMA = new Schema({ type: 'BOOLEAN', optional: true });
  static readonly OPTIONAL_STRING_SCHEMA = new Schema({ type: 'STRING', optional: true });
  static readonly OPTIONAL_BYTES_SCHEMA = new Schema({ type: 'BYTES', optional: true });
}

/** Equal in every part; two nulls are equal as well. */
export function equalSchemas(a: Schema | null | undefined, b: Schema | null | undefined): boolean {
  return a === b || (a ? a.equals(b) : !b);
}

function equalFields(a: readonly Field[], b: readonly Field[]): boolean {
  return a.length === b.length && a.every((f, i) => f.name === b[i]!.name && f.schema.equals(b[i]!.schema));
}

/** Null, which is none at all, and an empty map are not the same. */
export function equalParameters(a: ReadonlyMap<string, string> | null, b: ReadonlyMap<string, string> | null): boolean {
  if (a === b) return true;
  if (a?.size !== b?.size) return false;
  return [...(a ?? [])].every(([key, value]) => b!.get(key) === value);
}

interface Comparable {
  equals(other: unknown): boolean;
}

/** Are two Connect values the same: by content for bytes, dates, decimals, structs, arrays and maps. */
export function equalValues(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((v, i) => v === b[i]);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((v, i) => equalValues(v, b[i]));
  if (a instanceof Map) return b instanceof Map && equalMaps(a, b);
  return typeof (a as Partial<Comparable>).equals === 'function' && (a as Comparable).equals(b);
}

function equalMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.has(key) ? b.get(key) : [...b].find(([k]) => equalValues(k, key))?.[1];
    if (other === undefined || !equalValues(value, other)) return false;
  }
  return true;
}
