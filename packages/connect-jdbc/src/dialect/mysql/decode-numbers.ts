import { DataError, Decimal, int64 } from '@causeway/api';
import type { ColumnDefinition } from './columns.ts';

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
/** So many digits always make a safe integer. */
const SAFE_DIGITS = 15;
const MAX_INT64 = 2n ** 63n - 1n;

/** An integer of at most `SAFE_DIGITS` digits. */
export function decodeInteger(bytes: Buffer): number {
  const isNegative = bytes[0] === MINUS;
  let value = 0;
  for (let i = isNegative ? 1 : 0; i < bytes.length; i++) value = value * 10 + bytes[i]! - ZERO;
  return isNegative ? -value : value;
}

/** BIGINT; an unsigned one past int64 can't be delivered, as its schema is INT64. */
export function int64Decoder({ name }: ColumnDefinition): (bytes: Buffer) => number | bigint {
  return (bytes) => {
    if (bytes.length <= SAFE_DIGITS) return decodeInteger(bytes);
    const value = BigInt(bytes.toString('latin1'));
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
export function bitDecoder({ name }: ColumnDefinition): (bytes: Buffer) => number {
  return (bytes) => {
    const value = bytes.length === 1 ? bytes[0]! : Number(BigInt(`0x${bytes.toString('hex')}`));
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
export function decodeDouble(bytes: Buffer): number {
  const { length } = bytes;
  if (length > SAFE_DIGITS) return Number(bytes.toString('latin1'));
  const isNegative = bytes[0] === MINUS;
  let digits = 0;
  let point = length - 1;
  for (let i = isNegative ? 1 : 0; i < length; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (bytes[i] === POINT) point = i;
    else return Number(bytes.toString('latin1'));
  }
  const value = digits / POWERS[length - 1 - point]!;
  return isNegative ? -value : value;
}

/** DECIMAL, of which the server prints every digit of the scale. */
export function decimalDecoder({ decimals }: ColumnDefinition): (bytes: Buffer) => Decimal {
  return (bytes) => {
    const { length } = bytes;
    const hasScale = decimals === 0 ? !bytes.includes(POINT) : bytes[length - 1 - decimals] === POINT;
    if (!hasScale) return rescaled(bytes.toString('latin1'), decimals);
    if (length <= SAFE_DIGITS) return new Decimal(BigInt(decodeDigits(bytes)), decimals);
    const text = bytes.toString('latin1');
    if (decimals === 0) return new Decimal(BigInt(text), 0);
    return new Decimal(BigInt(text.slice(0, length - 1 - decimals) + text.slice(length - decimals)), decimals);
  };
}

function decodeDigits(bytes: Buffer): number {
  const isNegative = bytes[0] === MINUS;
  let value = 0;
  for (let i = isNegative ? 1 : 0; i < bytes.length; i++) {
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
