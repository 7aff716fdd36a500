import { DataError, Float64, kindOf, Struct } from '@causeway/api';
import { bytesText, doubleText, stringText } from './json-text.ts';

/**
 * Writes a value that has no schema, as Java's JsonConverter does: integers stay integers and doubles doubles, a map whose keys are all texts
 * becomes an object, any other map a list of `[key, value]` pairs.
 * @throws DataError for a Decimal or Date, which say nothing of themselves without a schema, and for anything that is no Connect data
 */
export function schemalessText(value: unknown, structText: (struct: Struct) => string): string {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'number':
      return Number.isInteger(value) ? String(value) : doubleText(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectText(value, structText);
    case 'undefined':
      return 'null';
    default:
      throw unwritable(value);
  }
}

function objectText(value: object, structText: (struct: Struct) => string): string {
  if (value instanceof Map) return mapText(value, structText);
  if (Array.isArray(value)) return `[${value.map((item) => schemalessText(item, structText)).join(',')}]`;
  if (value instanceof Float64) return doubleText(value.value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Struct) return structText(value);
  throw unwritable(value);
}

function mapText(map: ReadonlyMap<unknown, unknown>, structText: (struct: Struct) => string): string {
  let object = '';
  for (const [key, value] of map) {
    if (typeof key !== 'string') return pairsText(map, structText);
    object += `${object === '' ? '' : ','}${stringText(key)}:${schemalessText(value, structText)}`;
  }
  return `{${object}}`;
}

function pairsText(map: ReadonlyMap<unknown, unknown>, structText: (struct: Struct) => string): string {
  const pairs = [...map].map(([k, v]) => `[${schemalessText(k, structText)},${schemalessText(v, structText)}]`);
  return `[${pairs.join(',')}]`;
}

function unwritable(value: unknown): DataError {
  return new DataError(
    `A value of kind ${kindOf(value)} can't be written to a document without a schema: use a converter that keeps schemas, or cast the field`,
    { code: 'ERR_ELASTICSEARCH_VALUE' },
  );
}
