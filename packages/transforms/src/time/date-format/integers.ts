import { asciiDigits } from '../../numbers/digits.ts';

/** Integers in texts, as DecimalFormat reads them in en-US: a minus, digits of any script, and also an exponent (`2E3`). */

const INTEGER = /(-?)([\p{Nd}&&[\0-\uffff]]+)(?:E(-?)([\p{Nd}&&[\0-\uffff]]+))?/vy;

/** Of the last integer that was read, where it ends in the text. */
export interface ReadInteger {
  value: number;
  end: number;
}

/** Reads an integer into `into`; false if there is none. `until` is where the text is said to end. */
export function readInteger(text: string, at: number, until: number, into: ReadInteger): boolean {
  let value = 0;
  let i = at;
  for (; i < until && i < at + 9; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const isPlain = i > at && (i === until || isEnd(text.charCodeAt(i)));
  if (!isPlain) return readAnyInteger(text, at, until, into);
  into.value = value;
  into.end = i;
  return true;
}

/** Is it an ASCII character that can't be part of a number? */
const isEnd = (code: number): boolean => code < 128 && code !== 69 && (code < 48 || code > 57);

function readAnyInteger(text: string, at: number, until: number, into: ReadInteger): boolean {
  INTEGER.lastIndex = at;
  const match = INTEGER.exec(until < text.length ? text.slice(0, until) : text);
  if (match === null) return false;
  const [all, sign, digits, exponentSign, exponent = ''] = match;
  const size = scaled(BigInt(asciiDigits(digits!)), exponentSign === '-', exponent);
  into.value = int32(sign === '-' ? -size : size);
  into.end = at + all.length;
  return true;
}

function scaled(value: bigint, isDown: boolean, exponent: string): bigint {
  if (exponent === '') return value;
  const factor = 10n ** BigInt(Math.min(Number(asciiDigits(exponent)), 400));
  return isDown ? value / factor : value * factor;
}

const MAX_INT64 = 2n ** 63n - 1n;

/** Java: Number#intValue, of a Long where it is one, else of a Double. */
function int32(value: bigint): number {
  if (value >= -MAX_INT64 && value <= MAX_INT64) return Number(BigInt.asIntN(32, value));
  return value > 0n ? 2_147_483_647 : -2_147_483_648;
}
