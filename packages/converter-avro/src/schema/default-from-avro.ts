import {
  DataError,
  Decimal,
  DecimalType,
  type Schema,
  Struct,
  DateType,
  TimeType,
  TimestampType,
  int64,
  validateValue,
} from '@causeway/api';
import type { AvroSettings } from '../config.ts';
import type { AvroRecord, AvroType, AvroUnion } from './avro-type.ts';
import { isMapEntry, simpleUnion } from './avro-kinds.ts';

/**
 * The default of a field or of `connect.default`, given as JSON, for the Connect schema of its type; null where it is none that fits, which
 * is left out, as in Java.
 */
export function readDefault(type: AvroType, schema: Schema, json: unknown, settings: AvroSettings): unknown {
  try {
    const value = read(type, schema, json, settings);
    if (value !== null) validateValue(schema, value);
    return value;
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

function read(type: AvroType, schema: Schema, json: unknown, settings: AvroSettings): unknown {
  if (json === null || json === undefined) return null;
  return logical(schema, readPlain(type, schema, json, settings));
}

function readPlain(type: AvroType, schema: Schema, json: unknown, settings: AvroSettings): unknown {
  switch (type.kind) {
    case 'null':
      return null;
    case 'long':
      return integer(json);
    case 'float':
      return Math.fround(floating(json));
    case 'double':
      return floating(json);
    case 'int':
      return expect(json, ['number']);
    case 'boolean':
      return expect(json, ['boolean']);
    case 'string':
    case 'enum':
      return expect(json, ['string']);
    case 'bytes':
    case 'fixed':
      return Buffer.from(expect(json, ['string']) as string, 'latin1');
    case 'array':
      return readArray(type.items, schema, json, settings);
    case 'map':
      return new Map(
        Object.entries(object(json)).map(([k, v]) => [k, read(type.values, schema.valueSchema!, v, settings)]),
      );
    case 'record':
      return readRecord(type, schema, json, settings);
    case 'union':
      return readUnion(type, schema, json, settings);
  }
}

function integer(json: unknown): number | bigint {
  if (typeof json === 'bigint') return int64(json);
  if (Number.isSafeInteger(json)) return json as number;
  throw new DataError('The default is no integer');
}

/** Java: NaN and the infinities are text in JSON */
const floating = (json: unknown): number =>
  json === 'NaN' || json === 'Infinity' || json === '-Infinity'
    ? Number(json)
    : Number(expect(json, ['number', 'bigint']));

function expect(json: unknown, kinds: readonly string[]): unknown {
  if (kinds.includes(typeof json)) return json;
  throw new DataError(`The default is a ${typeof json}`);
}

function object(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new DataError('The default is no object');
  return json as Readonly<Record<string, unknown>>;
}

function readArray(items: AvroType, schema: Schema, json: unknown, settings: AvroSettings): unknown {
  if (!Array.isArray(json)) throw new DataError('The default is no list');
  if (!isMapEntry(items)) return json.map((item) => read(items, schema.valueSchema!, item, settings));
  const [key, value] = ['key', 'value'].map((name) => items.fields.find((f) => f.name === name)!.type) as [
    AvroType,
    AvroType,
  ];
  return new Map(
    json.map((pair: unknown) => {
      const [k, v] = Array.isArray(pair) ? (pair as unknown[]) : Object.values(object(pair));
      return [read(key, schema.keySchema!, k, settings), read(value, schema.valueSchema!, v, settings)];
    }),
  );
}

function readRecord(type: AvroRecord, schema: Schema, json: unknown, settings: AvroSettings): Struct {
  const members = object(json);
  const values = type.fields.map((field, i) => {
    const { schema: fieldSchema } = schema.fields[i]!;
    const member = Object.hasOwn(members, field.name) ? members[field.name] : field.default;
    return read(field.type, fieldSchema, member, settings) ?? fieldSchema.defaultValue;
  });
  const struct = new Struct(schema, values);
  struct.validate();
  return struct;
}

/** Avro: the default of a union is one of its first branch */
function readUnion(type: AvroUnion, schema: Schema, json: unknown, settings: AvroSettings): unknown {
  const simple = simpleUnion(type, settings);
  if (simple !== null) return read(simple.inner, schema, json, settings);
  const first = type.branches[0];
  if (first === undefined || first.kind === 'null') return null;
  const values = new Array<unknown>(schema.fields.length).fill(null);
  values[0] = read(first, schema.fields[0]!.schema, json, settings);
  return new Struct(schema, values);
}

/** The value of a logical type from the one below it. */
function logical(schema: Schema, plain: unknown): unknown {
  if (plain === null) return null;
  switch (schema.name) {
    case DecimalType.LOGICAL_NAME:
      return Decimal.fromBytes(plain as Uint8Array, DecimalType.scaleOf(schema));
    case DateType.LOGICAL_NAME:
      return DateType.decode(plain as number);
    case TimeType.LOGICAL_NAME:
      return TimeType.decode(plain as number);
    case TimestampType.LOGICAL_NAME:
      return TimestampType.decode(plain as number | bigint);
    default:
      return plain;
  }
}
