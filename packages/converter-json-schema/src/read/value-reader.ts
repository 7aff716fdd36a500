import {
  DataError,
  JsonText,
  Struct,
  equalValues,
  isNumberStart,
  jsonCode,
  quoteJson,
  readJsonArray,
  readJsonObject,
  readSchemaless,
} from '@causeway/api';
import type { Schema } from '@causeway/api';
import { isUnion, names } from '../connect-names.ts';
import { decodeBase64 } from '../json/base64.ts';
import { fieldPlace } from '../place.ts';
import { logicalRead } from './logical.ts';
import { unionRead } from './union.ts';
import { wrongKind } from './wrong-kind.ts';

export interface ReadSettings {
  readonly ignoreDefaultForNullables: boolean;
}

/** Reads the value that begins with the character `first`, which is not null. @throws DataError if it can't be one of the schema */
export type Read = (json: JsonText, first: number) => unknown;

/** Reads the values of one place: of a field, of the items of an array, … Compiled once, straight from the text to Connect's values. */
export class ValueReader {
  read: Read;
  readonly schema: Schema;
  readonly #place: string;
  readonly #ignoresDefaultForNullables: boolean;

  constructor(schema: Schema, read: Read, place: string, settings: ReadSettings) {
    this.schema = schema;
    this.read = read;
    this.#place = place;
    this.#ignoresDefaultForNullables = settings.ignoreDefaultForNullables;
  }

  value(json: JsonText): unknown {
    const first = json.peek();
    if (first !== jsonCode.null) return this.read(json, first);
    json.readWord('null');
    const value = this.ofAbsent();
    if (value !== null || this.schema.optional) return value;
    throw new DataError(`Invalid null for ${this.#place}, which is required: its schema type is ${this.schema.type}`);
  }

  /** What a property that is not there stands for. Java: null even where the field is required, as few schemas say so of their properties */
  ofAbsent(): unknown {
    const { optional, defaultValue } = this.schema;
    return optional && this.#ignoresDefaultForNullables ? null : defaultValue;
  }
}

/** The readers of one schema. */
export class ReaderCompiler {
  readonly #settings: ReadSettings;
  readonly #recursive = new Map<Schema, ValueReader>();

  constructor(settings: ReadSettings) {
    this.#settings = settings;
  }

  /** @param place what the value is, for messages: `value`, `field "a.b"` */
  compile(schema: Schema, place: string): ValueReader {
    return schema.isRecursive
      ? this.#compileRecursive(schema, place)
      : new ValueReader(schema, logicalRead(schema, place) ?? this.#readOf(schema, place), place, this.#settings);
  }

  /** Compiled with the first value: compiling it at once would never end. */
  #compileRecursive(schema: Schema, place: string): ValueReader {
    const known = this.#recursive.get(schema);
    if (known !== undefined) return known;
    const compileAndRead: Read = (json, first) => {
      reader.read = this.#readOf(schema, place);
      return reader.read(json, first);
    };
    const reader = new ValueReader(schema, compileAndRead, place, this.#settings);
    this.#recursive.set(schema, reader);
    return reader;
  }

  #readOf(schema: Schema, place: string): Read {
    switch (schema.type) {
      case 'INT8':
        return readInteger(schema, place, -128, 127);
      case 'INT16':
        return readInteger(schema, place, -32768, 32767);
      case 'INT32':
        return readInteger(schema, place, -2147483648, 2147483647);
      case 'INT64':
        return readInteger(schema, place, -(2n ** 63n), 2n ** 63n - 1n);
      case 'FLOAT32':
      case 'FLOAT64':
        return readFloat(schema, place);
      case 'BOOLEAN':
        return readBoolean(schema, place);
      case 'BYTES':
        return readBytes(schema, place);
      case 'ARRAY':
        return this.#array(schema, place);
      case 'MAP':
        return this.#map(schema, place);
      case 'STRUCT':
        return isUnion(schema) ? this.#union(schema, place) : this.#struct(schema, place);
      default:
        return readString(schema, place);
    }
  }

  #item(schema: Schema | null, place: string): (json: JsonText) => unknown {
    if (schema === null) return readSchemaless;
    const reader = this.compile(schema, place);
    return (json) => reader.value(json);
  }

  #array(schema: Schema, place: string): Read {
    const item = this.#item(schema.valueSchema, `an item of ${place}`);
    return (json, first) => {
      if (first !== jsonCode.openArray) throw wrongKind(json, first, schema, place);
      return readJsonArray(json, item);
    };
  }

  #map(schema: Schema, place: string): Read {
    const { keySchema } = schema;
    const value = this.#item(schema.valueSchema, `a value of ${place}`);
    const isObject = keySchema === null || (keySchema.type === 'STRING' && !keySchema.optional);
    return isObject
      ? readObjectMap(schema, value, place)
      : readEntries(schema, this.#item(keySchema, `a key of ${place}`), value, place);
  }

  #union(schema: Schema, place: string): Read {
    const fields = schema.fields.map((f) => this.compile(f.schema, fieldPlace(place, f.name)));
    return unionRead(schema, fields, place);
  }

  #struct(schema: Schema, place: string): Read {
    const { fields } = schema;
    const readers = fields.map((f) => this.compile(f.schema, fieldPlace(place, f.name)));
    const indexes = new Map(fields.map((f) => [f.name, f.index]));
    // Members mostly come in the order of the fields and without blanks: then a name is compared where it stands, and never made a string.
    const heads = fields.map((f) => `${quoteJson(f.name)}:`);
    return (json, first) => {
      if (first !== jsonCode.openObject) throw wrongKind(json, first, schema, place);
      const values = new Array<unknown>(fields.length).fill(undefined);
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
      for (let i = 0; i < values.length; i++) if (values[i] === undefined) values[i] = readers[i]!.ofAbsent();
      return Struct.of(schema, values);
    };
  }
}

