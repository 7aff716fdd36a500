import {
  DataError,
  DateType,
  Decimal,
  DecimalType,
  type Schema,
  Struct,
  TimeType,
  TimestampType,
  javaDouble,
  javaFloat,
  kindOf,
} from '@causeway/api';
import type { AvroSettings } from '../config.ts';
import { isAvroMap, isUnion } from './connect-kinds.ts';
import { scrubName } from './names.ts';
import { type Json, type SchemaNode, rawNumber } from './schema-node.ts';

/** Java writes a float as a double in a field's default, and as a float in `connect.default`. */
export type DefaultPlace = 'field' | 'property';

/** The default of a schema, as JSON. Java: AvroData#defaultValueFromConnect */
export function defaultToJson(schema: Schema, value: unknown, settings: AvroSettings, place: DefaultPlace): Json {
  if (value === null || value === undefined) return null;
  const plain = plainValue(schema, value);
  switch (schema.type) {
    case 'FLOAT32':
      return floating(plain as number, (v) => (place === 'field' ? javaDouble(Math.fround(v)) : javaFloat(v)));
    case 'FLOAT64':
      return floating(plain as number, javaDouble);
    case 'INT64':
      return rawNumber(String(plain));
    case 'BYTES':
      return latin1(plain as Uint8Array);
    case 'ARRAY':
      return (plain as unknown[]).map((item) => defaultToJson(schema.valueSchema!, item, settings, place));
    case 'MAP':
      return mapToJson(schema, plain as ReadonlyMap<unknown, unknown>, settings, place);
    case 'STRUCT':
      return structToJson(schema, plain, settings, place);
    default:
      return plain as Json;
  }
}

/** Java: Jackson writes NaN and the infinities as text */
const floating = (value: number, print: (value: number) => string): Json =>
  Number.isFinite(value) ? rawNumber(print(value)) : String(value);

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

function plainValue(schema: Schema, value: unknown): unknown {
  switch (schema.name) {
    case DecimalType.LOGICAL_NAME:
      if (value instanceof Decimal) return value.toBytes();
      break;
    case DateType.LOGICAL_NAME:
      if (value instanceof Date) return DateType.encode(value);
      break;
    case TimeType.LOGICAL_NAME:
      if (value instanceof Date) return TimeType.encode(value);
      break;
    case TimestampType.LOGICAL_NAME:
      if (value instanceof Date) return TimestampType.encode(value);
      break;
    default:
      return value;
  }
  throw new DataError(`The default of a schema of the type ${schema.name} is a ${kindOf(value)}`);
}

function mapToJson(
  schema: Schema,
  map: ReadonlyMap<unknown, unknown>,
  settings: AvroSettings,
  place: DefaultPlace,
): Json {
  const valueOf = (value: unknown): Json => defaultToJson(schema.valueSchema!, value, settings, place);
  if (isAvroMap(schema, settings)) return Object.fromEntries(Array.from(map, ([key, v]) => [String(key), valueOf(v)]));
  return Array.from(map, ([key, v]) => [defaultToJson(schema.keySchema!, key, settings, place), valueOf(v)]);
}

function structToJson(schema: Schema, value: unknown, settings: AvroSettings, place: DefaultPlace): Json {
  if (!(value instanceof Struct)) throw new DataError(`The default of a STRUCT schema is a ${kindOf(value)}`);
  const parts = schema.fields.map((field) => {
    const name = settings.scrub ? scrubName(field.name) : field.name;
    return [name, defaultToJson(field.schema, value.get(field), settings, place)] as const;
  });
  if (isUnion(schema)) return parts.find(([, json]) => json !== null)?.[1] ?? null;
  return Object.fromEntries(parts);
}

/** Would Avro take this default for a field of the type? Java: Schema#isValidDefault */
export function isValidDefault(node: SchemaNode, json: Json): boolean {
  switch (node.kind) {
    case 'primitive':
      return isValidPrimitive(node.type, json);
    case 'enum':
    case 'fixed':
      return typeof json === 'string';
    case 'array':
      return Array.isArray(json) && (json as readonly Json[]).every((item) => isValidDefault(node.items, item));
    case 'map':
      return isObject(json) && Object.values(json).every((value) => isValidDefault(node.values, value));
    case 'union':
      return isValidDefault(node.branches[0]!, json);
    case 'record':
      return isObject(json) && node.fields.every((f) => isValidDefault(f.node, json[f.name] ?? f.default ?? null));
  }
}

function isValidPrimitive(type: string, json: Json): boolean {
  switch (type) {
    case 'null':
      return json === null;
    case 'boolean':
      return typeof json === 'boolean';
    case 'string':
    case 'bytes':
      return typeof json === 'string';
    default:
      return typeof json === 'number' || isRaw(json);
  }
}

const isRaw = (json: Json): boolean => typeof json === 'object' && json !== null && 'rawJSON' in json;

const isObject = (json: Json): json is Readonly<Record<string, Json>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !isRaw(json);
