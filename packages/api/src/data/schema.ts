import { brand, isBranded } from '../brand.ts';
import { SchemaBuilderError } from '../errors.ts';
import { equalParameters, equalValues } from './equal-values.ts';

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

/** Parts of a schema that a copy may have otherwise: see `Schema.with`. */
export type SchemaChanges = Pick<SchemaInit, 'optional' | 'name' | 'version' | 'doc' | 'defaultValue' | 'parameters'>;

/** The fields of a schema that is not finished. */
const UNKNOWN_FIELDS: readonly Field[] = new Proxy([], {
  get() {
    throw new SchemaBuilderError(
      'A recursive schema is used before it is finished: in `build`, put `self` or a copy by `with` or `withOptional` where it stands, and no more',
    );
  },
});

/**
 * The type of a value, immutable. Build one with `SchemaBuilder`, or take a constant such as `Schema.OPTIONAL_STRING_SCHEMA`; `Schema.recursive`
 * makes one that contains itself.
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
  #fieldsByName: ReadonlyMap<string, Field> | null;
  /** Another object that was found equal: whoever compares each record's schema with its own compares the same two again and again. */
  #equal: Schema | null = null;
  /** Made by `recursive`, or a copy of such a one: every cycle goes through one of them, and no other schema needs care. */
  #mayRecur = false;
  #isRecursive: boolean | null = null;
  /** Of a schema that `recursive` is still making: this one and its copies, all to be filled in. */
  #unfinished: Schema[] | null = null;
  #changes: SchemaChanges = {};

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

  /**
   * A STRUCT that contains itself, as the nodes of a tree do; two that contain each other are made by one call inside another.
   *
   * ```ts
   * const node = Schema.recursive((self) =>
   *   SchemaBuilder.struct().name('node')
   *     .field('value', Schema.INT64_SCHEMA)
   *     .field('next', self.withOptional(true))
   *     .field('others', SchemaBuilder.array(self).build())
   *     .build(),
   * );
   * ```
   * @param build says what the schema is made of. Where it stands within itself is `self`, or a copy by `with` or `withOptional`; what these
   * are made of is not known before `build` has returned.
   * @throws SchemaBuilderError for what is no STRUCT, or where `build` asks for the fields of `self`
   */
  static recursive(build: (self: Schema) => SchemaInit): Schema {
    const unfinished: Schema[] = [];
    const self = Schema.#unfinishedCopy(unfinished, {});
    const whole = new Schema(build(self));
    if (whole.type !== 'STRUCT') throw new SchemaBuilderError(`Only a STRUCT can contain itself, not ${whole.type}`);
    for (const schema of unfinished) {
      schema.#become(whole, schema.#changes);
      schema.#mayRecur = true;
      schema.#unfinished = null;
    }
    return self;
  }

  static #unfinishedCopy(unfinished: Schema[], changes: SchemaChanges): Schema {
    const copy = Object.assign(new Schema({ type: 'STRUCT' }), { fields: UNKNOWN_FIELDS });
    copy.#unfinished = unfinished;
    copy.#changes = changes;
    unfinished.push(copy);
    return copy;
  }

  #become(whole: Schema, changes: SchemaChanges): void {
    Object.assign(this, whole, changes);
    this.#fieldsByName = whole.#fieldsByName;
    this.#mayRecur = whole.#mayRecur;
  }

  /** A copy with some parts changed, and with the very fields of this one. */
  with(changes: SchemaChanges): Schema {
    if (this.#unfinished !== null) return Schema.#unfinishedCopy(this.#unfinished, { ...this.#changes, ...changes });
    const copy = new Schema({ type: this.type });
    copy.#become(this, changes);
    return copy;
  }

  /** The same type, but optional or not; this very object where nothing changes. */
  withOptional(optional: boolean): Schema {
    return optional === this.optional && this.#unfinished === null ? this : this.with({ optional });
  }

  /**
   * Is it a STRUCT that contains itself, at any depth, be it with other parts than its fields: optional, say? Whatever walks through a schema
   * comes back to none that is not, and so must look out for those alone.
   */
  get isRecursive(): boolean {
    if (!this.#mayRecur) return this.#unfinished !== null;
    return this.#isRecursive ?? this.#findRecursion();
  }

  #findRecursion(): boolean {
    const seen = new Set<Schema>();
    const unfinished: Schema[] = [];
    const contains = (schema: Schema): boolean =>
      innerSchemas(schema).some((inner) => {
        if (inner.fields === this.fields) return true;
        if (seen.has(inner)) return false;
        seen.add(inner);
        if (inner.fields !== UNKNOWN_FIELDS) return contains(inner);
        unfinished.push(inner);
        return false;
      });
    const isRecursive = contains(this);
    // Around this one another is being made: until that is done, it may be
    if (isRecursive || unfinished.length === 0) this.#isRecursive = isRecursive;
    return isRecursive || unfinished.length > 0;
  }

  /** Equal in every part, as Java's ConnectSchema compares; recursive schemas are where no difference can be found. */
  equals(other: Schema | null | undefined): boolean {
    if (other === this) return true;
    if (other === null || other === undefined) return false;
    if (other === this.#equal) return true;
    const isEqual = this.#mayRecur && this.isRecursive ? this.#equalsAgain(other) : this.#hasPartsOf(other);
    if (isEqual && assumedEqual.length === 0) this.#equal = other;
    return isEqual;
  }

  /** Two schemas that are met again while they are compared are taken for equal: if they are not, that is found elsewhere. */
  #equalsAgain(other: Schema): boolean {
    if (assumedEqual.some(([a, b]) => a === this && b === other)) return true;
    const count = assumedEqual.push([this, other]) - 1;
    let isEqual = false;
    try {
      isEqual = this.#hasPartsOf(other);
    } finally {
      if (!isEqual || count === 0) assumedEqual.length = count;
    }
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

/** Pairs of recursive schemas that are being compared. */
const assumedEqual: [Schema, Schema][] = [];

const innerSchemas = ({ fields, keySchema, valueSchema }: Schema): Schema[] =>
  [keySchema, valueSchema, ...fields.map((field) => field.schema)].filter((schema) => schema !== null);

/** Equal in every part; two nulls are equal as well. */
export function equalSchemas(a: Schema | null | undefined, b: Schema | null | undefined): boolean {
  return a === b || (a ? a.equals(b) : !b);
}

function equalFields(a: readonly Field[], b: readonly Field[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((f, i) => f.name === b[i]!.name && f.schema.equals(b[i]!.schema));
}
