/**
 * Numbers as Java prints them: `1.0`, `1.0E10`, `1.0E-5`, `NaN`. The digits are the fewest that read back as the same number, and at least
 * two (JDK 19 and later; older ones sometimes print a digit more).
 */

/** As `Double.toString`. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return String(value);
  const shortest = value.toExponential();
  return withExponent(shortest.includes('.') ? shortest : value.toExponential(1));
}

/** As `Float.toString`: `value` is a 32-bit number, widened. */
export function javaFloat(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return javaDouble(value);
  const exponential = shortestFloat(Math.fround(value));
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e7 ? javaDouble(Number(exponential)) : withExponent(exponential);
}

const MIN_NORMAL_FLOAT = 2 ** -126;

/** Six digits are what every normal 32-bit number keeps: no need to try fewer, they show as trailing zeros. */
function shortestFloat(value: number): string {
  for (let digits = Math.abs(value) < MIN_NORMAL_FLOAT ? 2 : 6; digits < 9; digits++) {
    const text = value.toExponential(digits - 1);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(8);
}

/** `1.50e+10` → `1.5E10` */
function withExponent(exponential: string): string {
  const [mantissa, exponent] = exponential.split('e') as [string, string];
  return `${mantissa.replace(/(\.\d+?)0+$/, '$1')}E${Number(exponent)}`;
}
