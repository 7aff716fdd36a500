import { Decimal, type Schema, type SchemaType } from '@causeway/api';

/** A mapping of Elasticsearch, or one field of it, as far as the connector reads or writes it. */
export interface Mapping {
  type?: string;
  properties?: Record<string, Mapping>;
  fields?: Record<string, Mapping>;
  ignore_above?: number;
  null_value?: unknown;
  enabled?: boolean;
  dynamic?: unknown;
  dynamic_templates?: unknown;
}

const fieldTypes: Partial<Record<SchemaType, string>> = {
  BOOLEAN: 'boolean',
  INT8: 'byte',
  INT16: 'short',
  INT32: 'integer',
  INT64: 'long',
  FLOAT32: 'float',
  FLOAT64: 'double',
  STRING: 'text',
  BYTES: 'binary',
};

const logicalTypes: Readonly<Record<string, string>> = {
  'org.apache.kafka.connect.data.Decimal': 'double',
  'org.apache.kafka.connect.data.Date': 'date',
  'org.apache.kafka.connect.data.Time': 'date',
  'org.apache.kafka.connect.data.Timestamp': 'date',
};

/** The longest text that is searchable as a whole. */
const KEYWORD_LENGTH = 256;

/**
 * The mapping of documents with this schema; null where a schema says nothing that could be mapped (a root that is no struct or map).
 * Where a schema contains itself, objects are stored but not searchable: fields would go on without an end.
 * A map has the fields `key` and `value` whichever way it is written, as in Java; an array is mapped as its items are.
 */
export function mappingOf(schema: Schema): { properties: Record<string, Mapping> } | null {
  const { properties } = fieldOf(schema);
  return properties === undefined ? null : { properties };
}

/** The fields of recursive schemas that are being mapped. */
type Outer = readonly Schema['fields'][];

function fieldOf(schema: Schema, outer: Outer = []): Mapping {
  const logical = schema.name === null ? undefined : logicalTypes[schema.name];
  if (logical !== undefined) return leaf(logical, schema.defaultValue);
  switch (schema.type) {
    case 'STRUCT': {
      if (outer.includes(schema.fields)) return { type: 'object', enabled: false };
      const parts = schema.fields.map((f) => [f.name, f.schema] as const);
      return { properties: ownProperties(parts, schema.isRecursive ? [...outer, schema.fields] : outer) };
    }
    case 'MAP': {
      const parts = [['key', schema.keySchema] as const, ['value', schema.valueSchema] as const];
      return { properties: ownProperties(parts, outer) };
    }
    case 'ARRAY':
      return schema.valueSchema === null ? {} : fieldOf(schema.valueSchema, outer);
    default:
      return leaf(fieldTypes[schema.type]!, schema.defaultValue);
  }
}

/** Without a prototype: a field may be called `__proto__`. Parts without a schema are left to the server's dynamic mapping. */
function ownProperties(parts: readonly (readonly [string, Schema | null])[], outer: Outer): Record<string, Mapping> {
  const properties = Object.create(null) as Record<string, Mapping>;
  for (const [name, schema] of parts) {
    const field = schema === null ? {} : fieldOf(schema, outer);
    if (field.type !== undefined || field.properties !== undefined) properties[name] = field;
  }
  return properties;
}

function leaf(type: string, defaultValue: unknown): Mapping {
  if (type === 'text') return { type, fields: { keyword: { type: 'keyword', ignore_above: KEYWORD_LENGTH } } };
  // Elasticsearch has no null_value for binary fields
  if (type === 'binary' || defaultValue === null) return { type };
  const nullValue = nullValueOf(defaultValue);
  return nullValue === null ? { type } : { type, null_value: nullValue };
}

function nullValueOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Decimal) return value.toNumber();
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
