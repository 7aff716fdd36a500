import { DataError, type JsonText, type Schema } from '@causeway/api';
import { kindOfJson } from '../json/kind-of-json.ts';

/** Of a value that begins with the character `first`. Goes past it, so that malformed JSON is reported before its meaning. */
export function wrongKind(json: JsonText, first: number, schema: Schema, place: string): DataError {
  json.skipValue();
  const name = schema.name === null || schema.type === 'STRUCT' ? '' : ` (${schema.name})`;
  return new DataError(`The JSON has ${kindOfJson(first)} for ${place}, whose schema type is ${schema.type}${name}`);
}
