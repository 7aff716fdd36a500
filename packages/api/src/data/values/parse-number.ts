import { Decimal } from '../decimal.ts';
import { DecimalType } from '../logical-types.ts';
import { int64 } from '../numbers.ts';
import { Schema } from '../schema.ts';
import type { SchemaAndValue } from '../schema-and-value.ts';

const MAX_INT32 = 2_147_483_647;
const INTEGERS: readonly (readonly [Schema, bigint])[] = [
  [Schema.INT8_SCHEMA, 2n ** 7n],
  [Schema.INT16_SCHEMA, 2n ** 15n],
  [Schema.INT32_SCHEMA, 2n ** 31n],
  [Schema.INT64_SCHEMA, 2n ** 63n],
];

/**
 * A number in the smallest type that holds it: an integer, also as `1.0` or `1e2`; else FLOAT32, FLOAT64, and where those are too small, or
 * the text has no fraction and no exponent, Decimal. null where the text is no number.
 */
export function parseNumber(text: string): SchemaAndValue | null {
  const decimal = parseDecimal(text);
  if (decimal === null) return null;
  const integer = exactInteger(decimal);
  if (integer !== null) {
    const fitting = INTEGERS.find(([, limit]) => integer >= -limit && integer < limit);
    if (fitting !== undefined) return { schema: fitting[0], value: int64(integer) };
  }
  if (decimal.scale !== 0) {
    const double = Number(text);
    const float = Math.fround(double);
    if (Number.isFinite(float)) return { schema: Schema.FLOAT32_SCHEMA, value: float };
    if (Number.isFinite(double)) return { schema: Schema.FLOAT64_SCHEMA, value: double };
  }
  return { schema: DecimalType.schema(decimal.scale), value: decimal };
}

/** A text as `new BigDecimal(text)` reads it; null where it is no number. */
export function parseDecimal(text: string): Decimal | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return null;
  const decimal = Decimal.parse(text);
  // Java: the scale of a BigDecimal is an int
  return Math.abs(decimal.scale) > MAX_INT32 ? null : decimal;
}

/** The integer, where it is one and small enough to be worth looking at. */
function exactInteger({ unscaled, scale }: Decimal): bigint | null {
  if (unscaled === 0n) return 0n;
  const digits = unscaled.toString().length;
  if (scale > digits || digits - scale > 20) return null;
  if (scale <= 0) return unscaled * 10n ** BigInt(-scale);
  const unit = 10n ** BigInt(scale);
  return unscaled % unit === 0n ? unscaled / unit : null;
}
