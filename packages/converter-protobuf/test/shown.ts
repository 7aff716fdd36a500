import { Decimal, Struct } from '@causeway/api';
import type { Schema } from '@causeway/api';

const TAG = 'io.confluent.connect.protobuf.Tag';

/** A schema in one line: `Login{name: STRING?#1, tags: ARRAY<STRING?>?#2}`; `?` is optional, `#` the tag, parameters stand in brackets. */
export function shown(schema: Schema, outer: readonly Schema[] = []): string {
  if (outer.includes(schema)) return `${schema.name} again`;
  const inner = [...outer, schema];
  const tag = schema.parameters?.get(TAG);
  const others = [...(schema.parameters ?? [])].filter(([key]) => key !== TAG).map(([key, value]) => `${key}=${value}`);
  const end = `${schema.optional ? '?' : ''}${tag === undefined ? '' : `#${tag}`}${others.length === 0 ? '' : `[${others.join()}]`}`;
  const standard = schema.defaultValue === null ? '' : `=${JSON.stringify(schema.defaultValue)}`;
  return body(schema, inner) + end + standard;
}

function body(schema: Schema, outer: readonly Schema[]): string {
  const name = schema.name === null ? '' : `(${schema.name.replace('org.apache.kafka.connect.data.', '')})`;
  switch (schema.type) {
    case 'STRUCT':
      return `${schema.name ?? ''}{${schema.fields.map((it) => `${it.name}: ${shown(it.schema, outer)}`).join(', ')}}`;
    case 'ARRAY':
      return `ARRAY${name}<${shown(schema.valueSchema!, outer)}>`;
    case 'MAP':
      return `MAP${name}<${shown(schema.keySchema!, outer)}, ${shown(schema.valueSchema!, outer)}>`;
    default:
      return schema.type + name;
  }
}

/** A value without its schemas, to compare with: structs as objects, maps as lists of pairs, bytes as hexadecimal digits. */
export function plain(value: unknown): unknown {
  if (value instanceof Struct)
    return Object.fromEntries(value.schema.fields.map(({ name, index }) => [name, plain(value.values[index] ?? null)]));
  if (value instanceof Map) return Array.from(value, ([key, item]) => [plain(key), plain(item)]);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  return value instanceof Decimal ? value.toString() : value;
}
