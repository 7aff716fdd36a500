/** Floating point numbers in texts, as Java's `Double.parseDouble` and `Float.parseFloat` read them. */
import { Decimal } from '@causeway/api';
import { exactly, roundRatio } from './round-ratio.ts';

const OUTER_BLANKS = /^[\0-\x20]+|[\0-\x20]+$/g;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEXADECIMAL = /^([+-]?)0[xX](?:([\da-fA-F]+)\.?([\da-fA-F]*)|\.([\da-fA-F]+))[pP]([+-]?\d+)$/;

/** Beyond such exponents everything is zero or infinite, whatever digits a text of this length may have. */
const MAX_EXPONENT = 100_000;

/** null if it is no number */
export function parseDouble(text: string): number | null {
  const number = withoutSuffix(text);
  if (number === null) return hexadecimal(text, 'FLOAT64') ?? named(text);
  return Number(number);
}

/** Rounded to 32 bits in one step. null if it is no number */
export function parseFloat32(text: string): number | null {
  const number = withoutSuffix(text);
  if (number === null) return hexadecimal(text, 'FLOAT32') ?? named(text);
  return nearestFloat32(number);
}

/** `1.5f` and `2d` are numbers as well. */
function withoutSuffix(text: string): string | null {
  const plain = withoutBlanks(text).replace(/[fFdD]$/, '');
  return DECIMAL.test(plain) ? plain : null;
}

const withoutBlanks = (text: string): string => text.replace(OUTER_BLANKS, '');

function named(text: string): number | null {
  const match = /^([+-]?)(NaN|Infinity)$/.exec(withoutBlanks(text));
  return match === null ? null : match[1] === '-' ? -Number(match[2]) : Number(match[2]);
}

function hexadecimal(text: string, type: 'FLOAT32' | 'FLOAT64'): number | null {
  const match = HEXADECIMAL.exec(withoutBlanks(text).replace(/(?<=[pP].*)[fFdD]$/, ''));
  if (match === null) return null;
  const [, sign, whole = '', fraction = match[4] ?? '', , power] = match;
  const size = nearestHexadecimal(BigInt(`0x${whole}${fraction}`), Number(power) - 4 * fraction.length, type);
  return sign === '-' ? -size : size;
}

function nearestHexadecimal(digits: bigint, exponent: number, type: 'FLOAT32' | 'FLOAT64'): number {
  if (digits === 0n || exponent < -MAX_EXPONENT) return 0;
  if (exponent > MAX_EXPONENT) return Infinity;
  const factor = 2n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? roundRatio(digits, factor, type) : roundRatio(digits * factor, 1n, type);
}

/**
 * The nearest 32-bit number. By way of the nearest double it would be another one where that lies just in the middle of two 32-bit numbers
 * while the decimal does not.
 */
export function nearestFloat32(decimal: string): number {
  const double = Number(decimal);
  const float = Math.fround(double);
  if (float === double || !isMiddle(double)) return float;
  const { unscaled, scale } = Decimal.parse(decimal.replace(/^[+-]/, ''));
  const size = roundRatio(...exactly(unscaled, scale), 'FLOAT32');
  return double < 0 ? -size : size;
}

const bits = new DataView(new ArrayBuffer(8));

/** Do the bits that 32-bit numbers do not have say one half? Small ones have fewer bits: those are always looked at closely. */
function isMiddle(double: number): boolean {
  if (Math.abs(double) < 2 ** -126) return double !== 0;
  bits.setFloat64(0, double);
  return (bits.getUint32(4) & 0x1fff_ffff) === 0x1000_0000;
}
