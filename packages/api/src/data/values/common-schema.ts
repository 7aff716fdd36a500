import { DataError } from '../../errors.ts';
import { DateType, TimestampType, TimeType } from '../logical-types.ts';
import type { Schema } from '../schema.ts';
import type { SchemaAndValue } from '../schema-and-value.ts';

const WIDTHS = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];
const DAY_MS = 86_400_000;

/** The schema that all elements of a parsed container have in common: the last one of a type, or the widest of numbers; null if none. */
export function commonSchema(elements: readonly (SchemaAndValue | null)[]): Schema | null {
  let common: Schema | null = null;
  for (const element of elements) {
    const schema = element?.schema ?? null;
    if (schema === null) continue;
    common = common === null ? schema : wider(common, schema);
    if (common === null) return null;
  }
  return common;
}

function wider(a: Schema, b: Schema): Schema | null {
  if (a.type === b.type) return b;
  const [ofA, ofB] = [WIDTHS.indexOf(a.type), WIDTHS.indexOf(b.type)];
  if (ofA < 0 || ofB < 0) return null;
  return ofA > ofB ? a : b;
}

/** The value as one of the common schema. @throws DataError where it can't be one: null, or a date among plain numbers */
export function align(schema: Schema, value: unknown): unknown {
  if (value === null) throw new DataError(`null does not fit ${schema.type}`);
  switch (schema.name) {
    case DateType.LOGICAL_NAME:
      return value instanceof Date ? value : DateType.decode(value as number);
    case TimeType.LOGICAL_NAME:
      return value instanceof Date ? value : timeOf(value as number);
    case TimestampType.LOGICAL_NAME:
      return value instanceof Date ? value : timestampOf(value as number | bigint);
    default:
  }
  if (value instanceof Date) throw new DataError(`A date does not fit ${schema.type}`);
  if (schema.type === 'FLOAT32') return Math.fround(Number(value));
  return schema.type === 'FLOAT64' ? Number(value) : value;
}

function timeOf(ms: number): Date {
  if (ms < 0 || ms > DAY_MS) throw new DataError(`${ms} is no time of day in milliseconds`);
  return TimeType.decode(ms);
}

function timestampOf(ms: number | bigint): Date {
  const date = TimestampType.decode(ms);
  if (Number.isNaN(date.getTime())) throw new DataError(`${ms} milliseconds are more than a date can hold`);
  return date;
}
