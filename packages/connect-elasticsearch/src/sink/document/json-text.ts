import type { Decimal } from '@causeway/api';

/** What JSON must not hold as it is: quotes, backslashes, control characters, and surrogates, which may be lone. */
const NEEDS_CARE = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * A text as a JSON string. A lone surrogate becomes U+FFFD: it has no UTF-8, and a server that meets one may refuse the whole request it
 * stands in.
 */
export function stringText(text: string): string {
  return NEEDS_CARE.test(text) ? JSON.stringify(text.toWellFormed()) : `"${text}"`;
}

/** A double as JSON. It keeps its point (`1.0`): Elasticsearch maps `1` as a long. NaN and the infinities are strings, as Java writes them. */
export function doubleText(value: number): string {
  if (!Number.isInteger(value)) return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (Object.is(value, -0)) return '-0.0';
  return Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/** The powers of ten that a double holds exactly. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i);

/** A decimal as the nearest double. */
export function decimalText(value: Decimal): string {
  const power = EXACT_POWERS[value.scale];
  const unscaled = Number(value.unscaled);
  // one division of two exact numbers is rounded once, as it should be
  if (power !== undefined && Number.isSafeInteger(unscaled)) return doubleText(unscaled / power);
  return doubleText(value.toNumber());
}

/** A FLOAT32 as JSON, with the fewest digits that still name it: `0.1`, not the `0.10000000149011612` it is as a double. */
export function floatText(value: number): string {
  const float = Math.fround(value);
  if (Number.isInteger(float) || !Number.isFinite(float)) return doubleText(float);
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(float.toPrecision(digits));
    if (Math.fround(shorter) === float) return String(shorter);
  }
  return String(Number(float.toPrecision(9)));
}

export function bytesText(value: Uint8Array): string {
  return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}"`;
}
