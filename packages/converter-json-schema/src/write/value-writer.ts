import { DataError, Struct, javaDouble, javaFloat, kindOf, quoteJson, quoteJsonBytes } from '@causeway/api';
import type { Schema } from '@causeway/api';
import { isUnion, names } from '../connect-names.ts';
import { fieldPlace } from '../place.ts';
import { logicalWrite } from './logical.ts';
import { finiteDouble, writeSchemaless } from './schemaless.ts';

export interface WriteSettings {
  readonly numericDecimals: boolean;
  readonly ignoreDefaultForNullables: boolean;
}

/** Writes a value that is not null as JSON. @throws DataError if it does not fit */
type Write = (value: unknown) => string;

/** Writes the values of one place: of a field, of the items of an array, … */
export interface ValueWriter {
  write: Write;
  /** The JSON of null. null where there is none: a field is left out then. Java: a required value that is missing is no error */
  ofNull(): string | null;
}

/** The writers of one schema. */
export class WriterCompiler {
  readonly #settings: WriteSettings;
  readonly #recursive = new Map<Schema, ValueWriter>();

  constructor(settings: WriteSettings) {
    this.#settings = settings;
  }

  /** @param place what the value is, for messages: `value`, `field "a.b"` */
  compile(schema: Schema | null, place = 'value'): ValueWriter {
    if (schema === null) return { write: (value) => writeSchemaless(value, place), ofNull: () => 'null' };
    return schema.isRecursive
      ? this.#compileRecursive(schema, place)
      : this.#withNull(schema, this.#writeOf(schema, place));
  }

  /** Compiled with the first value: compiling it at once would never end. */
  #compileRecursive(schema: Schema, place: string): ValueWriter {
    const known = this.#recursive.get(schema);
    if (known !== undefined) return known;
    const writer = this.#withNull(schema, (value) => {
      writer.write = this.#writeOf(schema, place);
      return writer.write(value);
    });
    this.#recursive.set(schema, writer);
    return writer;
  }

  #withNull(schema: Schema, write: Write): ValueWriter {
    let nullText: string | null | undefined;
    const textOfNull = (writer: ValueWriter): string | null => {
      if (schema.defaultValue !== null && !this.#settings.ignoreDefaultForNullables)
        return writer.write(schema.defaultValue);
      return schema.optional ? 'null' : null;
    };
    const writer: ValueWriter = {
      write,
      ofNull: () => (nullText === undefined ? (nullText = textOfNull(writer)) : nullText),
    };
    return writer;
  }

  #writeOf(schema: Schema, place: string): Write {
    return logicalWrite(schema, this.#settings, place) ?? this.#writeOfType(schema, place);
  }

  #writeOfType(schema: Schema, place: string): Write {
    switch (schema.type) {
      case 'INT8':
      case 'INT16':
      case 'INT32':
        return writeInteger(schema, place);
      case 'INT64':
        return writeInt64(schema, place);
      case 'FLOAT32':
      case 'FLOAT64':
        return writeFloat(schema, place);
      case 'BOOLEAN':
        return (value) => {
          if (typeof value !== 'boolean') throw invalidType(schema, place, value);
          return value ? 'true' : 'false';
        };
      case 'BYTES':
        return (value) => {
          if (!(value instanceof Uint8Array)) throw invalidType(schema, place, value);
          return quoteJsonBytes(value);
        };
      case 'ARRAY':
        return this.#array(schema, place);
      case 'MAP':
        return this.#map(schema, place);
      case 'STRUCT':
        return isUnion(schema) ? this.#union(schema, place) : this.#struct(schema, place);
      default:
        return (value) => {
          if (typeof value !== 'string') throw invalidType(schema, place, value);
          return quoteJson(value);
        };
    }
  }

  #array(schema: Schema, place: string): Write {
    const items = this.compile(schema.valueSchema, `an item of ${place}`);
    return (value) => {
      if (!Array.isArray(value)) throw invalidType(schema, place, value);
      let text = '';
      for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + textOf(items, value[i]);
      return `[${text}]`;
    };
  }

  /** Java: keys that are required strings make an object, all others a list of entries */
  #map(schema: Schema, place: string): Write {
    const { keySchema } = schema;
    const keys = this.compile(keySchema, `a key of ${place}`);
    const values = this.compile(schema.valueSchema, `a value of ${place}`);
    const isObject = keySchema?.type === 'STRING' && !keySchema.optional;
    return (value) => {
      if (!(value instanceof Map)) throw invalidType(schema, place, value);
      return isObject ? writeObject(value, values, place) : writeEntries(value, keys, values);
    };
  }

  #struct(schema: Schema, place: string): Write {
    const fields = schema.fields.map((f) => this.compile(f.schema, fieldPlace(place, f.name)));
    const heads = schema.fields.map((f) => `${quoteJson(f.name)}:`);
    const isOfSchema = schemaCheck(schema, place);
    return (value) => {
      const struct = value as Struct;
      if (struct.schema !== schema) isOfSchema(value);
      const { values } = struct;
      let text = '{';
      for (let i = 0; i < fields.length; i++) {
        const item = values[i];
        const field = fields[i]!;
        const itemText = item === null || item === undefined ? field.ofNull() : field.write(item);
        if (itemText !== null) text += (text.length === 1 ? '' : ',') + heads[i]! + itemText;
      }
      return `${text}}`;
    };
  }

  /** The member that has a value, as it is. */
  #union(schema: Schema, place: string): Write {
    const fields = schema.fields.map((f) => this.compile(f.schema, fieldPlace(place, f.name)));
    const isOfSchema = schemaCheck(schema, place);
    return (value) => {
      const struct = value as Struct;
      if (struct.schema !== schema) isOfSchema(value);
      for (let i = 0; i < fields.length; i++) {
        const item = struct.values[i] ?? null;
        if (item !== null) return fields[i]!.write(item);
      }
      if (schema.optional) return 'null';
      throw new DataError(`No member of the union in ${place} has a value, and it is required`);
    };
  }
}

