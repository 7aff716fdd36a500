import { DataError, Float64, javaDouble, kindOf, quoteJson, quoteJsonBytes } from '@causeway/api';

/** Writes a value of a map whose values have no schema. @throws DataError if it is none that JSON has */
export function writeSchemaless(value: unknown, place: string): string {
  switch (typeof value) {
    case 'string':
      return quoteJson(value);
    case 'number':
      return Number.isSafeInteger(value) ? `${value}` : finiteDouble(value, place);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return `${value}`;
    case 'undefined':
      return 'null';
    default:
      return writeObject(value, place);
  }
}

function writeObject(value: unknown, place: string): string {
  if (value === null) return 'null';
  if (value instanceof Float64) return finiteDouble(value.value, place);
  if (value instanceof Uint8Array) return quoteJsonBytes(value);
  if (Array.isArray(value)) return `[${value.map((item) => writeSchemaless(item, place)).join(',')}]`;
  if (!(value instanceof Map)) throw new DataError(`A ${kindOf(value)} in ${place} has no schema, and needs one`);
  const members = Array.from(value as Map<unknown, unknown>, ([key, item]) => {
    if (typeof key !== 'string') throw new DataError(`A key of ${place} is no string: such a map needs a schema`);
    return `${quoteJson(key)}:${writeSchemaless(item, place)}`;
  });
  return `{${members.join(',')}}`;
}

/** JSON has no NaN and no infinities. */
export function finiteDouble(value: number, place: string, print = javaDouble): string {
  if (Number.isFinite(value)) return print(value);
  throw new DataError(`Invalid value of ${place}: JSON has no ${value}, only finite numbers`);
}
