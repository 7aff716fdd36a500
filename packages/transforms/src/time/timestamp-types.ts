import { DataError, DateType, kindOf, Schema, TimestampType, TimeType } from '@causeway/api';
import type { DateFormat } from './date-format/date-format.ts';
import { DAY_MS, MAX_DATE_MS } from './date-format/days.ts';
import { countOf, millisecondsOf, type UnixPrecision } from './unix-precision.ts';

export const TARGET_TYPES = ['string', 'unix', 'Date', 'Time', 'Timestamp'] as const;
export type TimeKind = (typeof TARGET_TYPES)[number];

export interface TimeSettings {
  readonly format: DateFormat | null;
  readonly precision: UnixPrecision;
}

const SCHEMAS: Readonly<Record<TimeKind, Schema>> = {
  string: Schema.STRING_SCHEMA,
  unix: Schema.INT64_SCHEMA,
  Date: DateType.SCHEMA,
  Time: TimeType.SCHEMA,
  Timestamp: TimestampType.SCHEMA,
};

const OPTIONAL_SCHEMAS = Object.fromEntries(
  Object.entries(SCHEMAS).map(([kind, schema]) => [kind, schema.withOptional(true)]),
) as Record<TimeKind, Schema>;

export function schemaOf(kind: TimeKind, optional: boolean): Schema {
  return (optional ? OPTIONAL_SCHEMAS : SCHEMAS)[kind];
}

/** @throws DataError for a schema that is none of a time */
export function kindOfSchema(schema: Schema, place: string): TimeKind {
  switch (schema.name) {
    case TimestampType.LOGICAL_NAME:
      return 'Timestamp';
    case DateType.LOGICAL_NAME:
      return 'Date';
    case TimeType.LOGICAL_NAME:
      return 'Time';
    default:
  }
  if (schema.type === 'STRING') return 'string';
  if (schema.type === 'INT64') return 'unix';
  throw new DataError(
    `TimestampConverter can't read ${place}: expected Timestamp, Date, Time, STRING or INT64, found ${schema.name ?? schema.type}`,
  );
}

/** What a value without a schema is. @throws DataError for what is no time */
export function kindOfValue(value: unknown, place: string): TimeKind {
  if (value instanceof Date) return 'Timestamp';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint' || Number.isInteger(value)) return 'unix';
  throw unexpected(value, 'a date, a text or a long', place);
}

const unexpected = (value: unknown, expected: string, place: string): DataError =>
  new DataError(`TimestampConverter can't read ${place}: expected ${expected}, found ${kindOf(value)}`);

/** Milliseconds since the epoch. @throws DataError for what is not of that kind, and what no date can hold */
export function millisecondsIn(value: unknown, kind: TimeKind, settings: TimeSettings, place: string): number {
  const ms = readMilliseconds(value, kind, settings, place);
  if (Math.abs(ms) <= MAX_DATE_MS) return ms;
  throw new DataError(
    `TimestampConverter can't read ${place}: the time is more than a date can hold (years -271821 to 275760)`,
  );
}

function readMilliseconds(value: unknown, kind: TimeKind, settings: TimeSettings, place: string): number {
  if (kind === 'string') return parsed(value, settings, place);
  if (kind === 'unix') {
    if (typeof value === 'bigint' || Number.isInteger(value)) {
      return millisecondsOf(value as number | bigint, settings.precision);
    }
    throw unexpected(value, 'a long', place);
  }
  if (value instanceof Date) return value.getTime();
  throw unexpected(value, `a date for ${kind}`, place);
}

function parsed(value: unknown, { format }: TimeSettings, place: string): number {
  if (typeof value !== 'string') throw unexpected(value, 'a text', place);
  if (format === null) throw new DataError(`TimestampConverter can't read the text in ${place}: set format`);
  const ms = format.parse(value);
  if (ms === null) {
    throw new DataError(
      `TimestampConverter can't read the text in ${place}: it does not match format ${format.pattern}`,
    );
  }
  return ms;
}

export function valueOfKind(ms: number, kind: TimeKind, { format, precision }: TimeSettings): unknown {
  switch (kind) {
    case 'string':
      return format!.format(ms);
    case 'unix':
      return countOf(ms, precision);
    case 'Date':
      return new Date(Math.floor(ms / DAY_MS) * DAY_MS);
    case 'Time':
      return new Date(ms - Math.floor(ms / DAY_MS) * DAY_MS);
    case 'Timestamp':
      return new Date(ms);
  }
}
