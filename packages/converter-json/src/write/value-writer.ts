import { DataError, Struct, javaDouble, javaFloat, kindOf, quoteJson } from '@causeway/api';
import type { Schema } from '@causeway/api';
import type { JsonSettings } from '../config.ts';
import { logicalWrite } from './logical.ts';
import { JsonOutput } from './json-output.ts';
import { fieldPlace } from '../place.ts';
import { doubleOrQuoted, writeSchemaless } from './schemaless.ts';

/** Writes a value that is not null as JSON. @throws DataError if it does not fit */
export type Write = (out: JsonOutput, value: unknown) => void;

/** Writes the values of one place: of a field, of the items of an array, … */
export interface ValueWriter {
  readonly write: Write;
  /** What stands for null. @throws DataError where the place needs a value */
  ofNull(): string;
}

const schemaless: ValueWriter = { write: (out, value) => out.text(writeSchemaless(value)), ofNull: () => 'null' };

export function writeValue(out: JsonOutput, writer: ValueWriter, value: unknown): void {
  if (value === null || value === undefined) out.text(writer.ofNull());
  else writer.write(out, value);
}

/** The JSON of a value, by itself. */
export function textOf(writer: ValueWriter, value: unknown, out = new JsonOutput()): string {
  const from = out.position;
  writeValue(out, writer, value);
  return out.takeFrom(from);
}

/**
 * Compiles a schema. Java: JsonConverter#convertToJson
 * @param place what the value is, for messages: `value`, `field "a.b"`
 */
export function compileWriter(schema: Schema | null, settings: JsonSettings, place: string): ValueWriter {
  if (schema === null) return schemaless;
  const write = logicalWrite(schema, settings, place) ?? compileType(schema, settings, place);
  let nullText: string | null = null;
  const writer: ValueWriter = {
    write,
    ofNull: () => (nullText ??= textOfNull(schema, settings, writer, place)),
  };
  return writer;
}

function textOfNull(schema: Schema, settings: JsonSettings, writer: ValueWriter, place: string): string {
  if (schema.defaultValue !== null && settings.replaceNullWithDefault) return textOf(writer, schema.defaultValue);
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
      return (out, value) => {
        if (typeof value !== 'boolean') throw invalidType(schema, place, value);
        out.ascii(value ? 'true' : 'false');
      };
    case 'STRING':
      return (out, value) => {
        if (typeof value !== 'string') throw invalidType(schema, place, value);
        out.string(value);
      };
    case 'BYTES':
      return (out, value) => {
        if (!(value instanceof Uint8Array)) throw invalidType(schema, place, value);
        out.base64(value, value.length);
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
  return (out, value) => {
    if (typeof value !== 'number' || (value << shift) >> shift !== value) throw invalidType(schema, place, value);
    out.integer(value);
  };
}

function compileInt64(schema: Schema, place: string): Write {
  return (out, value) => {
    if (Number.isSafeInteger(value)) out.integer(value as number);
    else if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) out.ascii(`${value}`);
    else throw invalidType(schema, place, value);
  };
}

function compileFloat(schema: Schema, place: string): Write {
  const print = schema.type === 'FLOAT32' ? javaFloat : javaDouble;
  return (out, value) => {
    if (typeof value !== 'number') throw invalidType(schema, place, value);
    out.ascii(doubleOrQuoted(value, print));
  };
}

function compileArray(schema: Schema, settings: JsonSettings, place: string): Write {
  const items = compileWriter(schema.valueSchema, settings, `an item of ${place}`);
  return (out, value) => {
    if (!Array.isArray(value)) throw invalidType(schema, place, value);
    out.ascii('[');
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out.ascii(',');
      writeValue(out, items, value[i]);
    }
    out.ascii(']');
  };
}

type AnyMap = ReadonlyMap<unknown, unknown>;

interface MapWriters {
  readonly keys: ValueWriter;
  readonly values: ValueWriter;
}

