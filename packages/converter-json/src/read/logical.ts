import {
  DataError,
  DateType,
  Decimal,
  DecimalType,
  TimeType,
  TimestampType,
  isNumberStart,
  jsonCode,
} from '@causeway/api';
import type { JsonText, Schema } from '@causeway/api';
import { intOf, isInt, longOf } from './java-integer.ts';
import { decodeBase64, decodeSmallInteger } from './base64.ts';

type LogicalRead = (json: JsonText, first: number) => unknown;

const DAY_MS = 86_400_000;

/** How values of a logical type are read, or null for a schema that is none. Java: only the name counts, not the type below it */
export function logicalRead(schema: Schema, place: string): LogicalRead | null {
  switch (schema.name) {
    case DecimalType.LOGICAL_NAME:
      return decimalRead(schema, place);
    case DateType.LOGICAL_NAME:
      return (json, first) => checked(DateType.decode(readInt(json, first, 'Date', place)), 'Date', place);
    case TimeType.LOGICAL_NAME:
      return (json, first) => readTime(json, first, place);
    case TimestampType.LOGICAL_NAME:
      return (json, first) => readTimestamp(json, first, place);
    default:
      return null;
  }
}

function decimalRead(schema: Schema, place: string): LogicalRead {
  let scale = NaN;
  return (json, first) => {
    if (first !== jsonCode.quote) return readNumericDecimal(json, first, place);
    const text = json.readString();
    const small = decodeSmallInteger(text);
    const bytes = Number.isNaN(small) ? decodeBase64(text) : null;
    if (Number.isNaN(small) && (bytes === null || bytes.length === 0))
      throw new DataError(`Invalid bytes for Decimal of ${place}: the JSON has no base64 there`);
    if (Number.isNaN(scale)) scale = DecimalType.scaleOf(schema);
    return bytes === null ? new Decimal(BigInt(small), scale) : Decimal.fromBytes(bytes, scale);
  };
}

function readNumericDecimal(json: JsonText, first: number, place: string): Decimal {
  if (isNumberStart(first)) {
    json.readNumber();
    return Decimal.parse(json.numberText());
  }
  json.skipValue();
  throw new DataError(
    `Invalid type for Decimal of ${place}: the JSON should have a number or a string with base64 there`,
  );
}

function readInt(json: JsonText, first: number, type: string, place: string): number {
  if (isNumberStart(first)) json.readNumber();
  else json.skipValue();
  if (isNumberStart(first) && isInt(json)) return intOf(json);
  throw new DataError(`Invalid type for ${type} of ${place}: the JSON should have an integer of 32 bits there`);
}

function readTime(json: JsonText, first: number, place: string): Date {
  const ms = readInt(json, first, 'Time', place);
  if (ms >= 0 && ms <= DAY_MS) return TimeType.decode(ms);
  throw new DataError(`Invalid Time of ${place}: it must be from 0 to ${DAY_MS} milliseconds`);
}

function readTimestamp(json: JsonText, first: number, place: string): Date {
  if (isNumberStart(first)) json.readNumber();
  else json.skipValue();
  if (isNumberStart(first) && json.isIntegral) return checked(TimestampType.decode(longOf(json)), 'Timestamp', place);
  throw new DataError(`Invalid type for Timestamp of ${place}: the JSON should have an integer there`);
}

/** JavaScript's dates end 273,790 years from now, Java's 292 million years from now. */
function checked(date: Date, type: string, place: string): Date {
  if (!Number.isNaN(date.getTime())) return date;
  throw new DataError(`Invalid ${type} of ${place}: it is past the year 275760, which a Date can't hold`);
}
