import { DataError } from '@causeway/api';
import type { Field, Schema } from '@causeway/api';
import { TAG } from '../settings.ts';

const MAX_NUMBER = 2 ** 29 - 1;
/** Kept by protobuf for itself. */
const [RESERVED_FROM, RESERVED_TO] = [19_000, 19_999];

/** A field to be numbered: of the struct itself, or of the struct of a `oneof` in it. */
export interface Numbered {
  readonly field: Field;
  readonly number: number;
}

/**
 * Numbers fields: those with a tag by it, the others by their place, beginning with 1, or the next number that is free.
 * @throws DataError for a tag that is no field number or is there twice
 */
export function fieldNumbers(fields: readonly Field[]): Numbered[] {
  const taken = new Map<number, string>();
  for (const { name, schema } of fields) {
    const tag = tagOf(schema, name);
    if (tag === null) continue;
    const other = taken.get(tag);
    if (other !== undefined)
      throw new DataError(`Fields ${other} and ${name} both have the field number ${tag} (parameter ${TAG})`);
    taken.set(tag, name);
  }
  return fields.map((field, place) => {
    let number = tagOf(field.schema, field.name);
    if (number === null) {
      number = place + 1;
      while (taken.has(number) || (number >= RESERVED_FROM && number <= RESERVED_TO)) number++;
      taken.set(number, field.name);
    }
    return { field, number };
  });
}

function tagOf(schema: Schema, name: string): number | null {
  const text = schema.parameters?.get(TAG);
  if (text === undefined) return null;
  const tag = Number(text);
  const isNumber = Number.isInteger(tag) && tag >= 1 && tag <= MAX_NUMBER;
  if (isNumber && !(tag >= RESERVED_FROM && tag <= RESERVED_TO)) return tag;
  throw new DataError(
    `Field ${name} has the parameter ${TAG}=${text}, which is no field number of protobuf: 1 to ${MAX_NUMBER} without ${RESERVED_FROM} to ${RESERVED_TO}`,
  );
}
