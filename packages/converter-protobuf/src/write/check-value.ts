import { kindOf } from '@causeway/api';
import { Malformed } from '../wire/malformed.ts';

const [MIN_INT64, MAX_INT64] = [-(2n ** 63n), 2n ** 63n - 1n];

/** The value is never shown: it may be a secret. */
export const wrongValue = (value: unknown, expected: string): Malformed =>
  new Malformed(`${kindOf(value)} found where the schema says ${expected}`);

export const outOfRange = (value: number | bigint, type: string): Malformed =>
  new Malformed(`${value} does not fit the type ${type}`);

export function int32Value(value: unknown): number {
  if (typeof value === 'number' && (value | 0) === value) return value;
  throw isInteger(value) ? outOfRange(value, 'int32') : wrongValue(value, 'an integer');
}

export function smallValue(value: unknown, type: 'INT8' | 'INT16'): number {
  const number = int32Value(value);
  const limit = type === 'INT8' ? 128 : 32768;
  if (number >= -limit && number < limit) return number;
  throw outOfRange(number, type);
}

export function uint32Value(value: unknown): number {
  if (typeof value === 'number' && value >>> 0 === value) return value;
  throw isInteger(value) ? outOfRange(value, 'uint32') : wrongValue(value, 'an integer');
}

export function int64Value(value: unknown): number | bigint {
  if (Number.isSafeInteger(value)) return value as number;
  if (typeof value === 'bigint' && value >= MIN_INT64 && value <= MAX_INT64) return value;
  throw isInteger(value) ? outOfRange(value, 'int64') : wrongValue(value, 'an integer');
}

const isInteger = (value: unknown): value is number | bigint => typeof value === 'bigint' || Number.isInteger(value);

export function numberValue(value: unknown): number {
  if (typeof value === 'number') return value;
  throw wrongValue(value, 'a floating point number');
}

/** Rounded to 32 bits, as values of FLOAT32 are; a number that would become infinite is refused. */
export function floatValue(value: unknown): number {
  const number = numberValue(value);
  if (Number.isFinite(number) && !Number.isFinite(Math.fround(number))) throw outOfRange(number, 'float');
  return number;
}

export function booleanValue(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongValue(value, 'BOOLEAN');
}

export function stringValue(value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrongValue(value, 'STRING');
}

export function bytesValue(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw wrongValue(value, 'BYTES');
}
