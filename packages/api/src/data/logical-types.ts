/**
 * The four logical types of Connect and how their values are encoded below: Decimal as BYTES, Date as INT32 (days since the epoch), Time as
 * INT32 (milliseconds since midnight), Timestamp as INT64 (milliseconds since the epoch). Their values are `Decimal` and `Date`, all in UTC.
 */
import { DataError } from '../errors.ts';
import { Schema } from './schema.ts';
import { SchemaBuilder } from './schema-builder.ts';

const DAY_MS = 86_400_000;

function wholeDays(date: Date): number {
  const days = date.getTime() / DAY_MS;
  if (!Number.isInteger(days)) throw new DataError('A Connect Date has no time of day: it must be midnight UTC');
  return days;
}

function timeOfDay(date: Date): number {
  const ms = date.getTime();
  // Java: Time#fromLogical takes the midnight at the end of the day as well.
  if (!(ms >= 0 && ms <= DAY_MS)) throw new DataError('A Connect Time has no date: it must be on 1970-01-01, UTC');
  return ms;
}

export const DecimalType = {
  LOGICAL_NAME: 'org.apache.kafka.connect.data.Decimal',
  SCALE_PARAMETER: 'scale',
  builder: (scale: number) =>
    SchemaBuilder.bytes().name('org.apache.kafka.connect.data.Decimal').version(1).parameter('scale', String(scale)),
  schema: (scale: number) => DecimalType.builder(scale).build(),
  /** @throws DataError if the schema names no scale */
  scaleOf(schema: Schema): number {
    const text = schema.parameters?.get('scale');
    if (text === undefined || !/^[+-]?\d+$/.test(text))
      throw new DataError('Invalid Decimal schema: parameter "scale" is missing or no integer');
    return Number(text);
  },
} as const;

export const DateType = {
  LOGICAL_NAME: 'org.apache.kafka.connect.data.Date',
  builder: () => SchemaBuilder.int32().name('org.apache.kafka.connect.data.Date').version(1),
  SCHEMA: new Schema({ type: 'INT32', name: 'org.apache.kafka.connect.data.Date', version: 1 }),
  /** Days since the epoch. @throws DataError unless midnight UTC */
  encode: wholeDays,
  decode: (days: number) => new Date(days * DAY_MS),
} as const;

export const TimeType = {
  LOGICAL_NAME: 'org.apache.kafka.connect.data.Time',
  builder: () => SchemaBuilder.int32().name('org.apache.kafka.connect.data.Time').version(1),
  SCHEMA: new Schema({ type: 'INT32', name: 'org.apache.kafka.connect.data.Time', version: 1 }),
  /** Milliseconds since midnight. @throws DataError unless on 1970-01-01 UTC */
  encode: timeOfDay,
  decode: (ms: number) => new Date(ms),
} as const;

export const TimestampType = {
  LOGICAL_NAME: 'org.apache.kafka.connect.data.Timestamp',
  builder: () => SchemaBuilder.int64().name('org.apache.kafka.connect.data.Timestamp').version(1),
  SCHEMA: new Schema({ type: 'INT64', name: 'org.apache.kafka.connect.data.Timestamp', version: 1 }),
  /** Milliseconds since the epoch. */
  encode: (date: Date) => date.getTime(),
  decode: (ms: number | bigint) => new Date(Number(ms)),
} as const;
