import { DataError } from '@causeway/api';
import { type Json, type JsonObject, JsonNumber, isJsonObject } from '../json/json-tree.ts';

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

const jsonTypes: readonly string[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

/** Keywords that only say something of values of one type, and so give it away where `type` is not there. */
const telling: readonly (readonly [JsonType, readonly string[]])[] = [
  [
    'object',
    [
      'properties',
      'required',
      'additionalProperties',
      'patternProperties',
      'minProperties',
      'maxProperties',
      'propertyNames',
      'dependencies',
      'dependentRequired',
    ],
  ],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'additionalItems', 'contains']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/** The types that a schema names, or gives away; none if it says nothing of them. @throws DataError for a type that there is not */
export function typesOf(schema: JsonObject): readonly JsonType[] {
  const type = schema.get('type');
  if (type !== undefined) return (Array.isArray(type) ? (type as readonly Json[]) : [type]).map(asType);
  const told = telling.find(([, keywords]) => keywords.some((keyword) => schema.has(keyword)));
  if (told !== undefined) return [told[0]];
  const constant = schema.get('const');
  return constant === undefined ? [] : [typeOfValue(constant)];
}

function asType(type: Json): JsonType {
  if (typeof type === 'string' && jsonTypes.includes(type)) return type as JsonType;
  throw new DataError(`The JSON schema has an unknown type: ${typeof type === 'string' ? type : 'not a text'}`);
}

function typeOfValue(value: Json): JsonType {
  if (value === null) return 'null';
  if (value instanceof JsonNumber) return /^-?\d+$/.test(value.text) ? 'integer' : 'number';
  if (Array.isArray(value)) return 'array';
  return isJsonObject(value) ? 'object' : (typeof value as 'string' | 'boolean');
}

/** The members of `oneOf`, `anyOf` or `allOf`; none if it is not there. */
export function membersOf(schema: JsonObject, keyword: 'oneOf' | 'anyOf' | 'allOf'): readonly Json[] {
  const members = schema.get(keyword);
  if (members === undefined) return [];
  if (Array.isArray(members)) return members as readonly Json[];
  throw new DataError(`${keyword} in the JSON schema is no list`);
}

export function textOf(schema: JsonObject, keyword: string): string | null {
  const value = schema.get(keyword);
  return typeof value === 'string' ? value : null;
}

/** @throws DataError if it is there, but no integer */
export function integerOf(schema: JsonObject, keyword: string): number | null {
  const value = schema.get(keyword);
  if (value === undefined) return null;
  if (value instanceof JsonNumber && Number.isSafeInteger(Number(value.text))) return Number(value.text);
  throw new DataError(`${keyword} in the JSON schema is no integer`);
}

/** Is it the schema of null alone? */
export function isNullSchema(schema: Json): boolean {
  if (!isJsonObject(schema)) return false;
  const type = schema.get('type');
  return type === 'null' || (Array.isArray(type) && type.length === 1 && type[0] === 'null');
}
