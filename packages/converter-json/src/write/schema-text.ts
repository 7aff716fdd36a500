import { DataError, type Schema, type SchemaType, quoteJson } from '@causeway/api';
import type { JsonSettings } from '../config.ts';
import { compileWriter, textOf } from './value-writer.ts';

const typeNames: Readonly<Record<SchemaType, string>> = {
  BOOLEAN: 'boolean',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FLOAT32: 'float',
  FLOAT64: 'double',
  BYTES: 'bytes',
  STRING: 'string',
  ARRAY: 'array',
  MAP: 'map',
  STRUCT: 'struct',
};

/**
 * A schema as JSON, its members in Java's order. Java: JsonConverter#asJsonSchema
 * @throws DataError for a schema that contains itself
 */
export function schemaText(schema: Schema | null, settings: JsonSettings, fieldName: string | null = null): string {
  if (schema === null) return 'null';
  if (schema.isRecursive) throw containsItself(schema);
  let text = `{"type":"${typeNames[schema.type]}"${innerSchemas(schema, settings)},"optional":${schema.optional}`;
  if (schema.name !== null) text += `,"name":${quoteJson(schema.name)}`;
  if (schema.version !== null) text += `,"version":${schema.version}`;
  if (schema.doc !== null) text += `,"doc":${quoteJson(schema.doc)}`;
  if (schema.parameters !== null) text += `,"parameters":${parametersText(schema.parameters)}`;
  if (schema.defaultValue !== null) text += `,"default":${defaultText(schema, settings)}`;
  if (fieldName !== null) text += `,"field":${quoteJson(fieldName)}`;
  return `${text}}`;
}

const containsItself = ({ name }: Schema): DataError =>
  new DataError(
    `The schema ${name ?? 'of a struct'} contains itself, which JsonConverter can't write into its messages: set schemas.enable=false, or use a converter with a schema registry`,
    { code: 'ERR_RECURSIVE_SCHEMA' },
  );

function innerSchemas(schema: Schema, settings: JsonSettings): string {
  switch (schema.type) {
    case 'ARRAY':
      return `,"items":${schemaText(schema.valueSchema, settings)}`;
    case 'MAP':
      return `,"keys":${schemaText(schema.keySchema, settings)},"values":${schemaText(schema.valueSchema, settings)}`;
    case 'STRUCT':
      return `,"fields":[${schema.fields.map((f) => schemaText(f.schema, settings, f.name)).join(',')}]`;
    default:
      return '';
  }
}

function parametersText(parameters: ReadonlyMap<string, string>): string {
  return `{${Array.from(parameters, ([name, value]) => `${quoteJson(name)}:${quoteJson(value)}`).join(',')}}`;
}

function defaultText(schema: Schema, settings: JsonSettings): string {
  return textOf(compileWriter(schema, settings, 'a default'), schema.defaultValue);
}