/** Reads a text that is one value. @throws DataError if it is none of the schema */
export function readValueText(schema: Schema, text: string, settings: ReadSettings, place: string): unknown {
  const json = new JsonText();
  json.open(text);
  const value = new ReaderCompiler(settings).compile(schema, place).value(json);
  json.checkEnd();
  return value;
}

function readInteger(schema: Schema, place: string, min: number | bigint, max: number | bigint): Read {
  return (json, first) => {
    if (!isNumberStart(first)) throw wrongKind(json, first, schema, place);
    json.readNumber();
    const value = json.integer();
    if (value !== null && value >= min && value <= max) return value;
    throw new DataError(
      `The JSON has ${value === null ? 'a number with a fraction' : 'an integer out of range'} for ${place}, whose schema type is ${schema.type}`,
    );
  };
}

function readFloat(schema: Schema, place: string): Read {
  const isSingle = schema.type === 'FLOAT32';
  return (json, first) => {
    if (!isNumberStart(first)) throw wrongKind(json, first, schema, place);
    json.readNumber();
    const value = isSingle ? Math.fround(json.double()) : json.double();
    if (Number.isFinite(value)) return value;
    throw new DataError(`The JSON has a number for ${place} that is too large for its schema type ${schema.type}`);
  };
}

function readBoolean(schema: Schema, place: string): Read {
  return (json, first) => {
    if (first !== jsonCode.true && first !== jsonCode.false) throw wrongKind(json, first, schema, place);
    json.readWord(first === jsonCode.true ? 'true' : 'false');
    return first === jsonCode.true;
  };
}

/** Symbols of an enum may be other values than strings, which are read as their text. */
function readString(schema: Schema, place: string): Read {
  const isEnum = schema.parameters?.has(names.enum) ?? schema.parameters?.has(names.generalizedEnum) ?? false;
  return (json, first) => {
    if (first === jsonCode.quote) return json.readString();
    if (!isEnum || first === jsonCode.openObject || first === jsonCode.openArray)
      throw wrongKind(json, first, schema, place);
    const start = json.pos;
    json.skipValue();
    return json.text.slice(start, json.pos);
  };
}

function readBytes(schema: Schema, place: string): Read {
  return (json, first) => {
    if (first !== jsonCode.quote) throw wrongKind(json, first, schema, place);
    const bytes = decodeBase64(json.readString());
    if (bytes === null) throw new DataError(`The JSON has no base64 for ${place}, whose schema type is BYTES`);
    return bytes;
  };
}

type ReadItem = (json: JsonText) => unknown;

function readObjectMap(schema: Schema, value: ReadItem, place: string): Read {
  return (json, first) => {
    if (first !== jsonCode.openObject) throw wrongKind(json, first, schema, place);
    return readJsonObject(json, value);
  };
}

/** A map as a list of objects with key and value. */
function readEntries(schema: Schema, key: ReadItem, value: ReadItem, place: string): Read {
  const readEntry = (json: JsonText, map: Map<unknown, unknown>): void => {
    const parts = new Map<string, unknown>();
    if (json.peek() !== jsonCode.openObject) throw notAnEntry(place);
    json.enter();
    if (json.isEmpty(jsonCode.closeObject)) throw notAnEntry(place);
    do {
      const name = json.readName();
      if (name !== names.entryKey && name !== names.entryValue) throw notAnEntry(place);
      parts.set(name, name === names.entryKey ? key(json) : value(json));
    } while (json.hasNext(jsonCode.closeObject));
    if (parts.size !== 2) throw notAnEntry(place);
    map.set(sameKey(map, parts.get(names.entryKey)), parts.get(names.entryValue));
  };
  return (json, first) => {
    if (first !== jsonCode.openArray) throw wrongKind(json, first, schema, place);
    const map = new Map<unknown, unknown>();
    json.enter();
    if (json.isEmpty(jsonCode.closeArray)) return map;
    do readEntry(json, map);
    while (json.hasNext(jsonCode.closeArray));
    return map;
  };
}

const notAnEntry = (place: string): DataError =>
  new DataError(
    `The JSON has no map entry in ${place}: expected objects of "${names.entryKey}" and "${names.entryValue}"`,
  );

/** A key of the map that is equal, as Java's maps compare by content; bytes are never equal there. */
function sameKey(map: ReadonlyMap<unknown, unknown>, key: unknown): unknown {
  if (typeof key !== 'object' || key === null || key instanceof Uint8Array) return key;
  for (const other of map.keys()) if (equalValues(other, key)) return other;
  return key;
}
