import { DataError, DateType, Decimal, DecimalType, TimeType, TimestampType, kindOf } from '@causeway/api';
import type { Schema } from '@causeway/api';
import type { JsonSettings } from '../config.ts';
import type { JsonOutput } from './json-output.ts';
import type { Write } from './value-writer.ts';

/** How values of a logical type are written, or null for a schema that is none. Java: only the name counts, not the type below it */
export function logicalWrite(schema: Schema, settings: JsonSettings, place: string): Write | null {
  switch (schema.name) {
    case DecimalType.LOGICAL_NAME:
      return decimalWrite(schema, settings, place);
    case DateType.LOGICAL_NAME:
      return (out, value) => out.integer(DateType.encode(dateOf(value, 'Date', place)));
    case TimeType.LOGICAL_NAME:
      return (out, value) => out.integer(TimeType.encode(dateOf(value, 'Time', place)));
    case TimestampType.LOGICAL_NAME:
      return (out, value) => out.integer(TimestampType.encode(dateOf(value, 'Timestamp', place)));
    default:
      return null;
  }
}

function dateOf(value: unknown, type: string, place: string): Date {
  if (!(value instanceof Date)) {
    throw new DataError(`Invalid type for ${type} of ${place}: expected a Date but was ${kindOf(value)}`);
  }
  if (Number.isNaN(value.getTime()))
    throw new DataError(`Invalid ${type} of ${place}: the Date holds no point in time`);
  return value;
}

function decimalWrite(schema: Schema, settings: JsonSettings, place: string): Write {
  const decimalOf = (value: unknown): Decimal => {
    if (value instanceof Decimal) return value;
    throw new DataError(`Invalid type for Decimal of ${place}: expected a Decimal but was ${kindOf(value)}`);
  };
  if (settings.numericDecimals) return (out, value) => out.ascii(decimalOf(value).toString());
  let scale: number | null = null; // a schema without one is an error with the first value, not before
  return (out, value) => {
    const decimal = decimalOf(value);
    scale ??= DecimalType.scaleOf(schema);
    if (decimal.scale !== scale) {
      throw new DataError(
        `The Decimal of ${place} has a mismatching scale: its schema has scale ${scale}, the value has scale ${decimal.scale}`,
      );
    }
    writeUnscaled(out, decimal);
  };
}

const MAX_INT32 = 2 ** 31;
const scratch = new Uint8Array(4);

/** The shortest two's complement in base64. Most decimals are small, and take no buffer. */
function writeUnscaled(out: JsonOutput, decimal: Decimal): void {
  const value = Number(decimal.unscaled);
  if (value >= -MAX_INT32 && value < MAX_INT32) {
    const length =
      (value << 24) >> 24 === value ? 1 : (value << 16) >> 16 === value ? 2 : (value << 8) >> 8 === value ? 3 : 4;
    for (let i = 0; i < length; i++) scratch[i] = value >> (8 * (length - 1 - i));
    out.base64(scratch, length);
    return;
  }
  const bytes = decimal.toBytes();
  out.base64(bytes, bytes.length);
}
