import { DataError } from '../../errors.ts';
import { Decimal } from '../decimal.ts';
import { DateType, TimestampType, TimeType } from '../logical-types.ts';
import { Float64, int64 } from '../numbers.ts';
import type { Schema } from '../schema.ts';
import { kindOf } from '../validate.ts';
import { parseDecimal } from './parse-number.ts';
import { parseString } from './parse-string.ts';

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/**
 * A value as a boolean: a number is true unless it is 0 (what stands after the point does not count), a text must be `true`, `false` or a
 * number. null for null.
 * @throws DataError for anything else
 */
export function convertToBoolean(schema: Schema | null, value: unknown): boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    const parsed = parseString(value).value;
    if (typeof parsed === 'boolean') return parsed;
  }
  return longOf(schema, value) !== 0n;
}

/** A number, a text of one, or a date by its logical schema, cut to 8 bits as Java casts. null for null. @throws DataError */
export function convertToByte(schema: Schema | null, value: unknown): number | null {
  return integerOf(schema, value, 8);
}

/** As `convertToByte`, cut to 16 bits. @throws DataError */
export function convertToShort(schema: Schema | null, value: unknown): number | null {
  return integerOf(schema, value, 16);
}

/** As `convertToByte`, cut to 32 bits. @throws DataError */
export function convertToInteger(schema: Schema | null, value: unknown): number | null {
  return integerOf(schema, value, 32);
}

/**
 * A number, a text of one, or a date by its logical schema, as an INT64 in its normal form. Doubles past its range become its ends, decimals
 * are cut to 64 bits. null for null.
 * @throws DataError for anything else
 */
export function convertToLong(schema: Schema | null, value: unknown): number | bigint | null {
  return value === null || value === undefined ? null : int64(longOf(schema, value));
}

/** As `convertToDouble`, rounded to 32 bits. @throws DataError */
export function convertToFloat(schema: Schema | null, value: unknown): number | null {
  const double = convertToDouble(schema, value);
  return double === null ? null : Math.fround(double);
}

/** A number, a text of one, or a date by its logical schema, as a double. null for null. @throws DataError for anything else */
export function convertToDouble(schema: Schema | null, value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return textAsDecimal(schema, value).toNumber();
  return doubleOfNumber(schema, value) ?? Number(longOf(schema, value));
}

/** The double that a number is; null for what is no number. */
export function doubleOfNumber(schema: Schema | null, value: unknown): number | null {
  if (typeof value === 'number') return schema?.type === 'FLOAT32' ? Math.fround(value) : value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float64) return value.value;
  return value instanceof Decimal ? value.toNumber() : null;
}

function integerOf(schema: Schema | null, value: unknown, bits: number): number | null {
  return value === null || value === undefined ? null : Number(BigInt.asIntN(bits, longOf(schema, value)));
}

/** Java: Values#asLong */
export function longOf(schema: Schema | null, value: unknown): bigint {
  switch (typeof value) {
    case 'number':
      return longOfDouble(value);
    case 'bigint':
      return value;
    case 'string':
      return longOfDecimal(textAsDecimal(schema, value));
    default:
  }
  if (value instanceof Float64) return longOfDouble(value.value);
  if (value instanceof Decimal) return longOfDecimal(value);
  if (value instanceof Date) return longOfDate(schema, value);
  throw notConvertible(schema, value, 'a number');
}

/** Java's cast: cut after the point, the ends of the range for what is past them. */
function longOfDouble(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return MAX_LONG;
  return value <= -(2 ** 63) ? MIN_LONG : BigInt(Math.trunc(value));
}

/** As BigDecimal#longValue: cut after the point, then the low 64 bits. */
function longOfDecimal({ unscaled, scale }: Decimal): bigint {
  if (scale <= 0) return scale <= -64 ? 0n : BigInt.asIntN(64, unscaled * 10n ** BigInt(-scale));
  // all digits stand after the point: there is no need to compute what may be a huge power
  if (unscaled.toString().replace('-', '').length <= scale) return 0n;
  return BigInt.asIntN(64, unscaled / 10n ** BigInt(scale));
}

function longOfDate(schema: Schema | null, value: Date): bigint {
  switch (schema?.name) {
    case DateType.LOGICAL_NAME:
      return BigInt(DateType.encode(value));
    case TimeType.LOGICAL_NAME:
      return BigInt(TimeType.encode(value));
    case TimestampType.LOGICAL_NAME:
      return BigInt(TimestampType.encode(value));
    default:
      throw notConvertible(schema, value, 'a number');
  }
}

function textAsDecimal(schema: Schema | null, text: string): Decimal {
  const decimal = parseDecimal(text);
  if (decimal === null) throw notConvertible(schema, text, 'a number');
  return decimal;
}

/** Names the kinds and never the value, which may be a secret. */
export function notConvertible(schema: Schema | null, value: unknown, target: string): DataError {
  const of = schema === null ? 'without schema' : `of schema ${schema.name ?? schema.type}`;
  return new DataError(`Unable to convert a value ${of} (${kindOf(value)}) to ${target}`);
}
