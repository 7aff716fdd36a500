import {
  DataError,
  DateType,
  Decimal,
  Float64,
  float64,
  javaFloat,
  javaString,
  kindOf,
  type Schema,
  Struct,
  TimestampType,
  TimeType,
  Values,
} from '@causeway/api';
import { type IntegerType, truncateDecimal, truncateFloat, wrapInteger } from '../numbers/narrow.ts';
import { nearestFloat32, parseDouble, parseFloat32 } from '../numbers/parse-float.ts';
import { parseInteger } from '../numbers/parse-integer.ts';
import type { CastType } from './cast-spec.ts';

/**
 * A value as one of another type, by the rules of Java.
 * @param schema of the value; null if it has none
 * @param place for messages
 * @throws DataError for what can't be cast, and for a text that is no such number
 */
export function castValue(value: unknown, schema: Schema | null, to: CastType, place: string): unknown {
  if (schema === null) refuseWithoutSchema(value, to, place);
  else refuseContainer(schema, to, place);
  switch (to) {
    case 'STRING':
      return castToString(value, schema);
    case 'BOOLEAN':
      return castToBoolean(value, schema, place);
    case 'FLOAT32':
    case 'FLOAT64':
      return castToFloat(value, schema, to, place);
    default:
      return castToInteger(value, schema, to, place);
  }
}

function refuseContainer({ type }: Schema, to: CastType, place: string): void {
  if (type === 'STRUCT' || type === 'ARRAY' || type === 'MAP') throw cannotCast(type, to, place);
}

/** Without a schema nothing says what a date or a decimal is. */
function refuseWithoutSchema(value: unknown, to: CastType, place: string): void {
  if (typeof value !== 'object' || value instanceof Uint8Array || value instanceof Float64) return;
  throw cannotCast(value instanceof Struct ? 'STRUCT' : `${kindOf(value)} without a schema`, to, place);
}

const cannotCast = (from: string, to: CastType, place: string): DataError =>
  new DataError(`Cast can't make ${to} of ${from} in ${place}`);

function castToString(value: unknown, schema: Schema | null): string {
  if (typeof value === 'string') return value;
  return value instanceof Date ? Values.convertToString(schema, value)! : javaString(value, schema);
}

function castToBoolean(value: unknown, schema: Schema | null, place: string): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.toLowerCase() === 'true';
  return castToInteger(value, schema, 'INT64', place, 'BOOLEAN') !== 0;
}

function castToInteger(value: unknown, schema: Schema | null, to: IntegerType, place: string, shown: CastType = to) {
  switch (typeof value) {
    case 'number':
      return isFloat(value, schema) ? truncateFloat(value, to) : wrapInteger(value, to);
    case 'bigint':
      return wrapInteger(value, to);
    case 'boolean':
      return value ? 1 : 0;
    case 'string':
      return parseInteger(value, to) ?? notNumber(to, place);
    default:
  }
  if (value instanceof Date) return wrapInteger(encoded(value, schema), to);
  if (value instanceof Decimal) return truncateDecimal(value, to);
  if (value instanceof Float64) return truncateFloat(value.value, to);
  throw cannotCast(kindOf(value), shown, place);
}

function isFloat(value: number, schema: Schema | null): boolean {
  return schema === null ? !Number.isInteger(value) : schema.type === 'FLOAT32' || schema.type === 'FLOAT64';
}

type FloatType = 'FLOAT32' | 'FLOAT64';

function castToFloat(value: unknown, schema: Schema | null, to: FloatType, place: string): number | Float64 {
  const number = floatOf(value, schema, to, place);
  if (schema !== null) return number;
  // A double that reads like the 32-bit number
  return float64(to === 'FLOAT32' && Number.isFinite(number) ? Number(javaFloat(number)) : number);
}

function floatOf(value: unknown, schema: Schema | null, to: FloatType, place: string): number {
  switch (typeof value) {
    case 'number':
      return to === 'FLOAT32' || schema?.type === 'FLOAT32' ? Math.fround(value) : value;
    case 'bigint':
      return to === 'FLOAT32' ? nearestFloat32(String(value)) : Number(value);
    case 'boolean':
      return value ? 1 : 0;
    case 'string':
      return (to === 'FLOAT32' ? parseFloat32(value) : parseDouble(value)) ?? notNumber(to, place);
    default:
  }
  if (value instanceof Date) return floatOf(encoded(value, schema), null, to, place);
  if (value instanceof Decimal) return to === 'FLOAT32' ? nearestFloat32(value.toString()) : value.toNumber();
  if (value instanceof Float64) return to === 'FLOAT32' ? Math.fround(value.value) : value.value;
  throw cannotCast(kindOf(value), to, place);
}

/** The number below a date, a time or a timestamp. */
function encoded(date: Date, schema: Schema | null): number {
  switch (schema?.name) {
    case DateType.LOGICAL_NAME:
      return DateType.encode(date);
    case TimeType.LOGICAL_NAME:
      return TimeType.encode(date);
    case TimestampType.LOGICAL_NAME:
      return TimestampType.encode(date);
    default:
      throw new DataError('Cast found a date where the schema names no logical type of dates');
  }
}

function notNumber(to: CastType, place: string): never {
  throw new DataError(`Cast can't make ${to} of the text in ${place}: it is no such number, or out of range`);
}
