import { DataError, int64 } from '@causeway/api';
import { DAY_MS, daysOf } from '../../../time/calendar.ts';
import { type Instant, localText } from '../../../time/instant.ts';
import type { ReadingSettings } from '../../dialect.ts';
import type { ColumnDefinition } from './columns.ts';
import type { Decoder } from './row-cells.ts';
import type { ZeroDates } from '../connection/parameters.ts';

const two = (b: Buffer, i: number): number => (b[i]! - 48) * 10 + b[i + 1]! - 48;
const yearOf = (b: Buffer, start: number): number => two(b, start) * 100 + two(b, start + 2);

/** Microseconds behind the point at `point`; none there are 0. */
function microsOf(b: Buffer, point: number, end: number): number {
  let micros = 0;
  for (let i = point + 1; i <= point + 6; i++) micros = micros * 10 + (i < end ? b[i]! - 48 : 0);
  return micros;
}

/** Reads the date at the head of a DATE or DATETIME: days since the epoch, or null for a zero date that is to be null. */
function dayReader(
  column: ColumnDefinition,
  { calendar }: ReadingSettings,
  zeroDates: ZeroDates,
): Decoder<number | null> {
  // rows that stand together are often of one day
  let last = -1;
  let lastDay = 0;
  return (b, start, end) => {
    const month = two(b, start + 5);
    const day = two(b, start + 8);
    if (month === 0 || day === 0) return zeroDay(column, b.toString('latin1', start, end), zeroDates, calendar);
    const year = yearOf(b, start);
    const date = (year * 100 + month) * 100 + day;
    if (date !== last) {
      lastDay = daysOf(year, month, day, calendar);
      last = date;
    }
    return lastDay;
  };
}

function zeroDay(
  column: ColumnDefinition,
  text: string,
  zeroDates: ZeroDates,
  calendar: ReadingSettings['calendar'],
): number | null {
  if (zeroDates === 'CONVERT_TO_NULL') return null;
  if (zeroDates === 'ROUND' && text.startsWith('0000-00-00')) return daysOf(1, 1, 1, calendar);
  throw new DataError(
    `Column "${column.name}" has the value ${text}, which is no date. ` +
      'Set zeroDateTimeBehavior=CONVERT_TO_NULL in connection.url to read such values as null, or correct the row',
  );
}

/** DATE to midnight UTC of that date, whatever the zone. */
export function dateDecoder(
  column: ColumnDefinition,
  reading: ReadingSettings,
  zeroDates: ZeroDates,
): Decoder<Date | null> {
  const dayOf = dayReader(column, reading, zeroDates);
  return (b, start, end) => {
    const day = dayOf(b, start, end);
    return day === null ? null : new Date(day * DAY_MS);
  };
}

/** YEAR to its first of January. */
export function yearDecoder(
  column: ColumnDefinition,
  { calendar }: ReadingSettings,
  zeroDates: ZeroDates,
): Decoder<Date | null> {
  return (b, start) => {
    const year = yearOf(b, start);
    const day = year === 0 ? zeroDay(column, '0000-00-00', zeroDates, calendar) : daysOf(year, 1, 1, calendar);
    return day === null ? null : new Date(day * DAY_MS);
  };
}

const COLON = 58;

/** TIME, moved by the zone as a moment of 1970-01-01 and kept within the day; durations are refused, as Connect has none. */
export function timeDecoder(column: ColumnDefinition, { zone }: ReadingSettings): Decoder<Date> {
  return (b, start, end) => {
    const hours = b[start + 2] === COLON ? two(b, start) : NaN;
    if (!(hours >= 0 && hours < 24)) {
      throw new DataError(
        `Column "${column.name}" has the TIME ${b.toString('latin1', start, end)}, which is no time of day but a duration. ` +
          'Read it with "query", as in SELECT TIME_TO_SEC(column)',
      );
    }
    const seconds = hours * 3600 + two(b, start + 3) * 60 + two(b, start + 6);
    const ms = zone.toEpochMs(seconds * 1000) + Math.floor(microsOf(b, start + 8, end) / 1000);
    return new Date(ms - Math.floor(ms / DAY_MS) * DAY_MS);
  };
}

/** DATETIME and TIMESTAMP as moments, by the clocks of the zone. */
export function instantDecoder(
  column: ColumnDefinition,
  reading: ReadingSettings,
  zeroDates: ZeroDates,
): Decoder<Instant | null> {
  const { zone } = reading;
  const dayOf = dayReader(column, reading, zeroDates);
  return (b, start, end) => {
    const day = dayOf(b, start, end);
    if (day === null) return null;
    const micros = microsOf(b, start + 19, end);
    const second = zone.toEpochMs(day * DAY_MS + secondsOfDay(b, start) * 1000);
    return { epochMs: second + Math.floor(micros / 1000), nanos: micros * 1000 };
  };
}

const secondsOfDay = (b: Buffer, start: number): number =>
  two(b, start + 11) * 3600 + two(b, start + 14) * 60 + two(b, start + 17);

/** DATETIME and TIMESTAMP in the form that `timestamp.granularity` asks for. */
export function timestampDecoder(column: ColumnDefinition, reading: ReadingSettings, zeroDates: ZeroDates): Decoder {
  if (reading.granularity === 'connect_logical') return logicalDecoder(column, reading, zeroDates);
  const instantOf = instantDecoder(column, reading, zeroDates);
  const write = instantWriter(column, reading);
  return (b, start, end) => {
    const instant = instantOf(b, start, end);
    return instant === null ? null : write(instant);
  };
}

function logicalDecoder(
  column: ColumnDefinition,
  reading: ReadingSettings,
  zeroDates: ZeroDates,
): Decoder<Date | null> {
  const { zone } = reading;
  const dayOf = dayReader(column, reading, zeroDates);
  return (b, start, end) => {
    const day = dayOf(b, start, end);
    if (day === null) return null;
    const ms = zone.toEpochMs(day * DAY_MS + secondsOfDay(b, start) * 1000);
    return new Date(end - start > 19 ? ms + Math.floor(microsOf(b, start + 19, end) / 1000) : ms);
  };
}

const MAX_INT64 = 2n ** 63n - 1n;

function instantWriter(column: ColumnDefinition, { granularity, zone, calendar }: ReadingSettings) {
  const digits = granularity.startsWith('nanos') ? 9 : 6;
  if (granularity.endsWith('_iso_datetime_string')) {
    return (instant: Instant) => localText(instant, zone, calendar, { separator: 'T', digits });
  }
  const count = (instant: Instant): bigint => {
    const units = digits === 9 ? BigInt(instant.nanos) : BigInt(Math.floor(instant.nanos / 1000));
    return BigInt(Math.floor(instant.epochMs / 1000)) * 10n ** BigInt(digits) + units;
  };
  if (granularity.endsWith('_string')) return (instant: Instant) => String(count(instant));
  return (instant: Instant) => {
    const value = count(instant);
    if (value <= MAX_INT64 && value >= -MAX_INT64) return int64(value);
    throw new DataError(
      `Column "${column.name}" has a moment (${new Date(instant.epochMs).toISOString()}) whose nanoseconds do not fit an INT64. ` +
        'Set timestamp.granularity to another value, such as nanos_string or micros_long',
    );
  };
}
