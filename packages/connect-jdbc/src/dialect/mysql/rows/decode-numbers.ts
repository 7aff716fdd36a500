import { DataError, Decimal, int64 } from '@causeway/api';
import type { ColumnDefinition } from './columns.ts';
import type { Decoder } from './row-cells.ts';

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
/** So many digits always make a safe integer. */
const SAFE_DIGITS = 15;
const MAX_INT64 = 2n ** 63n - 1n;

/** An integer of at most `SAFE_DIGITS` digits. */
export function decodeInteger(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  let value = 0;
  for (let i = isNegative ? start + 1 : start; i < end; i++) value = value * 10 + bytes[i]! - ZERO;
  return isNegative ? -value : value;
}

/** BIGINT; an unsigned one past int64 can't be delivered, as its schema is INT64. */
export function int64Decoder({ name }: ColumnDefinition): Decoder<number | bigint> {
  return (bytes, start, end) => {
    if (end - start <= SAFE_DIGITS) return decodeInteger(bytes, start, end);
    const value = BigInt(bytes.toString('latin1', start, end));
    if (value > MAX_INT64) {
      throw new DataError(
        `Column "${name}" has the value ${value}, which is too big for an INT64 (at most ${MAX_INT64}). ` +
          'Read it as text or as a decimal with "query", as in SELECT CAST(column AS CHAR)',
      );
    }
    return int64(value);
  };
}

/** BIT(n) as int8: as java.sql.ResultSet#getByte does, 128 … 255 are the negative numbers and more is refused. */
export function bitDecoder({ name }: ColumnDefinition): Decoder<number> {
  return (bytes, start, end) => {
    const value = end - start === 1 ? bytes[start]! : Number(BigInt(`0x${bytes.toString('hex', start, end)}`));
    if (value > 255) {
      throw new DataError(
        `Column "${name}" has the bits ${value.toString(2)}, which do not fit an INT8. Read it with "query", as in SELECT column + 0`,
      );
    }
    return value > 127 ? value - 256 : value;
  };
}

/** Powers of ten up to 10^22 are doubles without an error. */
const POWERS = Array.from({ length: SAFE_DIGITS + 1 }, (_, i) => 10 ** i);

/**
 * DOUBLE. Of a number of few digits both the digits and the power of ten are exact, so that their quotient is the nearest double, as
 * `Number` finds it.
 */
export function decodeDouble(bytes: Buffer, start: number, end: number): number {
  if (end - start > SAFE_DIGITS) return Number(bytes.toString('latin1', start, end));
  const isNegative = bytes[start] === MINUS;
  let digits = 0;
  let point = end - 1;
  for (let i = isNegative ? start + 1 : start; i < end; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (bytes[i] === POINT) point = i;
    else return Number(bytes.toString('latin1', start, end));
  }
  const value = digits / POWERS[end - 1 - point]!;
  return isNegative ? -value : value;
}

/** DECIMAL, of which the server prints every digit of the scale. */
export function decimalDecoder({ decimals }: ColumnDefinition): Decoder<Decimal> {
  return (bytes, start, end) => {
    const hasScale = decimals === 0 ? isInteger(bytes, start, end) : bytes[end - 1 - decimals] === POINT;
    if (!hasScale || end - start <= decimals) return rescaled(bytes.toString('latin1', start, end), decimals);
    if (end - start <= SAFE_DIGITS) return new Decimal(BigInt(decodeDigits(bytes, start, end)), decimals);
    const text = bytes.toString('latin1', start, end);
    if (decimals === 0) return new Decimal(BigInt(text), 0);
    const point = text.length - 1 - decimals;
    return new Decimal(BigInt(text.slice(0, point) + text.slice(point + 1)), decimals);
  };
}

function isInteger(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === POINT) return false;
  return true;
}

function decodeDigits(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  let value = 0;
  for (let i = isNegative ? start + 1 : start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte !== POINT) value = value * 10 + byte - ZERO;
  }
  return isNegative ? -value : value;
}

/** Expressions may print fewer digits than their column says. */
function rescaled(text: string, scale: number): Decimal {
  const value = Decimal.parse(text);
  if (value.scale > scale) throw new DataError(`The decimal ${text} has more digits than its scale of ${scale} says`);
  return new Decimal(value.unscaled * 10n ** BigInt(scale - value.scale), scale);
}
