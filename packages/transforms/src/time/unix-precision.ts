import { int64 } from '@causeway/api';

export const UNIX_PRECISIONS = ['nanoseconds', 'microseconds', 'milliseconds', 'seconds'] as const;
export type UnixPrecision = (typeof UNIX_PRECISIONS)[number];

/** Milliseconds of a count since the epoch; a part of one is cut off, towards the epoch. */
export function millisecondsOf(count: number | bigint, precision: UnixPrecision): number {
  switch (precision) {
    case 'seconds':
      return Number(count) * 1000;
    case 'milliseconds':
      return Number(count);
    case 'microseconds':
      return divided(count, 1000);
    case 'nanoseconds':
      return divided(count, 1_000_000);
  }
}

/** A count since the epoch; it ends where a long does, as in Java. */
export function countOf(ms: number, precision: UnixPrecision): number | bigint {
  switch (precision) {
    case 'seconds':
      return divided(ms, 1000);
    case 'milliseconds':
      return ms;
    case 'microseconds':
      return multiplied(ms, 1000);
    case 'nanoseconds':
      return multiplied(ms, 1_000_000);
  }
}

/** By way of the rest: a quotient of doubles may be rounded up. */
function divided(value: number | bigint, by: number): number {
  return typeof value === 'bigint' ? Number(value / BigInt(by)) : (value - (value % by)) / by;
}

const MAX_INT64 = 2n ** 63n - 1n;

function multiplied(ms: number, by: number): number | bigint {
  const product = ms * by;
  if (Number.isSafeInteger(product)) return product;
  const exact = BigInt(ms) * BigInt(by);
  return exact > MAX_INT64 ? MAX_INT64 : exact < -MAX_INT64 ? -MAX_INT64 - 1n : int64(exact);
}
