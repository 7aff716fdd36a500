import { DataError, Decimal, Float64, float64, kindOf, type Schema } from '@causeway/api';
import { nearestFloat32 } from '../numbers/parse-float.ts';
import { truncateDecimal } from '../numbers/narrow.ts';

/** What stands in the place of a value that is there. @throws DataError if it can't be masked */
export type Mask = (value: unknown, schema: Schema | null, place: string) => unknown;

/** Zero, an empty text, the epoch, an empty array or map. */
export const emptyMask: Mask = (value, schema, place) => {
  switch (typeof value) {
    case 'number':
      return schema === null && !Number.isInteger(value) ? float64(0) : 0;
    case 'bigint':
      return 0;
    case 'string':
      return '';
    case 'boolean':
      return false;
    default:
      return emptyObject(value, place);
  }
};

function emptyObject(value: unknown, place: string): unknown {
  if (value instanceof Date) return new Date(0);
  if (value instanceof Decimal) return new Decimal(0n, 0);
  if (value instanceof Float64) return float64(0);
  if (Array.isArray(value)) return [];
  if (value instanceof Map) return new Map();
  throw new DataError(`MaskField can't mask ${place}: there is no empty value of type ${typeName(value, null)}`);
}

/** Puts a text into texts, and what it says as a number into numbers. */
export function replacementMask(replacement: string): Mask {
  const number = numberOf(replacement);
  return (value, schema, place) => {
    if (typeof value === 'string') return replacement;
    const isNumber = typeof value === 'number' || typeof value === 'bigint' || value instanceof Float64;
    if (!isNumber && !(value instanceof Decimal)) {
      throw new DataError(
        `MaskField can't put a replacement into ${place}: expected text or a number, found ${typeName(value, schema)}`,
      );
    }
    if (number === null) {
      throw new DataError(
        `MaskField can't put the replacement into ${place}: it is no number, as ${typeName(value, schema)} needs`,
      );
    }
    if (value instanceof Decimal) return number;
    return schema === null ? likeNumber(number, value) : ofType(number, schema);
  };
}

const typeName = (value: unknown, schema: Schema | null): string => schema?.name ?? schema?.type ?? kindOf(value);

/** Java: the scale of a BigDecimal is an int. */
const MAX_SCALE = 2_147_483_647;

function numberOf(text: string): Decimal | null {
  try {
    const number = Decimal.parse(text);
    return Math.abs(number.scale) <= MAX_SCALE ? number : null;
  } catch {
    return null;
  }
}

function ofType(number: Decimal, { type }: Schema): unknown {
  if (type === 'FLOAT64') return number.toNumber();
  if (type === 'FLOAT32') return nearestFloat32(number.toString());
  return truncateDecimal(number, type as 'INT8' | 'INT16' | 'INT32' | 'INT64');
}

/** Without a schema an integer is a long, and anything else a double. */
function likeNumber(number: Decimal, value: unknown): unknown {
  const isDouble = value instanceof Float64 || !(typeof value === 'bigint' || Number.isInteger(value));
  return isDouble ? float64(number.toNumber()) : truncateDecimal(number, 'INT64');
}
