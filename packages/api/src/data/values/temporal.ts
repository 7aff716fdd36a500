import { DateType, TimestampType, TimeType } from '../logical-types.ts';
import type { SchemaAndValue } from '../schema-and-value.ts';

const DAY_MS = 86_400_000;
const TIME_LENGTH = 'HH:mm:ss.SSSZ'.length;
const DATE_LENGTH = 'yyyy-MM-dd'.length;
const TIMESTAMP_LENGTH = 'yyyy-MM-ddTHH:mm:ss.SSSZ'.length;

const number = '[ \\t]*(-?\\d+)';
const date = `${number}-${number}-${number}`;
const time = `${number}:${number}:${number}\\.${number}Z`;
const DATE = new RegExp(`^${date}`);
const TIME = new RegExp(`^${time}`);
const TIMESTAMP = new RegExp(`^${date}T${time}`);

/**
 * Reads a date, a time or a timestamp in UTC, told apart by the length of the text. Java's SimpleDateFormat is lenient: a 45th day of a 13th
 * month is one in the next year, and what follows the pattern does not matter.
 */
export function parseTemporal(text: string): SchemaAndValue | null {
  const plain = text.replaceAll('\\:', ':');
  switch (plain.length) {
    case TIME_LENGTH:
      return read(plain, TIME, (f) => ({ schema: TimeType.SCHEMA, value: new Date(timeOfDay(f)) }));
    case TIMESTAMP_LENGTH:
      return read(plain, TIMESTAMP, (f) => ({
        schema: TimestampType.SCHEMA,
        value: new Date(day(f) + timeOfDay(f.slice(3))),
      }));
    case DATE_LENGTH:
      return read(plain, DATE, (f) => ({ schema: DateType.SCHEMA, value: new Date(day(f)) }));
    default:
      return null;
  }
}

function read(text: string, pattern: RegExp, make: (fields: number[]) => SchemaAndValue): SchemaAndValue | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const found = make(match.slice(1).map(Number));
  // after the year 275760 there is no date
  return Number.isNaN((found.value as Date).getTime()) ? null : found;
}

function timeOfDay(fields: readonly number[]): number {
  const [hours = 0, minutes = 0, seconds = 0, ms = 0] = fields;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
}

const GREGORIAN_FROM = Date.UTC(1582, 9, 15);

/** Java's calendar is the Julian one for years before 1582, and for that year up to 4 October; the next day is the 15th. */
function day(fields: readonly number[]): number {
  const [year = 0, month = 0, ofMonth = 0] = fields;
  const gregorian = new Date(0).setUTCFullYear(year, month - 1, ofMonth);
  return year > 1582 || (year === 1582 && gregorian >= GREGORIAN_FROM)
    ? gregorian
    : julianDay(year, month - 1, ofMonth);
}

/** Months count from 0 and may be too many or too few. Years begin in March here, so that the leap day is the last one. */
function julianDay(year: number, month: number, ofMonth: number): number {
  const y = year + Math.floor((month - 2) / 12);
  const m = (((month - 2) % 12) + 12) % 12;
  const daysSinceMarch = Math.floor((153 * m + 2) / 5);
  return (365 * y + Math.floor(y / 4) + daysSinceMarch + ofMonth - 719_471) * DAY_MS;
}

/** Java: a date before the second day of 1970 is a time, one without a time of day a date, all others a timestamp. In UTC. */
export function formatTemporal(value: Date): string {
  const ms = value.getTime();
  const iso = value.toISOString();
  const [, years, rest, timeText] = /^[+]?0*(\d{4,}|-\d+)(-\d\d-\d\d)T(.*)$/.exec(iso)!;
  if (ms < DAY_MS) return timeText!;
  return ms % DAY_MS === 0 ? `${years}${rest}` : `${years}${rest}T${timeText}`;
}
