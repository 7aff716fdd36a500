/** From wider numbers to narrower ones, as Java's casts do it. */
import { type Decimal, int64 } from '@causeway/api';

export type IntegerType = 'INT8' | 'INT16' | 'INT32' | 'INT64';

export const BITS: Readonly<Record<IntegerType, number>> = { INT8: 8, INT16: 16, INT32: 32, INT64: 64 };

/** An integer as one of so many bits: what does not fit is cut off, from above. */
export function wrapInteger(value: number | bigint, type: IntegerType): number | bigint {
  if (type === 'INT64') return typeof value === 'bigint' ? int64(BigInt.asIntN(64, value)) : value;
  const low = typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value | 0;
  return type === 'INT8' ? (low << 24) >> 24 : type === 'INT16' ? (low << 16) >> 16 : low;
}

const MAX_INT32 = 2_147_483_647;
const MAX_INT64 = 2n ** 63n - 1n;

/** A floating point number without its fraction: NaN is 0, and what is too large for an INT32 (or INT64) the largest one. */
export function truncateFloat(value: number, type: IntegerType): number | bigint {
  if (Number.isNaN(value)) return 0;
  if (type === 'INT64') return truncateToInt64(value);
  return wrapInteger(Math.max(-MAX_INT32 - 1, Math.min(MAX_INT32, Math.trunc(value))), type);
}

function truncateToInt64(value: number): number | bigint {
  if (Math.abs(value) < Number.MAX_SAFE_INTEGER) return Math.trunc(value) + 0;
  if (value >= 2 ** 63) return MAX_INT64;
  return value < -(2 ** 63) ? -MAX_INT64 - 1n : int64(BigInt(value));
}

/** Without its fraction, and of so many bits, from below. */
export function truncateDecimal({ unscaled, scale }: Decimal, type: IntegerType): number | bigint {
  return wrapInteger(int64(BigInt.asIntN(64, integerOf(unscaled, scale))), type);
}

function integerOf(unscaled: bigint, scale: number): bigint {
  if (scale <= 0) return scale < -64 ? 0n : unscaled * 10n ** BigInt(-scale);
  const isFraction = scale > unscaled.toString().length;
  return isFraction ? 0n : unscaled / 10n ** BigInt(scale);
}
