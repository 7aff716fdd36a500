import { type JsonText, int64 } from '@causeway/api';

/** The number read as a long: the lowest 64 bits of its integer part. Java: JsonNode#longValue */
export function longOf(json: JsonText): number | bigint {
  return json.isIntegral ? json.integer()! : int64(BigInt.asIntN(64, truncated(json.numberText())));
}

/** The lowest 32 bits of the number read. Java: JsonNode#intValue */
export function intOf(json: JsonText): number {
  const value = longOf(json);
  return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value));
}

/** Is the number read an integer that Java reads as an int? */
export function isInt(json: JsonText): boolean {
  if (!json.isIntegral) return false;
  const value = json.double();
  return value >= -2147483648 && value <= 2147483647;
}

/** The integer part of a number with a fraction or exponent. Java: BigDecimal#longValue, which needs 64 bits of it at most */
function truncated(text: string): bigint {
  const [, sign, integer, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)!;
  const scale = fraction.length - Number(exponent);
  const digits = `${integer!}${fraction}`;
  // Ten to the 64th and more is a multiple of 2^64.
  if (scale <= -64 || digits.length <= scale) return 0n;
  const magnitude = scale > 0 ? BigInt(digits.slice(0, -scale)) : BigInt(digits) * 10n ** BigInt(-scale);
  return sign === '-' ? -magnitude : magnitude;
}
