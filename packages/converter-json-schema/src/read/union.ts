import {
  DataError,
  DecimalType,
  type JsonText,
  type Schema,
  Struct,
  isNumberStart,
  jsonCode,
  readJsonObject,
} from '@causeway/api';
import { kindOfJson } from '../json/kind-of-json.ts';
import type { Read, ValueReader } from './value-reader.ts';

/** What is asked of a value to find the member of the union that it is of. */
interface Found {
  readonly first: number;
  readonly isIntegral: boolean;
  /** Of an object. */
  readonly names: ReadonlySet<string>;
}

/**
 * Reads the member of a union that a value is of: the first whose type it has, or the struct that shares most names with it.
 * Java: JsonSchemaData, where a struct is taken only if no other member fits
 */
export function unionRead(schema: Schema, fields: readonly ValueReader[], place: string): Read {
  return (json, first) => {
    const start = json.pos;
    const found = lookAt(json, first);
    const index = memberOf(schema, found);
    if (index < 0)
      throw new DataError(`The JSON has ${kindOfJson(first)} for ${place}, which fits no member of the union there`);
    json.pos = start;
    const values = new Array<unknown>(fields.length).fill(null);
    values[index] = fields[index]!.read(json, first);
    return Struct.of(schema, values);
  };
}

const skip = (json: JsonText): void => {
  json.skipValue();
};

function lookAt(json: JsonText, first: number): Found {
  let names: ReadonlySet<string> = new Set();
  if (first === jsonCode.openObject) names = new Set(readJsonObject(json, skip).keys());
  else json.skipValue();
  return { first, isIntegral: isNumberStart(first) && json.integer() !== null, names };
}

function memberOf({ fields }: Schema, found: Found): number {
  const simple = fields.findIndex((f) => isOfType(f.schema, found));
  if (simple >= 0) return simple;
  if (found.first === jsonCode.openObject) return bestStruct(fields, found.names);
  // Java: bytes are never taken, though what a union writes of them is a string
  return found.first === jsonCode.quote ? fields.findIndex((f) => f.schema.type === 'BYTES') : -1;
}

function bestStruct(fields: Schema['fields'], names: ReadonlySet<string>): number {
  let [best, most] = [-1, -1];
  for (const { index, schema } of fields) {
    if (schema.type !== 'STRUCT') continue;
    const shared = schema.fields.filter((f) => names.has(f.name)).length;
    if (shared > most) [best, most] = [index, shared];
  }
  return best;
}

function isOfType(schema: Schema, { first, isIntegral }: Found): boolean {
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
      return isIntegral;
    case 'FLOAT32':
    case 'FLOAT64':
      return isNumberStart(first);
    case 'BOOLEAN':
      return first === jsonCode.true || first === jsonCode.false;
    case 'STRING':
      return first === jsonCode.quote;
    case 'BYTES':
      return isNumberStart(first) && schema.name === DecimalType.LOGICAL_NAME;
    case 'ARRAY':
      return first === jsonCode.openArray;
    case 'MAP':
      return first === (schema.keySchema?.type === 'STRING' ? jsonCode.openObject : jsonCode.openArray);
    default:
      return false;
  }
}
