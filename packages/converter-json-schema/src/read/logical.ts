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
import { decodeBase64 } from '../json/base64.ts';
import { wrongKind } from './wrong-kind.ts';

type LogicalRead = (json: JsonText, first: number) => unknown;

const DAY_MS = 86_400_000;
/** More zeros than this are not added to a decimal to give it its schema's scale. */
const MAX_ZEROS = 1000;
/** Decimals further from zero, or nearer to it, would take memory without end when they are printed. Java: Jackson's limit */
const MAX_SCALE = 100_000;

/** How values of a logical type are read, or null for a schema that is none. Java: only the name counts, not the type below it */
export function logicalRead(schema: Schema, place: string): LogicalRead | null {
  switch (schema.name) {
    case DecimalType.LOGICAL_NAME:
      return decimalRead(schema, place);
    case DateType.LOGICAL_NAME:
      return (json, first) => checked(DateType.decode(readInt(json, first, schema, place)), 'Date', place);
    case TimeType.LOGICAL_NAME:
      return (json, first) => readTime(readInt(json, first, schema, place), place);
    case TimestampType.LOGICAL_NAME:
      return (json, first) =>
        checked(TimestampType.decode(readInteger(json, first, schema, place)), 'Timestamp', place);
    default:
      return null;
  }
}

/** Both forms are read, whatever decimal.format says. */
function decimalRead(schema: Schema, place: string): LogicalRead {
  let scale: number | null = null; // a schema without one is an error with the first value, not before
  return (json, first) => {
    scale ??= DecimalType.scaleOf(schema);
    if (isNumberStart(first)) {
      json.readNumber();
      const decimal = Decimal.parse(json.numberText());
      if (Math.abs(decimal.scale) > MAX_SCALE)
        throw new DataError(`The JSON has a number with too large an exponent for ${place}, whose schema is a Decimal`);
      return withScale(decimal, scale);
    }
    if (first !== jsonCode.quote) throw wrongKind(json, first, schema, place);
    const bytes = decodeBase64(json.readString());
    if (bytes === null || bytes.length === 0)
      throw new DataError(`The JSON has no base64 for ${place}, whose schema is a Decimal`);
    return Decimal.fromBytes(bytes, scale);
  };
}

/** 1.5 as 1.50 where the schema has two digits after the point. A number of more digits stays as it is: none of them may be lost. */
function withScale(decimal: Decimal, scale: number): Decimal {
  const zeros = scale - decimal.scale;
  return zeros > 0 && zeros <= MAX_ZEROS ? new Decimal(decimal.unscaled * 10n ** BigInt(zeros), scale) : decimal;
}

function readInteger(json: JsonText, first: number, schema: Schema, place: string): number | bigint {
  if (!isNumberStart(first)) throw wrongKind(json, first, schema, place);
  json.readNumber();
  const value = json.integer();
  if (value === null)
    throw new DataError(`The JSON has a number with a fraction for ${place}, whose schema is ${schema.name}`);
  return value;
}

function readInt(json: JsonText, first: number, schema: Schema, place: string): number {
  const value = Number(readInteger(json, first, schema, place));
  if ((value | 0) === value) return value;
  throw new DataError(`The JSON has an integer out of range for ${place}, whose schema is ${schema.name}`);
}

function readTime(ms: number, place: string): Date {
  if (ms >= 0 && ms <= DAY_MS) return TimeType.decode(ms);
  throw new DataError(`Invalid Time of ${place}: it must be from 0 to ${DAY_MS} milliseconds`);
}

/** JavaScript's dates end 273,790 years from now, Java's 292 million years from now. */
function checked(date: Date, type: string, place: string): Date {
  if (!Number.isNaN(date.getTime())) return date;
  throw new DataError(`Invalid ${type} of ${place}: it is past the year 275760, which a Date can't hold`);
}
