import { DataError, type Schema, Struct } from '@causeway/api';
import { fieldPlace } from '../place.ts';
import type { AvroRecord, AvroType, AvroUnion } from '../schema/avro-type.ts';
import { isMapEntry } from '../schema/avro-kinds.ts';
import { isAvroMap, isUnion } from '../schema/connect-kinds.ts';
import { scrubName } from '../schema/names.ts';
import { toConnectSchema } from '../schema/to-connect.ts';
import { readDefault } from '../schema/default-from-avro.ts';
import { isAnything, writeAnything } from './anything.ts';
import { branchOf } from './branch.ts';
import { compileLogical } from './logical.ts';
import { compilePrimitive } from './primitive.ts';
import type { Output } from './output.ts';
import { type Write, type CompileOptions, type WriterOptions, cannotHold, isNull, mismatch } from './write.ts';

/**
 * Compiles how values of a Connect schema are written as an Avro type, which is its own or one that a registry has.
 * @throws DataError where the type can't hold every value of the schema
 */
export function compileWriter(schema: Schema | null, type: AvroType, options: WriterOptions): Write {
  const slot = compileSlot(schema, type, { ...options, recursive: new Map() });
  return (out, value) => writeSlot(out, slot, value ?? null);
}

const NO_BRANCH = -1;
/** In place of a branch for null: values without a schema have a null of their own. */
const OWN_NULL = -2;

/** How the values of one place are written. */
interface Slot {
  /** Of values that are not null. */
  readonly write: Write;
  /** The number of the branch for values, where the type is a union; else NO_BRANCH. */
  readonly branch: number;
  /** The number of the branch for null; NO_BRANCH where a value is required. */
  readonly nullBranch: number;
  readonly place: string;
}

/** Branches are few: their number is one byte, doubled as Avro's integers are. */
function writeSlot(out: Output, slot: Slot, value: unknown): void {
  if (value !== null) {
    if (slot.branch !== NO_BRANCH) out.int(slot.branch);
    slot.write(out, value);
  } else if (slot.nullBranch >= 0) out.int(slot.nullBranch);
  else if (slot.nullBranch === OWN_NULL) slot.write(out, null);
  else throw isNull(slot.place);
}

function compileSlot(schema: Schema | null, type: AvroType, options: CompileOptions): Slot {
  const { place } = options;
  if (schema === null) {
    if (!isAnything(type)) throw cannotHold(type, null, place);
    const write: Write = (out, value) => writeAnything(out, value, place, 0);
    return { write, branch: NO_BRANCH, nullBranch: OWN_NULL, place };
  }
  if (type.kind !== 'union')
    return { write: compileValue(schema, type, options), branch: NO_BRANCH, nullBranch: NO_BRANCH, place };
  const nullBranch = schema.optional ? type.branches.findIndex((branch) => branch.kind === 'null') : NO_BRANCH;
  if (schema.optional && nullBranch === NO_BRANCH)
    throw new DataError(`The Avro union of ${place} has no null, but its Connect schema is optional`);
  if (isUnion(schema))
    return { write: compileUnionStruct(schema, type, options), branch: NO_BRANCH, nullBranch, place };
  const branch = branchOf(schema, type, options.settings);
  if (branch === NO_BRANCH) throw cannotHold(type, schema, place);
  return { write: compileValue(schema, type.branches[branch]!, options), branch, nullBranch, place };
}

/** For values that are not null. */
function compileValue(schema: Schema, type: AvroType, options: CompileOptions): Write {
  const write =
    compileLogical(schema, type, options) ??
    compilePrimitive(schema, type, options) ??
    compileComplex(schema, type, options);
  if (write === null) throw cannotHold(type, schema, options.place);
  return write;
}

function compileComplex(schema: Schema, type: AvroType, options: CompileOptions): Write | null {
  if (schema.type === 'ARRAY' && type.kind === 'array') return compileArray(schema, type.items, options);
  if (schema.type === 'MAP') {
    if (type.kind === 'map' && isAvroMap(schema, options.settings)) return compileMap(schema, type.values, options);
    if (type.kind === 'array' && isMapEntry(type.items)) return compileEntries(schema, type.items, options);
  }
  if (schema.type === 'STRUCT' && type.kind === 'record' && !isUnion(schema))
    return compileStruct(schema, type, options);
  return null;
}

/** A struct that stands for a union: its one field with a value says which branch. */
function compileUnionStruct(schema: Schema, type: AvroUnion, options: CompileOptions): Write {
  const { place } = options;
  const taken = new Set<number>();
  const branches = schema.fields.map((field) => {
    const index = branchOf(field.schema, type, options.settings, { field, taken });
    if (index < 0) throw cannotHold(type, field.schema, fieldPlace(place, field.name));
    taken.add(index);
    const write = compileValue(field.schema, type.branches[index]!, {
      ...options,
      place: fieldPlace(place, field.name),
    });
    return { index, write };
  });
  const check = structCheck(schema, place);
  return (out, value) => {
    check(value);
    const { values } = value as Struct;
    for (const [i, { index, write }] of branches.entries()) {
      const item = values[i];
      if (item === null || item === undefined) continue;
      out.int(index);
      write(out, item);
      return;
    }
    throw new DataError(`No field of the union in ${place} has a value`);
  };
}

