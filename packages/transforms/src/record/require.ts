import { DataError, kindOf, Struct } from '@causeway/api';

export type Data = ReadonlyMap<unknown, unknown>;

/** @throws DataError if the value is no struct */
export function requireStruct(value: unknown, purpose: string): Struct {
  if (value instanceof Struct) return value;
  throw new DataError(`Only Struct objects supported for [${purpose}], found: ${kindOf(value)}`);
}

/** @throws DataError if the value is no map */
export function requireMap(value: unknown, purpose: string): Data {
  if (value instanceof Map) return value;
  throw new DataError(`Only Map objects supported in absence of schema for [${purpose}], found: ${kindOf(value)}`);
}
