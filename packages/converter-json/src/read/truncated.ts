/** The integer part of a number with a fraction or exponent. Java: BigDecimal#longValue, which needs 64 bits of it at most */
export function truncated(text: string): bigint {
  const [, sign, integer, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)!;
  const scale = fraction.length - Number(exponent);
  const digits = `${integer!}${fraction}`;
  // Ten to the 64th and more is a multiple of 2^64.
  if (scale <= -64 || digits.length <= scale) return 0n;
  const magnitude = scale > 0 ? BigInt(digits.slice(0, -scale)) : BigInt(digits) * 10n ** BigInt(-scale);
  return sign === '-' ? -magnitude : magnitude;
}
