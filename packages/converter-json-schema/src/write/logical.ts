import { DataError, DateType, Decimal, DecimalType, TimeType, TimestampType, kindOf } from '@causeway/api';
import type { Schema } from '@causeway/api';
import type { WriteSettings } from './value-writer.ts';

/** How values of a logical type are written, or null for a schema that is none. Java: only the name counts, not the type below it */
export function logicalWrite(
  schema: Schema,
  settings: WriteSettings,
  place: string,
): ((value: unknown) => string) | null {
  switch (schema.name) {
    case DecimalType.LOGICAL_NAME:
      return decimalWrite(schema, settings, place);
    case DateType.LOGICAL_NAME:
      return (value) => `${encode(value, 'Date', place, DateType.encode)}`;
    case TimeType.LOGICAL_NAME:
      return (value) => `${encode(value, 'Time', place, TimeType.encode)}`;
    case TimestampType.LOGICAL_NAME:
      return (value) => `${encode(value, 'Timestamp', place, TimestampType.encode)}`;
    default:
      return null;
  }
}

function encode(value: unknown, type: string, place: string, encodeDate: (date: Date) => number): number {
  if (!(value instanceof Date))
    throw new DataError(`Invalid type for ${type} of ${place}: expected a Date but was ${kindOf(value)}`);
  if (Number.isNaN(value.getTime()))
    throw new DataError(`Invalid ${type} of ${place}: the Date holds no point in time`);
  try {
    return encodeDate(value);
  } catch (cause) {
    throw new DataError(`Invalid ${type} of ${place}: ${(cause as Error).message}`, { cause });
  }
}

function decimalWrite(schema: Schema, settings: WriteSettings, place: string): (value: unknown) => string {
  const decimalOf = (value: unknown): Decimal => {
    if (value instanceof Decimal) return value;
    throw new DataError(`Invalid type for Decimal of ${place}: expected a Decimal but was ${kindOf(value)}`);
  };
  if (settings.numericDecimals) return (value) => decimalOf(value).toString();
  let scale: number | null = null; // a schema without one is an error with the first value, not before
  return (value) => {
    const decimal = decimalOf(value);
    scale ??= DecimalType.scaleOf(schema);
    if (decimal.scale !== scale) {
      throw new DataError(
        `The Decimal of ${place} has a mismatching scale: its schema has scale ${scale}, the value has scale ${decimal.scale}`,
      );
    }
    return `"${decimal.toBytes().toString('base64')}"`;
  };
}
