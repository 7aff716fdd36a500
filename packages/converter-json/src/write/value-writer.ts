import { DataError, kindOf, Struct, javaDouble, javaFloat } from '@causeway/api';
import type { Schema } from '@causeway/api';
import type { JsonSettings } from '../config.ts';
import { logicalWrite } from './logical.ts';
import { doubleOrQuoted, quote, quoteBytes } from './quote.ts';
import { fieldPlace } from '../place.ts';
import { writeSchemaless } from './schemaless.ts';

/** Writes a value that is not null as JSON. @throws DataError if it does not fit */
export type Write = (value: unknown) => string;

/** Writes the values of one place: of a field, of the items of an array, … */
export interface ValueWriter {
  readonly write: Write;
  /** What stands for null. @throws DataError where the place needs a value */
  ofNull(): string;
}

const schemaless: ValueWriter = { write: writeSchemaless, ofNull: () => 'null' };

export function textOf(writer: ValueWriter, value: unknown): string {
  return value === null || value === undefined ? writer.ofNull() : writer.write(value);
}

/**
 * Compiles a schema. Java: JsonConverter#convertToJson
 * @param place what the value is, for messages: `value`, `field "a.b"`
 */
export function compileWriter(schema: Schema | null, settings: JsonSettings, place: string): ValueWriter {
  if (schema === null) return schemaless;
  const write = logicalWrite(schema, settings, place) ?? compileType(schema, settings, place);
  let nullText: string | null = null;
  return {
    write,
    ofNull: () => (nullText ??= textOfNull(schema, settings, write, place)),
  };
}

function textOfNull(schema: Schema, settings: JsonSettings, write: Write, place: string): string {
  if (schema.defaultValue !== null && settings.replaceNullWithDefault) return write(schema.defaultValue);
  if (schema.optional) return 'null';
  throw new DataError(`Conversion error: null value for ${place}, which is required and has no default value`);
}

export function invalidType(schema: Schema, place: string, value: unknown): DataError {
  return new DataError(`Invalid type for ${schema.type} of ${place}: ${kindOf(value)}`);
}

function compileType(schema: Schema, settings: JsonSettings, place: string): Write {
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
      return compileInteger(schema, place);
    case 'INT64':
      return compileInt64(schema, place);
    case 'FLOAT32':
    case 'FLOAT64':
      return compileFloat(schema, place);
    case 'BOOLEAN':
      return (value) => {
        if (typeof value !== 'boolean') throw invalidType(schema, place, value);
        return value ? 'true' : 'false';
      };
    case 'STRING':
      return (value) => {
        if (typeof value !== 'string') throw invalidType(schema, place, value);
        return quote(value);
      };
    case 'BYTES':
      return (value) => {
        if (!(value instanceof Uint8Array)) throw invalidType(schema, place, value);
        return quoteBytes(value);
      };
    case 'ARRAY':
      return compileArray(schema, settings, place);
    case 'MAP':
      return compileMap(schema, settings, place);
    case 'STRUCT':
      return compileStruct(schema, settings, place);
  }
}

function compileInteger(schema: Schema, place: string): Write {
  const shift = { INT8: 24, INT16: 16, INT32: 0 }[schema.type as 'INT8' | 'INT16' | 'INT32'];
  return (value) => {
    if (typeof value !== 'number' || (value << shift) >> shift !== value) throw invalidType(schema, place, value);
    return `${value}`;
  };
}

function compileInt64(schema: Schema, place: string): Write {
  return (value) => {
    if (!Number.isSafeInteger(value) && !(typeof value === 'bigint' && BigInt.asIntN(64, value) === value)) {
      throw invalidType(schema, place, value);
    }
    return `${value as number | bigint}`;
  };
}

function compileFloat(schema: Schema, place: string): Write {
  const print = schema.type === 'FLOAT32' ? javaFloat : javaDouble;
  return (value) => {
    if (typeof value !== 'number') throw invalidType(schema, place, value);
    return doubleOrQuoted(value, print);
  };
}

function compileArray(schema: Schema, settings: JsonSettings, place: string): Write {
  const items = compileWriter(schema.valueSchema, settings, `an item of ${place}`);
  return (value) => {
    if (!Array.isArray(value)) throw invalidType(schema, place, value);
    let text = '';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + textOf(items, value[i]);
    return `[${text}]`;
  };
}

/** Java: keys of type STRING make an object, all others a list of pairs */
function compileMap(schema: Schema, settings: JsonSettings, place: string): Write {
  if (schema.keySchema === null) throw new DataError(`The map schema of ${place} has no schema of its keys`);
  const keys = compileWriter(schema.keySchema, settings, `a key of ${place}`);
  const values = compileWriter(schema.valueSchema, settings, `a value of ${place}`);
  const asObject = schema.keySchema.type === 'STRING';
  return (value) => {
    if (!(value instanceof Map)) throw invalidType(schema, place, value);
    return asObject ? writeObject(value, keys, values) : writePairs(value, keys, values);
  };
}

const QUOTE = 34;

type AnyMap = ReadonlyMap<unknown, unknown>;

function writeObject(map: AnyMap, keys: ValueWriter, values: ValueWriter): string {
  if (map.has(null) || map.has(undefined)) return writeObjectWithNullKey(map, keys, values);
  let text = '';
  for (const [key, value] of map) text += `${text === '' ? '' : ','}${memberName(keys, key)}:${textOf(values, value)}`;
  return `{${text}}`;
}

/** A null key becomes the default of keys, or "null", and may so meet a key that is there already: the later one wins. */
function writeObjectWithNullKey(map: AnyMap, keys: ValueWriter, values: ValueWriter): string {
  const members = new Map<string, string>();
  for (const [key, value] of map) members.set(memberName(keys, key), textOf(values, value));
  return `{${Array.from(members, ([name, text]) => `${name}:${text}`).join(',')}}`;
}

function memberName(keys: ValueWriter, key: unknown): string {
  const text = textOf(keys, key);
  return text.charCodeAt(0) === QUOTE ? text : `"${text}"`;
}

function writePairs(map: AnyMap, keys: ValueWriter, values: ValueWriter): string {
  let text = '';
  for (const [key, value] of map) text += `${text === '' ? '' : ','}[${textOf(keys, key)},${textOf(values, value)}]`;
  return `[${text}]`;
}

function compileStruct(schema: Schema, settings: JsonSettings, place: string): Write {
  const fields = schema.fields.map((f) => compileWriter(f.schema, settings, fieldPlace(place, f.name)));
  const heads = schema.fields.map((f, i) => `${i === 0 ? '{' : ','}${quote(f.name)}:`);
  const end = fields.length === 0 ? '{}' : '}';
  let equalSchema: Schema | null = null;
  return (value) => {
    const struct = value as Struct;
    if (struct.schema !== schema && struct.schema !== equalSchema) {
      // Java: a struct's schema must equal the one of its place, which is asked once for each that is not the very same
      if (!(value instanceof Struct)) throw invalidType(schema, place, value);
      if (!value.schema.equals(schema))
        throw new DataError(`Mismatching schema: the struct in ${place} has another one`);
      equalSchema = value.schema;
    }
    const { values } = struct;
    let text = '';
    for (let i = 0; i < fields.length; i++) {
      const item = values[i];
      const field = fields[i]!;
      text += heads[i]! + (item === null || item === undefined ? field.ofNull() : field.write(item));
    }
    return text + end;
  };
}
