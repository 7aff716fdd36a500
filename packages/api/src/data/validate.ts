import { DataError } from '../errors.ts';
import { asDataError } from './nesting.ts';
import { Decimal } from './decimal.ts';
import type { Schema } from './schema.ts';
import { hasBrand } from '../brand.ts';

const logicalClasses: Readonly<Record<string, (value: unknown) => boolean>> = {
  'org.apache.kafka.connect.data.Decimal': (v) => v instanceof Decimal,
  'org.apache.kafka.connect.data.Date': (v) => v instanceof Date,
  'org.apache.kafka.connect.data.Time': (v) => v instanceof Date,
  'org.apache.kafka.connect.data.Timestamp': (v) => v instanceof Date,
};

const isInteger = (min: number, max: number) => (v: unknown) =>
  Number.isInteger(v) && (v as number) >= min && (v as number) <= max;
const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;

const typeClasses: Readonly<Record<Schema['type'], (value: unknown) => boolean>> = {
  INT8: isInteger(-128, 127),
  INT16: isInteger(-32768, 32767),
  INT32: isInteger(-2147483648, 2147483647),
  INT64: (v) => Number.isSafeInteger(v) || (typeof v === 'bigint' && v >= minInt64 && v <= maxInt64),
  FLOAT32: (v) => typeof v === 'number',
  FLOAT64: (v) => typeof v === 'number',
  BOOLEAN: (v) => typeof v === 'boolean',
  STRING: (v) => typeof v === 'string',
  BYTES: (v) => v instanceof Uint8Array,
  ARRAY: (v) => Array.isArray(v),
  MAP: (v) => v instanceof Map,
  STRUCT: (v) => hasBrand(v, 'Struct'),
};

/**
 * Does `value` fit `schema`, to its depth? A default does not stand in for null here. (Java: ConnectSchema.validateValue)
 * @throws DataError that names the place (`path`), the schema and the kind of value found
 */
export function validateValue(schema: Schema, value: unknown, path = 'value'): void {
  try {
    validate(schema, value, path);
  } catch (error) {
    throw asDataError(error, `checking ${path}`);
  }
}

function validate(schema: Schema, value: unknown, path: string): void {
  if (value === null || value === undefined) {
    if (!schema.optional)
      throw new DataError(`Invalid value: null used for required ${path}, schema type: ${schema.type}`);
    return;
  }
  const fits = (schema.name === null ? undefined : logicalClasses[schema.name]) ?? typeClasses[schema.type];
  if (!fits(value)) {
    const type = schema.name === null ? schema.type : `${schema.type} (${schema.name})`;
    throw new DataError(`Invalid JavaScript value for schema type ${type} of ${path}: ${kindOf(value)}`);
  }
  switch (schema.type) {
    case 'STRUCT':
      validateStruct(schema, value as StructLike, path);
      break;
    case 'ARRAY': {
      const items = inner(schema.valueSchema, 'items', path);
      for (const item of value as unknown[]) validate(items, item, `${path} item`);
      break;
    }
    case 'MAP': {
      const keys = inner(schema.keySchema, 'keys', path);
      const values = inner(schema.valueSchema, 'values', path);
      for (const [key, item] of value as Map<unknown, unknown>) {
        validate(keys, key, `${path} key`);
        validate(values, item, `${path} value`);
      }
      break;
    }
    default:
  }
}

/** Java: a container without inner schemas takes nothing, not even when it is empty. */
function inner(schema: Schema | null, what: string, path: string): Schema {
  if (schema === null) throw new DataError(`No schema defined for the ${what} of ${path}`);
  return schema;
}

/** What this file needs to know of a Struct, which itself needs this file. */
interface StructLike {
  readonly schema: Schema;
  readonly values: readonly unknown[];
}

function validateStruct(schema: Schema, struct: StructLike, path: string): void {
  // a logical name on a struct schema makes it a Date or a Decimal, which has none
  if (!hasBrand(struct, 'Struct') || !struct.schema.equals(schema))
    throw new DataError(`Struct schemas do not match for ${path}`);
  validateFields(struct);
}

/** @throws DataError if a required field without default has no value, or a value does not fit */
export function validateFields({ schema, values }: StructLike): void {
  for (const field of schema.fields) {
    const value = values[field.index] ?? null;
    if (value === null && (field.schema.optional || field.schema.defaultValue !== null)) continue;
    validate(field.schema, value, `field "${field.name}"`);
  }
}

/** A short name of what a value is, for messages: never the value itself, which may be a secret. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer number' : 'number';
  if (typeof value === 'object') return (value.constructor as { name?: string } | undefined)?.name ?? 'object';
  return typeof value;
}
