/**
 * The encoding of the cases ↔ our data model.
 *
 * Java knows of each number which of six types it has. We know it where a schema says so; without one an integer is an integer and a double
 * a double: INT8 … INT64 become the same number, a FLOAT32 becomes the double that reads like it (0.1, not 0.10000000149011612), and
 * `difference` does not tell them apart there.
 */
import { Decimal, Float64, Schema, Struct, float64, int64 } from '@causeway/api';
import type { GoldenSchema, GoldenValue } from './case.ts';

const DATE = 'org.apache.kafka.connect.data.Date';
const TIME = 'org.apache.kafka.connect.data.Time';

export function decodeSchema(schema: GoldenSchema | null | undefined): Schema | null {
  return schema ? decodePresent(schema) : null;
}

function decodePresent(encoded: GoldenSchema): Schema {
  const init = {
    type: encoded.type,
    optional: encoded.optional ?? false,
    name: encoded.name ?? null,
    version: encoded.version ?? null,
    doc: encoded.doc ?? null,
    parameters: encoded.parameters ? new Map(Object.entries(encoded.parameters)) : null,
    fields: (encoded.fields ?? []).map(({ name, schema }) => ({ name, schema: decodePresent(schema) })),
    keySchema: decodeSchema(encoded.keySchema),
    valueSchema: decodeSchema(encoded.valueSchema),
  };
  const schema = new Schema(init);
  if (!encoded.default) return schema;
  return new Schema({ ...init, defaultValue: decodeValue(encoded.default, schema) });
}

export function decodeValue(encoded: GoldenValue | null | undefined, place: Schema | null): unknown {
  if (!encoded) return null;
  const { t: tag, v } = encoded;
  switch (tag) {
    case 'INT64':
      return int64(BigInt(v as string));
    case 'FLOAT32':
    case 'FLOAT64':
      return decodeFloat(tag, Number(v), place);
    case 'BYTES':
      return Buffer.from(v as string, 'base64');
    case 'DECIMAL':
      return Decimal.parse(v as string);
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return new Date(Number(v));
    case 'ARRAY':
      return (v as GoldenValue[]).map((item) => decodeValue(item, place?.valueSchema ?? null));
    case 'MAP':
      return new Map(
        (v as [GoldenValue, GoldenValue][]).map(([key, item]) => [
          decodeValue(key, place?.keySchema ?? null),
          decodeValue(item, place?.valueSchema ?? null),
        ]),
      );
    case 'STRUCT':
      return decodeStruct(encoded, place);
    default:
      return v;
  }
}

function decodeFloat(tag: 'FLOAT32' | 'FLOAT64', value: number, place: Schema | null): number | Float64 {
  if (place?.type === 'FLOAT32' || place?.type === 'FLOAT64') return tag === 'FLOAT32' ? Math.fround(value) : value;
  return float64(tag === 'FLOAT32' ? shortestFloat32(value) : value);
}

/** The double with the fewest digits, but two at least as in Java, that is this float when rounded to one. */
function shortestFloat32(value: number): number {
  for (let digits = 2; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Object.is(Math.fround(candidate), value)) return candidate;
  }
  return value;
}

function decodeStruct(encoded: GoldenValue, place: Schema | null): Struct {
  const schema = decodeSchema(encoded.s) ?? place;
  if (schema === null) throw new Error('a struct needs a schema');
  const values = encoded.v as Record<string, GoldenValue | null>;
  return Struct.of(
    schema,
    schema.fields.map((f) => decodeValue(values[f.name], f.schema)),
  );
}

/** A schema inside of itself is told by its name and its type alone. */
export function encodeSchema(schema: Schema | null, outer: readonly Schema['fields'][] = []): GoldenSchema | null {
  if (schema === null) return null;
  const isAgain = outer.includes(schema.fields);
  const within = schema.isRecursive ? [...outer, schema.fields] : outer;
  return {
    type: schema.type,
    optional: schema.optional,
    name: schema.name,
    version: schema.version,
    doc: schema.doc,
    default: encodeValue(schema.defaultValue, schema),
    parameters: schema.parameters === null ? null : Object.fromEntries(schema.parameters),
    fields:
      schema.type === 'STRUCT' && !isAgain
        ? schema.fields.map((f) => ({ name: f.name, schema: encodeSchema(f.schema, within)! }))
        : null,
    keySchema: encodeSchema(schema.keySchema, within),
    valueSchema: encodeSchema(schema.valueSchema, within),
  };
}

/** Tags a value by what it is; numbers by the schema of their place. */
export function encodeValue(value: unknown, place: Schema | null): GoldenValue | null {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
      return { t: 'STRING', v: value };
    case 'boolean':
      return { t: 'BOOLEAN', v: value };
    case 'bigint':
      return { t: 'INT64', v: value.toString() };
    case 'number':
      return encodeNumber(value, place);
    default:
      return encodeObject(value, place);
  }
}

const numberTypes: readonly unknown[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];

function encodeNumber(value: number, place: Schema | null): GoldenValue {
  const t = numberTypes.includes(place?.type) ? place!.type : Number.isInteger(value) ? 'INT64' : 'FLOAT64';
  if (t === 'INT64') return { t, v: String(value) };
  return { t, v: Number.isFinite(value) ? value : String(value) };
}

function encodeObject(value: unknown, place: Schema | null): GoldenValue {
  if (value instanceof Float64) return encodeNumber(value.value, Schema.FLOAT64_SCHEMA);
  if (value instanceof Decimal) return { t: 'DECIMAL', v: value.scale < 0 ? value.toString() : value.toPlainString() };
  if (value instanceof Date) return encodeDate(value, place);
  if (value instanceof Uint8Array) return { t: 'BYTES', v: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) {
    return { t: 'ARRAY', v: value.map((item) => encodeValue(item, place?.valueSchema ?? null)) };
  }
  if (value instanceof Map) {
    const entries = [...(value as Map<unknown, unknown>)];
    return {
      t: 'MAP',
      v: entries.map(([key, item]) => [
        encodeValue(key, place?.keySchema ?? null),
        encodeValue(item, place?.valueSchema ?? null),
      ]),
    };
  }
  if (value instanceof Struct) return encodeStruct(value, place);
  throw new TypeError(`no Connect value: ${Object.prototype.toString.call(value)}`);
}

/** A Date that holds no point in time is told from every one that does. */
function encodeDate(value: Date, place: Schema | null): GoldenValue {
  const ms = value.getTime();
  return { t: timeTag(place), v: Number.isNaN(ms) ? 'NaN' : ms };
}

function timeTag(place: Schema | null): 'DATE' | 'TIME' | 'TIMESTAMP' {
  return place?.name === DATE ? 'DATE' : place?.name === TIME ? 'TIME' : 'TIMESTAMP';
}

function encodeStruct(struct: Struct, place: Schema | null): GoldenValue {
  const v = Object.fromEntries(
    struct.schema.fields.map((f) => [f.name, encodeValue(struct.values[f.index], f.schema)]),
  );
  const isOfPlace = place !== null && withoutDefault(struct.schema).equals(withoutDefault(place));
  return isOfPlace ? { t: 'STRUCT', v } : { t: 'STRUCT', s: encodeSchema(struct.schema), v };
}

/** The default of a struct schema is a struct of that schema as it was before it had one. */
function withoutDefault(schema: Schema): Schema {
  return schema.defaultValue === null ? schema : schema.with({ defaultValue: null });
}
