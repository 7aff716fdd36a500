import type { Schema, SchemaType } from '@causeway/api';
import { fieldPlace } from '../place.ts';

const widening: readonly SchemaType[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];

/**
 * Why values of the schema `written` can't be read with the schema `reading`; null if they can. Numbers may be read as larger ones, required
 * values as optional ones, and fields that only one of the two has are left out or missing.
 */
export function whyUnreadable(reading: Schema | null, written: Schema | null): string | null {
  return whyUnreadableAt({ place: 'value', seen: [] }, reading, written);
}

interface Place {
  readonly place: string;
  /** Recursive schemas that were looked at, with those that read them. */
  readonly seen: [reading: Schema, written: Schema][];
}

function whyUnreadableAt({ place, seen }: Place, reading: Schema | null, written: Schema | null): string | null {
  if (reading === null || written === null || seen.some(([r, w]) => r === reading && w === written)) return null;
  if (!isReadableType(reading.type, written.type))
    return `${place} is of type ${written.type}, but the registered schema has ${reading.type} there`;
  if (reading.name !== written.name && isLogical(reading.name) !== isLogical(written.name))
    return `${place} is named ${written.name}, but the registered schema has ${reading.name} there`;
  if (written.optional && !reading.optional && reading.defaultValue === null)
    return `${place} may be null, but the registered schema requires a value there`;
  if (written.isRecursive) seen.push([reading, written]);
  return (
    whyUnreadableFields({ place, seen }, reading, written) ??
    whyUnreadableAt({ place: `a key of ${place}`, seen }, reading.keySchema, written.keySchema) ??
    whyUnreadableAt({ place: `an item of ${place}`, seen }, reading.valueSchema, written.valueSchema)
  );
}

function isReadableType(reading: SchemaType, written: SchemaType): boolean {
  const [to, from] = [widening.indexOf(reading), widening.indexOf(written)];
  return reading === written || (from >= 0 && to >= from);
}

const isLogical = (name: string | null): boolean => name?.startsWith('org.apache.kafka.connect.data.') ?? false;

function whyUnreadableFields({ place, seen }: Place, reading: Schema, written: Schema): string | null {
  for (const field of reading.fields) {
    const own = written.field(field.name);
    if (own === null) continue;
    const problem = whyUnreadableAt({ place: fieldPlace(place, field.name), seen }, field.schema, own.schema);
    if (problem !== null) return problem;
  }
  return null;
}
