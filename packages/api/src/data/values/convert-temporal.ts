import { DataError } from '../../errors.ts';
import { DateType, TimestampType, TimeType } from '../logical-types.ts';
import type { Schema } from '../schema.ts';
import { longOf } from './convert-number.ts';
import { parseString } from './parse-string.ts';

const DAY_MS = 86_400_000;

/**
 * A value as a day. Of a timestamp that is the day it is in (cut towards 1970); numbers, and texts of them, count days; without a schema a
 * date, or the text of one, stays as it is.
 * @throws DataError for null, for what can't be a date, and for days that a JavaScript Date can't hold
 */
export function convertToDate(schema: Schema | null, value: unknown): Date {
  const date = dateOf(value);
  if (date instanceof Date) {
    if (schema === null || schema.name === DateType.LOGICAL_NAME) return date;
    if (schema.name === TimestampType.LOGICAL_NAME) return DateType.decode(Math.trunc(date.getTime() / DAY_MS));
  }
  return checked(DateType.decode(intOf(schema, date)), 'days');
}

/**
 * A value as a time of day, on 1970-01-01. Of a timestamp that is its time; numbers, and texts of them, count milliseconds; without a schema a
 * date, or the text of one, stays as it is.
 * @throws DataError for null, and for what can't be a time of day
 */
export function convertToTime(schema: Schema | null, value: unknown): Date {
  const date = dateOf(value);
  if (date instanceof Date) {
    if (schema === null || schema.name === TimeType.LOGICAL_NAME) return date;
    if (schema.name === TimestampType.LOGICAL_NAME) return TimeType.decode(timeOfDay(date.getTime()));
  }
  const ms = intOf(schema, date);
  if (ms < 0 || ms > DAY_MS) throw new DataError(`${ms} is no time of day: it must be 0 to 86400000 milliseconds`);
  return TimeType.decode(ms);
}

/**
 * A value as a point in time. A day is its midnight; numbers, and texts of them, count milliseconds; without a schema a date, or the text of
 * one, stays as it is.
 * @throws DataError for null, for what can't be a timestamp, and for milliseconds that a JavaScript Date can't hold
 */
export function convertToTimestamp(schema: Schema | null, value: unknown): Date {
  const date = dateOf(value);
  if (date instanceof Date) {
    if (schema === null || schema.name === TimestampType.LOGICAL_NAME) return date;
    if (schema.name === DateType.LOGICAL_NAME) return DateType.decode(DateType.encode(date));
  }
  return checked(TimestampType.decode(longOf(schema, date)), 'milliseconds');
}

/** The value, or what its text stands for. */
function dateOf(value: unknown): unknown {
  const found = typeof value === 'string' ? parseString(value).value : value;
  if (found === null || found === undefined)
    throw new DataError('Unable to convert null to a date, which needs a value');
  return found;
}

const intOf = (schema: Schema | null, value: unknown): number => Number(BigInt.asIntN(32, longOf(schema, value)));

const timeOfDay = (ms: number): number => ((ms % DAY_MS) + DAY_MS) % DAY_MS;

function checked(date: Date, unit: string): Date {
  if (Number.isNaN(date.getTime()))
    throw new DataError(`A Date can't hold that many ${unit}: it ends in the year 275760`);
  return date;
}
