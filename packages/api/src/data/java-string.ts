import { asDataError } from './nesting.ts';
import { javaDouble, javaFloat } from './java-number.ts';
import { Decimal } from './decimal.ts';
import { Float64 } from './numbers.ts';
import type { Schema } from './schema.ts';
import { Struct } from './struct.ts';

/**
 * A value as Java's `String.valueOf` prints it: `1.0E10`, `[1, null]`, `{a=1, b=x}`, `Struct{a=1,b=x}` (without the fields that have no
 * value), `Fri Apr 15 05:20:00 UTC 2022`.
 *
 * `schema` is needed only to tell 32-bit from 64-bit floating point numbers, and those from integers; structs bring their own. Bytes, which
 * Java prints as a changing address (`[B@1b2c3d`), are printed as base64; dates always in UTC.
 * @throws DataError for data that is nested too deeply
 */
export function javaString(value: unknown, schema: Schema | null = null): string {
  if (typeof value !== 'object') return textOf(value, schema);
  try {
    return textOf(value, schema);
  } catch (error) {
    throw asDataError(error, 'printing');
  }
}

function textOf(value: unknown, schema: Schema | null): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberString(value, schema);
    case 'object':
      return value === null ? 'null' : objectString(value, schema);
    case 'undefined':
      return 'null';
    default:
      return String(value);
  }
}

function numberString(value: number, schema: Schema | null): string {
  if (schema !== null) {
    if (schema.type === 'FLOAT64') return javaDouble(value);
    if (schema.type === 'FLOAT32') return javaFloat(value);
  }
  return Number.isSafeInteger(value) ? String(value) : javaDouble(value);
}

function objectString(value: object, schema: Schema | null): string {
  if (value instanceof Struct) return structString(value);
  if (Array.isArray(value)) return listString(value, schema?.valueSchema ?? null);
  if (value instanceof Map) return mapString(value, schema);
  if (value instanceof Date) return javaDate(value);
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (value instanceof Float64) return javaDouble(value.value);
  if (value instanceof Decimal) return value.toString();
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || prototype === Object.prototype
    ? mapString(new Map(Object.entries(value)), schema)
    : // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a class of the plugin's own: its text is its business
      String(value);
}

function structString({ schema, values }: Struct): string {
  let text = '';
  for (const field of schema.fields) {
    const value = values[field.index] ?? null;
    if (value !== null) text += `${text === '' ? '' : ','}${field.name}=${textOf(value, field.schema)}`;
  }
  return `Struct{${text}}`;
}

function listString(list: readonly unknown[], items: Schema | null): string {
  return `[${list.map((item) => textOf(item, items)).join(', ')}]`;
}

function mapString(map: ReadonlyMap<unknown, unknown>, schema: Schema | null): string {
  const [keys, values] = [schema?.keySchema ?? null, schema?.valueSchema ?? null];
  return `{${Array.from(map, ([k, v]) => `${textOf(k, keys)}=${textOf(v, values)}`).join(', ')}}`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** As `java.util.Date#toString`, in UTC; years before the first are those of their era, as in Java. */
function javaDate(date: Date): string {
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const year = date.getUTCFullYear();
  const shownYear = String(year > 0 ? year : 1 - year).padStart(4, '0');
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())} ${time} UTC ${shownYear}`;
}