/** Java: keys of type STRING make an object, all others a list of pairs */
function compileMap(schema: Schema, settings: JsonSettings, place: string): Write {
  if (schema.keySchema === null) throw new DataError(`The map schema of ${place} has no schema of its keys`);
  const writers = {
    keys: compileWriter(schema.keySchema, settings, `a key of ${place}`),
    values: compileWriter(schema.valueSchema, settings, `a value of ${place}`),
  };
  const asObject = schema.keySchema.type === 'STRING';
  return (out, value) => {
    if (!(value instanceof Map)) throw invalidType(schema, place, value);
    if (!asObject) writePairs(out, value, writers);
    else if (value.has(null) || value.has(undefined)) writeObjectWithNullKey(out, value, writers);
    else writeObject(out, value, writers);
  };
}

function writeObject(out: JsonOutput, map: AnyMap, { keys, values }: MapWriters): void {
  let before = '{';
  for (const [key, value] of map) {
    out.ascii(before);
    const from = out.position;
    writeValue(out, keys, key);
    if (!out.isStringFrom(from)) out.text(`"${out.takeFrom(from)}"`);
    out.ascii(':');
    writeValue(out, values, value);
    before = ',';
  }
  out.ascii(before === '{' ? '{}' : '}');
}

/** A null key becomes the default of keys, or "null", and may so meet a key that is there already: the later one wins. */
function writeObjectWithNullKey(out: JsonOutput, map: AnyMap, { keys, values }: MapWriters): void {
  const members = new Map<string, string>();
  for (const [key, value] of map) {
    const name = textOf(keys, key, out);
    members.set(name.startsWith('"') ? name : `"${name}"`, textOf(values, value, out));
  }
  out.text(`{${Array.from(members, ([name, text]) => `${name}:${text}`).join(',')}}`);
}

function writePairs(out: JsonOutput, map: AnyMap, { keys, values }: MapWriters): void {
  let before = '[[';
  for (const [key, value] of map) {
    out.ascii(before);
    writeValue(out, keys, key);
    out.ascii(',');
    writeValue(out, values, value);
    before = '],[';
  }
  out.ascii(map.size === 0 ? '[]' : ']]');
}

/** Of structs that contain themselves. */
const recursiveWrites = new WeakMap<JsonSettings, WeakMap<Schema, Write>>();

function compileStruct(schema: Schema, settings: JsonSettings, place: string): Write {
  if (!schema.isRecursive) return compileFields(schema, settings, place);
  const compiled = recursiveWrites.get(settings) ?? new WeakMap<Schema, Write>();
  recursiveWrites.set(settings, compiled);
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  let writeFields: Write | null = null;
  const write: Write = (out, value) => writeFields!(out, value);
  compiled.set(schema, write);
  writeFields = compileFields(schema, settings, place);
  return write;
}

function compileFields(schema: Schema, settings: JsonSettings, place: string): Write {
  const fields = schema.fields.map((f) => compileWriter(f.schema, settings, fieldPlace(place, f.name)));
  const heads = schema.fields.map((f, i) => Buffer.from(`${i === 0 ? '{' : ','}${quoteJson(f.name)}:`));
  const end = fields.length === 0 ? '{}' : '}';
  let equalSchema: Schema | null = null;
  return (out, value) => {
    const struct = value as Struct;
    if (struct.schema !== schema && struct.schema !== equalSchema) {
      // Java: a struct's schema must equal the one of its place, which is asked once for each that is not the very same
      if (!(value instanceof Struct)) throw invalidType(schema, place, value);
      if (!value.schema.equals(schema))
        throw new DataError(`Mismatching schema: the struct in ${place} has another one`);
      equalSchema = value.schema;
    }
    const { values } = struct;
    for (let i = 0; i < fields.length; i++) {
      out.bytes(heads[i]!);
      const item = values[i];
      if (item === null || item === undefined) out.text(fields[i]!.ofNull());
      else fields[i]!.write(out, item);
    }
    out.ascii(end);
  };
}