export function textOf(writer: ValueWriter, value: unknown): string {
  return value === null || value === undefined ? (writer.ofNull() ?? 'null') : writer.write(value);
}

function invalidType(schema: Schema, place: string, value: unknown): DataError {
  return new DataError(`Invalid type for ${schema.type} of ${place}: ${kindOf(value)}`);
}

/** A struct's schema must equal the one of its place, which is asked once for each that is not the very same. */
function schemaCheck(schema: Schema, place: string): (value: unknown) => void {
  let equalSchema: Schema | null = null;
  return (value) => {
    if (!(value instanceof Struct)) throw invalidType(schema, place, value);
    if (value.schema === equalSchema) return;
    // A default is a struct of the schema as it was before it had one
    if (value !== schema.defaultValue && !value.schema.equals(schema))
      throw new DataError(`Mismatching schema: the struct in ${place} has another one`);
    equalSchema = value.schema;
  };
}

function writeInteger(schema: Schema, place: string): Write {
  const shift = { INT8: 24, INT16: 16, INT32: 0 }[schema.type as 'INT8' | 'INT16' | 'INT32'];
  return (value) => {
    if (typeof value !== 'number' || (value << shift) >> shift !== value) throw invalidType(schema, place, value);
    return `${value}`;
  };
}

function writeInt64(schema: Schema, place: string): Write {
  return (value) => {
    if (!Number.isSafeInteger(value) && !(typeof value === 'bigint' && BigInt.asIntN(64, value) === value)) {
      throw invalidType(schema, place, value);
    }
    return `${value as number | bigint}`;
  };
}

function writeFloat(schema: Schema, place: string): Write {
  const print = schema.type === 'FLOAT32' ? javaFloat : javaDouble;
  return (value) => {
    if (typeof value !== 'number') throw invalidType(schema, place, value);
    return finiteDouble(schema.type === 'FLOAT32' ? Math.fround(value) : value, place, print);
  };
}

type AnyMap = ReadonlyMap<unknown, unknown>;

function writeObject(map: AnyMap, values: ValueWriter, place: string): string {
  let text = '{';
  for (const [key, value] of map) {
    if (typeof key !== 'string') throw new DataError(`Invalid type for a key of ${place}: ${kindOf(key)}`);
    text += `${text.length === 1 ? '' : ','}${quoteJson(key)}:${textOf(values, value)}`;
  }
  return `${text}}`;
}

function writeEntries(map: AnyMap, keys: ValueWriter, values: ValueWriter): string {
  let text = '[';
  for (const [key, value] of map) {
    const entry = `{"${names.entryKey}":${textOf(keys, key)},"${names.entryValue}":${textOf(values, value)}}`;
    text += (text.length === 1 ? '' : ',') + entry;
  }
  return `${text}]`;
}
