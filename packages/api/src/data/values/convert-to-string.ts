import { DataError } from '../../errors.ts';
import { Decimal } from '../decimal.ts';
import { javaString } from '../java-string.ts';
import { Float64 } from '../numbers.ts';
import type { Schema } from '../schema.ts';
import { Struct } from '../struct.ts';
import { kindOf } from '../validate.ts';
import { asDataError } from '../nesting.ts';
import { formatTemporal } from './temporal.ts';

/**
 * A value as a text that `parseString` reads, as Java's `Values.convertToString`; null for null. A text is itself; inside of arrays, maps and
 * structs it is quoted. Dates are in UTC, bytes base64.
 * @throws DataError for what is no Connect data, or nested too deeply
 */
export function convertToString(schema: Schema | null, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return base64(value);
  try {
    return element(schema, value);
  } catch (error) {
    throw asDataError(error, 'writing as a text');
  }
}

function element(schema: Schema | null, value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'object':
      return value === null ? 'null' : ofObject(schema, value);
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'undefined':
      return javaString(value, schema);
    default:
      throw new DataError(`A value of type ${typeof value} can't be written as a text`);
  }
}

function ofObject(schema: Schema | null, value: object): string {
  if (value instanceof Struct) return ofStruct(value);
  if (Array.isArray(value)) {
    return `[${value.map((item) => element(schema?.valueSchema ?? null, item)).join(',')}]`;
  }
  if (value instanceof Map) return ofMap(schema, value);
  if (value instanceof Date) return formatTemporal(value);
  if (value instanceof Uint8Array) return quoted(base64(value));
  if (value instanceof Float64 || value instanceof Decimal) return javaString(value);
  throw new DataError(`A ${kindOf(value)} can't be written as a text`);
}

function ofStruct(struct: Struct): string {
  const fields = struct.schema.fields.map((f) => `${quoted(f.name)}:${element(f.schema, struct.get(f))}`);
  return `{${fields.join(',')}}`;
}

function ofMap(schema: Schema | null, map: ReadonlyMap<unknown, unknown>): string {
  const [keys, values] = [schema?.keySchema ?? null, schema?.valueSchema ?? null];
  return `{${Array.from(map, ([k, v]) => `${element(keys, k)}:${element(values, v)}`).join(',')}}`;
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
