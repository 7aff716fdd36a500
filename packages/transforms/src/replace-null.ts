import { boolean, DataError, type Field, type Struct } from '@causeway/api';

export const replaceNullKey = boolean({
  default: true,
  importance: 'medium',
  doc: 'Whether a field that has no value takes the default of its schema. If false, it stays null.',
});

/** The value of a field, with its default if there is none and that is wanted. */
export function fieldValue({ values }: Struct, field: Field, replaceNull: boolean): unknown {
  const value = values[field.index] ?? null;
  return value === null && replaceNull ? field.schema.defaultValue : value;
}

/** A field copied from a struct into one that has its schema. @throws DataError if it needs a value and has none */
export function copiedValue(struct: Struct, field: Field, replaceNull: boolean): unknown {
  const value = fieldValue(struct, field, replaceNull);
  if (value === null && !field.schema.optional) {
    throw new DataError(
      `Invalid value: null used for required field: "${field.name}", schema type: ${field.schema.type}`,
    );
  }
  return value;
}
