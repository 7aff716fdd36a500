import { int64 } from '../data/numbers.ts';

/** Longest integer that is worth building, in digits: far more than 64 bits hold. */
const MAX_INTEGER_DIGITS = 400;

/** The integer that a number with a fraction or exponent is, such as 1.0, 1.5e1, 1000e-3; null if it is none. */
export function integerOf(text: string): number | bigint | null {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)!;
  const digits = `${whole!}${fraction}`.replace(/0+$/, '');
  if (/^0*$/.test(digits)) return 0;
  const zeros = whole!.length - digits.length + Number(exponent);
  if (zeros < 0 || zeros > MAX_INTEGER_DIGITS) return null;
  return int64(BigInt(`${sign!}${digits}${'0'.repeat(zeros)}`));
}
