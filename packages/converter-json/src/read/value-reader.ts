import {
  DataError,
  Struct,
  equalValues,
  isNumberStart,
  jsonCode,
  quoteJson,
  readJsonArray,
  readJsonObject,
  readSchemaless,
} from '@causeway/api';
import type { JsonText, Schema } from '@causeway/api';
import { intOf, longOf } from './java-integer.ts';
import type { JsonSettings } from '../config.ts';
import { fieldPlace } from '../place.ts';
import { decodeBase64 } from './base64.ts';
import { logicalRead } from './logical.ts';

/** Reads the value that begins with the character `first`, which is not null. @throws DataError if it can't be one of the schema */
export type Read = (json: JsonText, first: number) => unknown;

/** How to read the values of one place: of a field, of the items of an array, … */
export interface ReadingOptions {
  readonly settings: JsonSettings;
  /** What the value is, for messages: `value`, `field "a.b"`. */
  readonly place: string;
  /**
   * Java: what goes into a struct, or becomes a default, is checked against its schema afterwards; other values are not. So a number where
   * a string is required reads as null, but fails in a struct.
   */
  readonly isChecked: boolean;
}

/** Reads the values of one place. Java: JsonConverter#convertToConnect */
export class ValueReader {
  readonly #schema: Schema;
  readonly #read: Read;
  readonly #options: ReadingOptions;

  constructor(schema: Schema, options: ReadingOptions) {
    this.#schema = schema;
    this.#options = options;
    this.#read = logicalRead(schema, options.place) ?? compileType(schema, options);
  }

  value(json: JsonText): unknown {
    const first = json.peek();
    if (first !== jsonCode.null) return this.#read(json, first);
    json.readWord('null');
    return this.ofNull();
  }

  /** What null, or a field that is not there, stands for. @throws DataError where the place needs a value */
  ofNull(): unknown {
    const { settings, place } = this.#options;
    const { defaultValue, optional, type } = this.#schema;
    if (defaultValue !== null && settings.replaceNullWithDefault) return defaultValue;
    if (optional) return null;
    throw new DataError(`Invalid null value for required ${type} ${place === 'value' ? 'value' : place}`);
  }
}

function compileType(schema: Schema, options: ReadingOptions): Read {
  switch (schema.type) {
    case 'INT8':
      return (json, first) => (readIfNumber(json, first) ? (intOf(json) << 24) >> 24 : 0);
    case 'INT16':
      return (json, first) => (readIfNumber(json, first) ? (intOf(json) << 16) >> 16 : 0);
    case 'INT32':
      return (json, first) => (readIfNumber(json, first) ? intOf(json) : 0);
    case 'INT64':
      return (json, first) => (readIfNumber(json, first) ? longOf(json) : 0);
    case 'FLOAT32':
      return (json, first) => (readIfNumber(json, first) ? Math.fround(json.double()) : 0);
    case 'FLOAT64':
      return (json, first) => (readIfNumber(json, first) ? json.double() : 0);
    case 'BOOLEAN':
      return readBoolean;
    case 'STRING':
      return (json, first) => (first === jsonCode.quote ? json.readString() : noText(json, schema, options));
    case 'BYTES':
      return (json, first) =>
        first === jsonCode.quote ? readBytes(json, options.place) : noText(json, schema, options);
    case 'ARRAY':
      return compileArray(schema, options);
    case 'MAP':
      return compileMap(schema, options);
    case 'STRUCT':
      return compileStruct(schema, options);
  }
}

/** Java: what is no number counts as 0 where a number is wanted, as JsonNode#intValue and its like say */
function readIfNumber(json: JsonText, first: number): boolean {
  if (isNumberStart(first)) {
    json.readNumber();
    return true;
  }
  json.skipValue();
  return false;
}

/** Java: JsonNode#booleanValue is false for all that is not true */
function readBoolean(json: JsonText, first: number): boolean {
  json.skipValue();
  return first === jsonCode.true;
}

/** Java: JsonNode#textValue and #binaryValue are null for what is no text */
function noText(json: JsonText, schema: Schema, { isChecked, place }: ReadingOptions): null {
  json.skipValue();
  if (isChecked && !schema.optional) {
    throw new DataError(
      `Invalid value: null used for required ${place}, as the JSON has no string there; schema type: ${schema.type}`,
    );
  }
  return null;
}

function readBytes(json: JsonText, place: string): Buffer {
  const bytes = decodeBase64(json.readString());
  if (bytes === null) throw new DataError(`Invalid bytes ${place}: the JSON has no base64 there`);
  return bytes;
}

