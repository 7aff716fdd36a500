import { brand, isBranded } from '../brand.ts';

/** The normal form of an INT64: a number while it is a safe integer, else a bigint. */
export function int64(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/**
 * A double without a schema whose value is integral: `1.0`. Without the box it would be the number 1, which is a long. Where a schema says
 * FLOAT64, and for doubles with a fraction, values are plain numbers.
 */
export class Float64 {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }

  equals(other: unknown): boolean {
    return other instanceof Float64 && Object.is(this.value, other.value);
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(this, value);
  }

  static {
    brand(this, 'Float64');
  }
}

/** A schemaless double in its normal form: boxed where it would read as a long otherwise. */
export function float64(value: number): number | Float64 {
  return Number.isInteger(value) ? new Float64(value) : value;
}
