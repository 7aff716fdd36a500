import { boolean, DataError, type Field, type Struct } from '@causeway/api';

export const replaceNullKey = boolean({
  default: true,
  importance: 'medium',
  doc: 'Whether a field that has no value takes the default of its schema. If false, it stays null.',
});

/** The value of a field, with its default if there is none and that is wanted. */
export function fieldValue({ values }: Struct, field: Field, replaceNull: boolean): unknown {
  const value = values[field.index];
  if (value !== null && value !== undefined) return value;
  return replaceNull ? field.schema.defaultValue : null;
}

/** Some fields of a struct, in this order, for one that has their schemas. @throws DataError if one needs a value and has none */
export function keptValues({ values }: Struct, kept: readonly Field[], replaceNull: boolean): unknown[] {
  const copies = new Array<unknown>(kept.length);
  for (let i = 0; i < kept.length; i++) {
    const field = kept[i]!;
    copies[i] = values[field.index] ?? missingValue(field, replaceNull);
  }
  return copies;
}

/** All fields of a struct, for one of `length` fields of which the first have their schemas. @throws DataError as `keptValues` */
export function copiedValues({ schema, values }: Struct, replaceNull: boolean, length: number): unknown[] {
  const { fields } = schema;
  const copies = new Array<unknown>(length);
  for (let i = 0; i < fields.length; i++) {
    copies[i] = values[i] ?? missingValue(fields[i]!, replaceNull);
  }
  return copies;
}

/** What stands for no value. @throws DataError if the field needs one */
export function missingValue({ name, schema }: Field, replaceNull: boolean): unknown {
  if (replaceNull && schema.defaultValue !== null) return schema.defaultValue;
  if (schema.optional) return null;
  throw new DataError(`Invalid value: null used for required field: "${name}", schema type: ${schema.type}`);
}
