import { DataError, Decimal, Float64, Struct, javaDouble, kindOf, quoteJson, quoteJsonBytes } from '@causeway/api';

/** Writes a value without schema. Java: JsonConverter#convertToJson(null, value) */
export function writeSchemaless(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoteJson(value);
    case 'number':
      // An integral double is boxed; one past 2^53 can't be a long in its normal form, so it is a double all the same.
      return Number.isSafeInteger(value) ? `${value}` : doubleOrQuoted(value, javaDouble);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value)
        throw new DataError('An integer past 64 bits has no schema type: it can only be written as a Decimal');
      return `${value}`;
    case 'object':
      return value === null ? 'null' : writeObject(value);
    case 'undefined':
      return 'null';
    default:
      throw noSchemaType(value);
  }
}

function writeObject(value: object): string {
  if (Array.isArray(value)) return writeArray(value);
  if (value instanceof Map) return writeMap(value);
  if (value instanceof Uint8Array) return quoteJsonBytes(value);
  if (value instanceof Float64) return doubleOrQuoted(value.value, javaDouble);
  if (value instanceof Struct) throw new DataError('Mismatching schema: a struct stands where there is no schema');
  throw noSchemaType(value);
}

function noSchemaType(value: unknown): DataError {
  const needsSchema = value instanceof Decimal || value instanceof Date;
  const fix = needsSchema ? 'it can only be written with its schema' : 'objects without schema are given as a Map';
  return new DataError(`A ${kindOf(value)} without schema has no corresponding schema type: ${fix}`);
}

function writeArray(items: readonly unknown[]): string {
  let text = '';
  for (let i = 0; i < items.length; i++) text += (i === 0 ? '' : ',') + writeSchemaless(items[i]);
  return `[${text}]`;
}

/** Java: one key that is no string makes the whole map a list of pairs */
function writeMap(map: ReadonlyMap<unknown, unknown>): string {
  let text = '';
  for (const [key, value] of map) {
    if (typeof key !== 'string') return writePairs(map);
    text += `${text === '' ? '' : ','}${quoteJson(key)}:${writeSchemaless(value)}`;
  }
  return `{${text}}`;
}

function writePairs(map: ReadonlyMap<unknown, unknown>): string {
  const pairs = Array.from(map, ([key, value]) => `[${writeSchemaless(key)},${writeSchemaless(value)}]`);
  return `[${pairs.join(',')}]`;
}

/** Java: Jackson's QUOTE_NON_NUMERIC_NUMBERS */
export function doubleOrQuoted(value: number, print: (value: number) => string): string {
  return Number.isFinite(value) ? print(value) : `"${value}"`;
}
