import { Float64 } from '../numbers.ts';
import { SchemaBuilderError } from '../../errors.ts';
import { Schema, type SchemaType } from '../schema.ts';
import { SchemaBuilder } from '../schema-builder.ts';
import { Struct } from '../struct.ts';

/**
 * The schema that a schemaless value would have: INT64 for integers and FLOAT64 for other numbers, as JavaScript has no narrower ones; of
 * arrays and maps by their items, which must be of one type. null where it can't be told: for null, dates, decimals, an empty container or
 * mixed items.
 * @throws SchemaBuilderError for a container of nothing but nulls
 */
export function inferSchema(value: unknown): Schema | null {
  switch (typeof value) {
    case 'string':
      return Schema.STRING_SCHEMA;
    case 'boolean':
      return Schema.BOOLEAN_SCHEMA;
    case 'bigint':
      return Schema.INT64_SCHEMA;
    case 'number':
      return Number.isInteger(value) ? Schema.INT64_SCHEMA : Schema.FLOAT64_SCHEMA;
    default:
      return value === null || value === undefined ? null : ofObject(value);
  }
}

function ofObject(value: object): Schema | null {
  if (value instanceof Float64) return Schema.FLOAT64_SCHEMA;
  if (value instanceof Uint8Array) return Schema.BYTES_SCHEMA;
  if (value instanceof Struct) return value.schema;
  if (Array.isArray(value)) return ofArray(value);
  return value instanceof Map ? ofMap(value) : null;
}

function ofArray(items: readonly unknown[]): Schema | null {
  const schema = items.length === 0 ? null : commonSchema(items);
  return schema === null ? null : SchemaBuilder.array(schema).build();
}

function ofMap(map: ReadonlyMap<unknown, unknown>): Schema | null {
  if (map.size === 0) return null;
  const keys = commonSchema(map.keys());
  const values = keys === null ? null : commonSchema(map.values());
  return keys === null || values === null ? null : SchemaBuilder.map(keys, values).build();
}

/** Java: the type alone of the items, optional if one of them is null; what arrays, maps and structs hold is not told. */
function commonSchema(items: Iterable<unknown>): Schema | null {
  let type: SchemaType | null = null;
  let optional = false;
  for (const item of items) {
    if (item === null || item === undefined) {
      optional = true;
      continue;
    }
    const schema = inferSchema(item);
    if (schema === null || (type !== null && type !== schema.type)) return null;
    type = schema.type;
  }
  if (type === null)
    throw new SchemaBuilderError('A container of nulls has no schema: the type of its items is unknown');
  return new Schema({ type, optional });
}
