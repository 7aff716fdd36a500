import { DataError } from '../../errors.ts';
import { Decimal } from '../decimal.ts';
import { javaDouble } from '../java-number.ts';
import type { Schema } from '../schema.ts';
import { Struct } from '../struct.ts';
import { doubleOfNumber, notConvertible } from './convert-number.ts';
import { parseDecimal } from './parse-number.ts';
import { parseString } from './parse-string.ts';

/** An array, or the text of one. @throws DataError for null and anything else */
export function convertToList(schema: Schema | null, value: unknown): unknown[] {
  const found = required(typeof value === 'string' ? parseString(value).value : value);
  if (!Array.isArray(found)) throw notConvertible(schema, found, 'an array');
  return found;
}

/** A map, or the text of one. @throws DataError for null and anything else */
export function convertToMap(schema: Schema | null, value: unknown): Map<unknown, unknown> {
  const found = required(typeof value === 'string' ? parseString(value).value : value);
  if (!(found instanceof Map)) throw notConvertible(schema, found, 'a map');
  return found;
}

/** A struct as it is: nothing else can be made one. @throws DataError for null and anything else */
export function convertToStruct(schema: Schema | null, value: unknown): Struct {
  const found = required(value);
  if (!(found instanceof Struct)) throw notConvertible(schema, found, 'a struct');
  return found;
}

/**
 * A decimal as it is, whatever its scale; a number by the digits of its double, as in Java (so that a long past 2^53 is rounded); a text of a
 * number; bytes as the unscaled number, of this `scale`.
 * @throws DataError for null and anything else
 */
export function convertToDecimal(schema: Schema | null, value: unknown, scale: number): Decimal {
  const found = required(value);
  if (found instanceof Decimal) return found;
  if (found instanceof Uint8Array) return Decimal.fromBytes(found, scale);
  const double = doubleOfNumber(schema, found);
  const text = double === null ? found : javaDouble(double);
  const decimal = typeof text === 'string' ? parseDecimal(text) : null;
  if (decimal === null) throw notConvertible(schema, value, 'a decimal');
  return decimal;
}

function required(value: unknown): unknown {
  if (value === null || value === undefined) throw new DataError('Unable to convert null to a type that needs a value');
  return value;
}