function compileArray(schema: Schema, items: AvroType, options: CompileOptions): Write {
  const { place } = options;
  const slot = compileSlot(schema.valueSchema, items, { ...options, place: `an item of ${place}` });
  return (out, value) => {
    if (!Array.isArray(value)) throw mismatch(schema, place, value);
    if (value.length > 0) {
      out.safeLong(value.length);
      for (const item of value as unknown[]) writeSlot(out, slot, item ?? null);
    }
    out.byte(0);
  };
}

function compileMap(schema: Schema, values: AvroType, options: CompileOptions): Write {
  const { place } = options;
  const slot = compileSlot(schema.valueSchema, values, { ...options, place: `a value of ${place}` });
  return (out, value) => {
    if (!(value instanceof Map)) throw mismatch(schema, place, value);
    if (value.size > 0) {
      out.safeLong(value.size);
      for (const [key, item] of value) {
        if (typeof key !== 'string') throw mismatch(schema.keySchema!, `a key of ${place}`, key);
        out.string(key);
        writeSlot(out, slot, item ?? null);
      }
    }
    out.byte(0);
  };
}

function compileEntries(schema: Schema, entry: AvroRecord, options: CompileOptions): Write {
  const { place } = options;
  const [first, second] = entry.fields;
  if (entry.fields.length !== 2 || first?.name !== 'key' || second?.name !== 'value')
    throw cannotHold(entry, schema, place);
  const keys = compileSlot(schema.keySchema, first.type, { ...options, place: `a key of ${place}` });
  const values = compileSlot(schema.valueSchema, second.type, { ...options, place: `a value of ${place}` });
  return (out, value) => {
    if (!(value instanceof Map)) throw mismatch(schema, place, value);
    if (value.size > 0) {
      out.safeLong(value.size);
      for (const [key, item] of value) {
        writeSlot(out, keys, key ?? null);
        writeSlot(out, values, item ?? null);
      }
    }
    out.byte(0);
  };
}

/** Java: a struct's schema must equal the one of its place, which is asked once for each that is not the very same. */
function structCheck(schema: Schema, place: string): (value: unknown) => void {
  let equal = schema;
  return (value) => {
    const struct = value as Struct;
    if (struct.schema === schema || struct.schema === equal) return;
    if (!(value instanceof Struct)) throw mismatch(schema, place, value);
    if (!value.schema.equals(schema) && !isDefaultOf(schema, value))
      throw new DataError(`Mismatching schema: the struct in ${place} has another one`);
    equal = value.schema;
  };
}

/** A default struct can't have the schema that has it as its default. */
const isDefaultOf = (schema: Schema, value: Struct): boolean =>
  schema.defaultValue !== null && value.schema.equals(schema.with({ defaultValue: null }));

function compileStruct(schema: Schema, record: AvroRecord, options: CompileOptions): Write {
  if (!schema.isRecursive) return compileFields(schema, record, options);
  let ofSchema = options.recursive.get(schema);
  if (ofSchema === undefined) options.recursive.set(schema, (ofSchema = new Map<AvroType, Write>()));
  const known = ofSchema.get(record);
  if (known !== undefined) return known;
  let writeFields: Write | null = null;
  const write: Write = (out, value) => {
    out.enter();
    writeFields!(out, value);
    out.leave();
  };
  ofSchema.set(record, write);
  writeFields = compileFields(schema, record, options);
  return write;
}

function compileFields(schema: Schema, record: AvroRecord, options: CompileOptions): Write {
  const { place } = options;
  const fields = matchFields(schema, record, options);
  const check = structCheck(schema, place);
  const count = fields.length;
  return (out, value) => {
    check(value);
    const { values } = value as Struct;
    for (let i = 0; i < count; i++) {
      const { index, slot, fallback } = fields[i]!;
      writeSlot(out, slot, (index < 0 ? null : values[index]) ?? fallback);
    }
  };
}

/** How one field of the Avro record is written. */
interface FieldWriter {
  /** Place of the value in the struct; -1 where the Connect schema doesn't have the field. */
  readonly index: number;
  readonly slot: Slot;
  /** What stands for null. */
  readonly fallback: unknown;
}

function matchFields(schema: Schema, record: AvroRecord, options: CompileOptions): FieldWriter[] {
  const { place, settings } = options;
  const nameOf = (name: string): string => (settings.scrub ? scrubName(name) : name);
  const byName = new Map(schema.fields.map((field) => [nameOf(field.name), field]));
  const unknown = schema.fields.find((field) => !record.fields.some((other) => other.name === nameOf(field.name)));
  if (unknown !== undefined && !options.dropsUnknown)
    throw new DataError(`The Avro record ${record.name} has no ${fieldPlace(place, unknown.name)}`);
  return record.fields.map((field) => {
    const own = byName.get(field.name);
    const within = { ...options, place: fieldPlace(place, own?.name ?? field.name) };
    if (own === undefined) return constantField(field.type, field.default, within);
    const { defaultValue } = own.schema;
    const fallback = settings.ignoreDefaultForNullables ? null : defaultValue;
    return { index: own.index, slot: compileSlot(own.schema, field.type, within), fallback };
  });
}

/** A field that the Connect schema doesn't have: its default is written. */
function constantField(type: AvroType, json: unknown, options: CompileOptions): FieldWriter {
  const schema = toConnectSchema(type, null, options.settings);
  const value = schema === null || json === undefined ? null : readDefault(type, schema, json, options.settings);
  if (schema === null || json === undefined || (value === null && !schema.optional))
    throw new DataError(`The Avro schema requires ${options.place}, which the Connect schema does not have`);
  return { index: -1, slot: compileSlot(schema, type, options), fallback: value };
}
