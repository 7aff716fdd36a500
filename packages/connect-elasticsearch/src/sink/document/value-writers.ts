import { DataError, DateType, Decimal, Float64, kindOf, type Schema } from '@causeway/api';
import type { JsonBytes } from './json-bytes.ts';
import { bytesText, decimalText, doubleText, floatText } from './json-text.ts';

/** Writes a value as JSON. @throws DataError if it does not fit its schema: what is written by then is to be dropped */
export type Write = (value: unknown, out: JsonBytes) => void;

/** Makes the writer of one place in a document; `isRaw` is said of the style. */
type Compile = (place: string, schema: Schema, isRaw: boolean) => Write;

/** The writer of a single value, by the schema's logical type or else its type; null for one of parts. */
export function singleValueWriter(schema: Schema, place: string, isRaw: boolean): Write | null {
  const logical = schema.name === null ? undefined : logicalWriters[schema.name];
  const compile = logical ?? typeWriters[schema.type];
  return compile === undefined ? null : compile(place, schema, isRaw);
}

const integer: Compile = (place, schema) => (value, out) => {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw misfit(place, schema, value);
  out.integer(value);
};

const float =
  (write: (value: number, out: JsonBytes) => void): Compile =>
  (place, schema) =>
  (value, out) => {
    if (typeof value === 'number') write(value, out);
    else if (value instanceof Float64) write(value.value, out);
    else throw misfit(place, schema, value);
  };

const instant: Compile = (place, schema) => (value, out) => {
  const ms = value instanceof Date ? value.getTime() : NaN;
  if (Number.isNaN(ms)) throw misfit(place, schema, value);
  out.integer(ms);
};

const typeWriters: Readonly<Partial<Record<string, Compile>>> = {
  INT8: integer,
  INT16: integer,
  INT32: integer,
  INT64: (place, schema) => (value, out) => {
    if (typeof value === 'number' && Number.isInteger(value)) out.integer(value);
    else if (typeof value === 'bigint') out.ascii(String(value));
    else throw misfit(place, schema, value);
  },
  FLOAT32: float((value, out) => out.ascii(floatText(value))),
  FLOAT64: float(writeDouble),
  BOOLEAN: (place, schema) => (value, out) => {
    if (typeof value !== 'boolean') throw misfit(place, schema, value);
    out.ascii(value ? 'true' : 'false');
  },
  STRING: (place, schema) => (value, out) => {
    if (typeof value !== 'string') throw misfit(place, schema, value);
    out.string(value);
  },
  BYTES: (place, schema) => (value, out) => {
    if (!(value instanceof Uint8Array)) throw misfit(place, schema, value);
    out.ascii(bytesText(value));
  },
};

const logicalWriters: Readonly<Partial<Record<string, Compile>>> = {
  'org.apache.kafka.connect.data.Decimal': (place, schema, isRaw) => (value, out) => {
    if (!(value instanceof Decimal)) throw misfit(place, schema, value);
    if (isRaw) out.ascii(bytesText(value.toBytes()));
    else writeDecimal(value, out);
  },
  // Java writes the days since the epoch, which the date field it maps reads as milliseconds: 1970-01-01T00:00:19 for a day in 2024
  'org.apache.kafka.connect.data.Date': (place, schema, isRaw) => {
    if (!isRaw) return instant(place, schema, isRaw);
    return (value, out) => {
      if (!(value instanceof Date)) throw misfit(place, schema, value);
      out.ascii(String(DateType.encode(value)));
    };
  },
  'org.apache.kafka.connect.data.Time': instant,
  'org.apache.kafka.connect.data.Timestamp': instant,
};

/** As `doubleText` has it. */
export function writeDouble(value: number, out: JsonBytes): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    out.ascii(doubleText(value));
    return;
  }
  out.integer(value);
  out.ascii('.0');
}

/** Decimals of no more digits than any double keeps are the text of their nearest double themselves, but for zeros at the end. */
const KEPT_DIGITS = 1e15;
/** Below 10^-6 a double's text has an exponent. */
const LARGEST_SCALE = 6;
const POWERS = Array.from({ length: LARGEST_SCALE + 1 }, (_, i) => 10 ** i);

/** As `decimalText` has it. */
export function writeDecimal(value: Decimal, out: JsonBytes): void {
  let { scale } = value;
  const unscaled = Math.abs(Number(value.unscaled));
  if (scale < 0 || scale > LARGEST_SCALE || unscaled >= KEPT_DIGITS) {
    out.ascii(decimalText(value));
    return;
  }
  if (value.unscaled < 0n) out.ascii('-');
  const integer = Math.floor(unscaled / POWERS[scale]!);
  let fraction = unscaled - integer * POWERS[scale]!;
  for (; scale > 1 && fraction % 10 === 0; scale--) fraction /= 10;
  out.integer(integer);
  out.ascii('.');
  out.digits(fraction, Math.max(1, scale));
}

export function misfit(place: string, schema: Schema, value: unknown): DataError {
  const type = schema.name === null ? schema.type : `${schema.type} (${schema.name})`;
  return new DataError(`The schema says ${type} for ${place}, but there is a value of kind ${kindOf(value)}`, {
    code: 'ERR_ELASTICSEARCH_VALUE',
  });
}
