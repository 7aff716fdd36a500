import { int64 } from '@causeway/api';
import { asciiDigits } from './digits.ts';
import { BITS, type IntegerType } from './narrow.ts';

const INTEGER = /^[+\-]?[\p{Nd}&&[\0-\uffff]]+$/v;

/** As `Byte.parseByte` … `Long.parseLong`: an optional sign and digits of any script. null for anything else, and what is out of range. */
export function parseInteger(text: string, type: IntegerType): number | bigint | null {
  if (!INTEGER.test(text)) return null;
  const isSigned = text.startsWith('-') || text.startsWith('+');
  const digits = asciiDigits(isSigned ? text.slice(1) : text);
  const size = digits.length < 16 ? Number(digits) : BigInt(digits);
  const value = text.startsWith('-') && size !== 0 ? -size : size;
  const limit = 2 ** (BITS[type] - 1);
  if (value < -limit || value >= limit) return null;
  return typeof value === 'bigint' ? int64(value) : value;
}