/** The kind of value that begins with this character, as Jackson's JsonNodeType names it. */
export function nodeType(first: number): string {
  switch (first) {
    case jsonCode.quote:
      return 'STRING';
    case jsonCode.openObject:
      return 'OBJECT';
    case jsonCode.openArray:
      return 'ARRAY';
    case jsonCode.true:
    case jsonCode.false:
      return 'BOOLEAN';
    case jsonCode.null:
      return 'NULL';
    default:
      return 'NUMBER';
  }
}

/** Goes past the value, so that malformed JSON is reported before its meaning. */
function wrongNode(json: JsonText, first: number, expected: string, place: string): DataError {
  json.skipValue();
  return new DataError(`${expected}, but found ${nodeType(first)} (${place})`);
}

type ReadItem = (json: JsonText) => unknown;

function itemReader(schema: Schema | null, options: ReadingOptions): ReadItem {
  if (schema === null) return readSchemaless;
  const reader = new ValueReader(schema, options);
  return (json) => reader.value(json);
}

function compileArray(schema: Schema, options: ReadingOptions): Read {
  const item = itemReader(schema.valueSchema, { ...options, place: `an item of ${options.place}` });
  return (json, first) => {
    // Java: walking through an object's node gives its values, through any other node nothing
    if (first === jsonCode.openObject) return [...readJsonObject(json, item).values()];
    if (first === jsonCode.openArray) return readJsonArray(json, item);
    json.skipValue();
    return [];
  };
}

function compileMap(schema: Schema, options: ReadingOptions): Read {
  const { place } = options;
  const value = itemReader(schema.valueSchema, { ...options, place: `a value of ${place}` });
  if (schema.keySchema?.type === 'STRING') {
    return (json, first) => {
      if (first === jsonCode.openObject) return readJsonObject(json, value);
      throw wrongNode(json, first, 'Maps with string fields should be encoded as JSON objects', place);
    };
  }
  const key = itemReader(schema.keySchema, { ...options, place: `a key of ${place}` });
  return (json, first) => {
    if (first === jsonCode.openArray) return readPairs(json, key, value, place);
    throw wrongNode(json, first, 'Maps with non-string fields should be encoded as JSON array of tuples', place);
  };
}

function readPairs(json: JsonText, key: ReadItem, value: ReadItem, place: string): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  json.enter();
  if (json.isEmpty(jsonCode.closeArray)) return map;
  do {
    const first = json.peek();
    if (first !== jsonCode.openArray) throw wrongNode(json, first, 'Expected an array tuple as map entry', place);
    json.enter();
    if (json.isEmpty(jsonCode.closeArray)) throw notAPair(place);
    const entryKey = key(json);
    if (!json.hasNext(jsonCode.closeArray)) throw notAPair(place);
    const entryValue = value(json);
    if (json.hasNext(jsonCode.closeArray)) throw notAPair(place);
    map.set(sameKey(map, entryKey), entryValue);
  } while (json.hasNext(jsonCode.closeArray));
  return map;
}

const notAPair = (place: string): DataError =>
  new DataError(`Found an invalid map entry in ${place}: expected a key and a value`);

/** A key of the map that is equal, as Java's maps compare by content; bytes are never equal there. */
function sameKey(map: ReadonlyMap<unknown, unknown>, key: unknown): unknown {
  if (typeof key !== 'object' || key === null || key instanceof Uint8Array) return key;
  for (const other of map.keys()) if (equalValues(other, key)) return other;
  return key;
}

function compileStruct(schema: Schema, options: ReadingOptions): Read {
  const { fields } = schema;
  const { place } = options;
  const readers = fields.map(
    (f) => new ValueReader(f.schema, { ...options, place: fieldPlace(place, f.name), isChecked: true }),
  );
  const indexes = new Map(fields.map((f) => [f.name, f.index]));
  // Members mostly come in the order of the fields and without blanks: then a name is compared where it stands, and never made a string.
  const heads = fields.map((f) => `${quoteJson(f.name)}:`);

  return (json, first) => {
    if (first !== jsonCode.openObject) throw wrongNode(json, first, 'Structs should be encoded as JSON objects', place);
    const values = new Array<unknown>(fields.length);
    for (let i = 0; i < values.length; i++) values[i] = undefined;
    json.enter();
    if (!json.isEmpty(jsonCode.closeObject)) {
      let next = 0;
      do {
        json.peek();
        const index = next < heads.length && json.skipIf(heads[next]!) ? next : indexes.get(json.readName());
        if (index === undefined) {
          json.skipValue();
        } else {
          values[index] = readers[index]!.value(json);
          next = index + 1;
        }
      } while (json.hasNext(jsonCode.closeObject));
    }
    for (let i = 0; i < values.length; i++) if (values[i] === undefined) values[i] = readers[i]!.ofNull();
    return Struct.of(schema, values);
  };
}
