import { DataError, Schema, type SchemaInit } from '@causeway/api';

/** The fields of a struct. @throws DataError for a schema of another type, which has none */
export function fieldsOf(schema: Schema, purpose: string): Schema['fields'] {
  if (schema.type === 'STRUCT') return schema.fields;
  throw new DataError(`Only Struct objects supported for [${purpose}], found a schema of type ${schema.type}`);
}

/** A struct of these fields with the name, version, doc and parameters of another one; neither optional nor with a default. */
export function structLike(schema: Schema, fields: NonNullable<SchemaInit['fields']>): Schema {
  const names = new Set<string>();
  for (const { name } of fields) {
    if (name === '') throw new DataError('The name of a field cannot be empty');
    if (names.has(name)) throw new DataError(`Cannot create field because of field name duplication ${name}`);
    names.add(name);
  }
  return schemaLike(schema, { type: 'STRUCT', fields });
}

/** A schema with the name, version, doc and parameters of another one; neither optional nor with a default. */
export function schemaLike({ name, version, doc, parameters }: Schema, init: SchemaInit): Schema {
  return new Schema({ ...init, name, version, doc, parameters });
}
