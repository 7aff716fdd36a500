const FORMATS = { FLOAT32: { digits: 24, least: -149 }, FLOAT64: { digits: 53, least: -1074 } } as const;

/** The ratio that a decimal is. */
export function exactly(unscaled: bigint, scale: number): [bigint, bigint] {
  // Nothing that long is anything but zero or infinite
  const factor = 10n ** BigInt(Math.min(Math.abs(scale), 100_000));
  return scale < 0 ? [unscaled * factor, 1n] : [unscaled, factor];
}

/** The floating point number that is nearest to a ratio of positive integers; of two the even one. */
export function roundRatio(numerator: bigint, denominator: bigint, type: 'FLOAT32' | 'FLOAT64'): number {
  if (numerator === 0n) return 0;
  const { digits, least } = FORMATS[type];
  const estimate = bitLength(numerator) - bitLength(denominator);
  // The power of two of the last binary digit; the estimate may be one too high
  const exponent = Math.max(estimate - digits, least);
  const scaled = exponent < 0 ? numerator << BigInt(-exponent) : numerator;
  const unit = exponent > 0 ? denominator << BigInt(exponent) : denominator;
  const rounded = roundedTo(scaled, unit, digits);
  const result = rounded.value * 2 ** (exponent + rounded.shift);
  return type === 'FLOAT32' ? Math.fround(result) : result;
}

/** The quotient with at most so many binary digits, rounded half to even, and by how many digits it had to be cut. */
function roundedTo(scaled: bigint, unit: bigint, digits: number): { value: number; shift: number } {
  const shift = scaled / unit >= 1n << BigInt(digits) ? 1 : 0;
  const divisor = unit << BigInt(shift);
  const [quotient, rest] = [scaled / divisor, scaled % divisor];
  const isUp = rest * 2n > divisor || (rest * 2n === divisor && quotient % 2n === 1n);
  return { value: Number(isUp ? quotient + 1n : quotient), shift };
}

const bitLength = (value: bigint): number => value.toString(2).length;
