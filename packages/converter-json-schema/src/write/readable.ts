import type { Schema, SchemaType } from '@causeway/api';
import { names } from '../connect-names.ts';
import { fieldPlace } from '../place.ts';

const widening: readonly SchemaType[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];

/**
 * Why values of the schema `written` can't be read with the schema `reading`; null if they can. Numbers may be read as larger ones, required
 * values as optional ones, and fields that only one of the two has are left out or missing.
 */
export function whyUnreadable(reading: Schema | null, written: Schema | null, place = 'value'): string | null {
  // A schema that contains itself has been looked at where it begins
  if (reading === null || written === null || (written.parameters?.has(names.id) ?? false)) return null;
  if (!isReadableType(reading.type, written.type))
    return `${place} is of type ${written.type}, but the registered schema has ${reading.type} there`;
  if (reading.name !== written.name && isLogical(reading.name) !== isLogical(written.name))
    return `${place} is named ${written.name}, but the registered schema has ${reading.name} there`;
  if (written.optional && !reading.optional && reading.defaultValue === null)
    return `${place} may be null, but the registered schema requires a value there`;
  return (
    whyUnreadableFields(reading, written, place) ??
    whyUnreadable(reading.keySchema, written.keySchema, `a key of ${place}`) ??
    whyUnreadable(reading.valueSchema, written.valueSchema, `an item of ${place}`)
  );
}

function isReadableType(reading: SchemaType, written: SchemaType): boolean {
  const [to, from] = [widening.indexOf(reading), widening.indexOf(written)];
  return reading === written || (from >= 0 && to >= from);
}

const isLogical = (name: string | null): boolean => name?.startsWith('org.apache.kafka.connect.data.') ?? false;

function whyUnreadableFields(reading: Schema, written: Schema, place: string): string | null {
  for (const field of reading.fields) {
    const own = written.field(field.name);
    const problem = own === null ? null : whyUnreadable(field.schema, own.schema, fieldPlace(place, field.name));
    if (problem !== null) return problem;
  }
  return null;
}
