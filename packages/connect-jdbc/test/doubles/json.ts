import { Decimal, type Schema } from '@causeway/api';

/** A schema and a value as Connect's JSON converter writes them; integers past 2^53 are `{"$int": digits}`. */
export interface Envelope {
  readonly schema: unknown;
  readonly payload: unknown;
}

export function envelopeOf(schema: Schema | null, value: unknown): Envelope {
  return {
    schema: schema === null ? null : schemaJson(schema),
    payload: schema === null ? null : valueJson(schema, value),
  };
}

function schemaJson(schema: Schema): Record<string, unknown> {
  const names: Record<string, string> = { FLOAT32: 'float', FLOAT64: 'double' };
  return {
    type: names[schema.type] ?? schema.type.toLowerCase(),
    optional: schema.optional,
    ...(schema.name === null ? {} : { name: schema.name }),
    ...(schema.version === null ? {} : { version: schema.version }),
    ...(schema.parameters === null ? {} : { parameters: Object.fromEntries(schema.parameters) }),
    ...(schema.type === 'STRUCT'
      ? { fields: schema.fields.map((f) => ({ ...schemaJson(f.schema), field: f.name })) }
      : {}),
  };
}

function valueJson(schema: Schema, value: unknown): unknown {
  if (value === null || value === undefined) {
    if (!schema.optional) throw new Error('null for a required field');
    return null;
  }
  if (schema.type === 'STRUCT') {
    const { values } = value as { readonly values: readonly unknown[] };
    return Object.fromEntries(schema.fields.map((f) => [f.name, valueJson(f.schema, values[f.index])]));
  }
  if (value instanceof Decimal) return value.toBytes().toString('base64');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date)
    return schema.name?.endsWith('.Date') === true ? value.getTime() / 86_400_000 : value.getTime();
  if (typeof value === 'bigint') return { $int: String(value) };
  return schema.type === 'FLOAT32' ? Math.fround(value as number) : value;
}

/** One text for equal values, whatever the order of keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return `{${entries
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .sort()
    .join(',')}}`;
}
