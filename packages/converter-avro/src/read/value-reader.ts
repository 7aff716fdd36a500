import { DataError, type Schema, Struct, equalValues } from '@causeway/api';
import type { AvroSettings } from '../config.ts';
import { fieldPlace } from '../place.ts';
import { isMapEntry, simpleUnion } from '../schema/avro-kinds.ts';
import type { AvroArray, AvroEnum, AvroRecord, AvroType, AvroUnion } from '../schema/avro-type.ts';
import { readAnything } from './anything.ts';
import { type Input, MalformedError } from './input.ts';
import { logicalRead } from './logical.ts';

/** Reads a value. @throws MalformedError for bytes that are none; DataError where it is known which value it was */
export type Read = (input: Input) => unknown;

/** More items of no bytes than this are taken for malformed. */
const MAX_EMPTY_ITEMS = 1_000_000;

/**
 * Compiles how values of an Avro type are read as those of its Connect schema.
 * @param schema what `toConnectSchema` made of the type
 * @param place what the value is, for messages: `value`, `field "a.b"`
 */
export function compileReader(type: AvroType, schema: Schema | null, settings: AvroSettings, place: string): Read {
  return compile(type, schema, { settings, recursive: new Map() }, place);
}

interface ReaderContext {
  readonly settings: AvroSettings;
  /** Of records that contain themselves. */
  readonly recursive: Map<Schema, Read>;
}

function compile(type: AvroType, schema: Schema | null, context: ReaderContext, place: string): Read {
  if (schema === null) return (input) => readAnything(input, 0);
  const read = compilePlain(type, schema, context, place);
  return type.kind === 'union' ? read : (logicalRead(schema, read) ?? read);
}

function compilePlain(type: AvroType, schema: Schema, context: ReaderContext, place: string): Read {
  switch (type.kind) {
    case 'null':
      return () => null;
    case 'boolean':
      return (input) => input.boolean();
    case 'int':
      return compileInt(schema);
    case 'long':
      return (input) => input.long();
    case 'float':
      return (input) => input.float();
    case 'double':
      return (input) => input.double();
    case 'string':
      return (input) => input.string();
    case 'bytes':
      return (input) => input.bytes();
    case 'fixed':
      return (input) => input.fixed(type.size);
    case 'enum':
      return compileEnum(type);
    case 'array':
      return compileArray(type, schema, context, place);
    case 'map':
      return compileMap(type.values, schema, context, place);
    case 'record':
      return compileRecord(type, schema, context, place);
    case 'union':
      return compileUnion(type, schema, context, place);
  }
}

function compileInt({ type }: Schema): Read {
  if (type === 'INT32') return (input) => input.int();
  const limit = type === 'INT8' ? 0x80 : 0x8000;
  return (input) => {
    const value = input.int();
    if (value >= limit || value < -limit) throw new MalformedError(`its number is too large for ${type}`);
    return value;
  };
}

function compileEnum({ name, symbols }: AvroEnum): Read {
  return (input) => {
    const index = input.int();
    const symbol = symbols[index];
    if (symbol === undefined) throw new MalformedError(`the enum ${name} has no symbol number ${index}`);
    return symbol;
  };
}

function compileArray({ items }: AvroArray, schema: Schema, context: ReaderContext, place: string): Read {
  if (isMapEntry(items)) return compileEntries(items, schema, context, place);
  const read = compile(items, schema.valueSchema, context, `an item of ${place}`);
  const smallest = smallestSize(items);
  return (input) => {
    const result: unknown[] = [];
    for (let count = input.block(smallest); count > 0; count = input.block(smallest)) {
      limitEmpty(smallest, result.length + count);
      for (let i = 0; i < count; i++) result.push(read(input));
    }
    return result;
  };
}

function limitEmpty(smallest: number, count: number): void {
  if (smallest === 0 && count > MAX_EMPTY_ITEMS) throw new MalformedError(`it has ${count} items of no bytes`);
}

function compileMap(values: AvroType, schema: Schema, context: ReaderContext, place: string): Read {
  const read = compile(values, schema.valueSchema, context, `a value of ${place}`);
  return (input) => {
    const result = new Map<string, unknown>();
    for (let count = input.block(1); count > 0; count = input.block(1)) {
      for (let i = 0; i < count; i++) result.set(input.string(), read(input));
    }
    return result;
  };
}

/** A map whose keys are no strings: an array of records of key and value. */
function compileEntries(entry: AvroRecord, schema: Schema, context: ReaderContext, place: string): Read {
  const isKeyFirst = entry.fields[0]!.name === 'key';
  const [keyType, valueType] = isKeyFirst ? [entry.fields[0]!, entry.fields[1]!] : [entry.fields[1]!, entry.fields[0]!];
  const readKey = compile(keyType.type, schema.keySchema, context, `a key of ${place}`);
  const readValue = compile(valueType.type, schema.valueSchema, context, `a value of ${place}`);
  const smallest = smallestSize(entry);
  return (input) => {
    const result = new Map();
    let total = 0;
    for (let count = input.block(smallest); count > 0; count = input.block(smallest)) {
      limitEmpty(smallest, (total += count));
      for (let i = 0; i < count; i++) {
        const first = isKeyFirst ? readKey(input) : readValue(input);
        const second = isKeyFirst ? readValue(input) : readKey(input);
        const [key, value] = isKeyFirst ? [first, second] : [second, first];
        result.set(sameKey(result, key), value);
      }
    }
    return result;
  };
}

/** A key of the map that is equal, as Java's maps compare by content. */
function sameKey(map: ReadonlyMap<unknown, unknown>, key: unknown): unknown {
  if (typeof key !== 'object' || key === null) return key;
  for (const other of map.keys()) if (equalValues(other, key)) return other;
  return key;
}

function compileRecord(record: AvroRecord, schema: Schema, context: ReaderContext, place: string): Read {
  if (!schema.isRecursive) return compileFields(record, schema, context, place);
  const known = context.recursive.get(schema);
  if (known !== undefined) return known;
  let readFields: Read | null = null;
  const read: Read = (input) => {
    input.enter();
    const value = readFields!(input);
    input.leave();
    return value;
  };
  context.recursive.set(schema, read);
  readFields = compileFields(record, schema, context, place);
  return read;
}

function compileFields({ fields }: AvroRecord, schema: Schema, context: ReaderContext, place: string): Read {
  const places = fields.map((field) => fieldPlace(place, field.name));
  const slots = fields.map((field, i) => compileSlot(field.type, schema.fields[i]!.schema, context, places[i]!));
  const count = slots.length;
  return (input) => {
    const values = new Array<unknown>(count);
    let i = 0;
    try {
      for (; i < count; i++) values[i] = readSlot(input, slots[i]!);
    } catch (error) {
      throw placed(error, places[i]!);
    }
    return Struct.of(schema, values);
  };
}

const NO_BRANCH = -1;

/** How the values of a field are read: those that may be null without a call in between. */
interface Slot {
  readonly read: Read;
  /** The numbers of the branches for values and for null, where the type is a union of these two; else NO_BRANCH. */
  readonly branch: number;
  readonly nullBranch: number;
}

function readSlot(input: Input, { read, branch, nullBranch }: Slot): unknown {
  if (branch === NO_BRANCH) return read(input);
  const index = input.int();
  if (index === branch) return read(input);
  if (index === nullBranch) return null;
  throw noBranch(index, 2);
}

function compileSlot(type: AvroType, schema: Schema, context: ReaderContext, place: string): Slot {
  const simple = type.kind === 'union' ? simpleUnion(type, context.settings) : null;
  if (simple?.optional !== true)
    return { read: compile(type, schema, context, place), branch: NO_BRANCH, nullBranch: NO_BRANCH };
  const branch = (type as AvroUnion).branches.indexOf(simple.inner);
  return { read: compile(simple.inner, schema, context, place), branch, nullBranch: 1 - branch };
}

/** Names the innermost field that was being read. */
export function placed(error: unknown, place: string): unknown {
  return error instanceof MalformedError
    ? new DataError(`The ${place} can't be read: ${error.message}`, { cause: error, code: 'ERR_MALFORMED_AVRO' })
    : error;
}

function compileUnion(type: AvroUnion, schema: Schema, context: ReaderContext, place: string): Read {
  const simple = simpleUnion(type, context.settings);
  if (simple === null) return compileUnionStruct(type, schema, context, place);
  if (!simple.optional) return compileSingleUnion(simple.inner, schema, context, place);
  const slot = compileSlot(type, schema, context, place);
  return (input) => readSlot(input, slot);
}

function compileSingleUnion(inner: AvroType, schema: Schema, context: ReaderContext, place: string): Read {
  const read = compile(inner, schema, context, place);
  return (input) => {
    const index = input.int();
    if (index !== 0) throw noBranch(index, 1);
    return read(input);
  };
}

const noBranch = (index: number, count: number): MalformedError =>
  new MalformedError(`its union has ${count} branches, but number ${index} is named`);

/** Java: a struct with a field a branch, of which one has a value */
function compileUnionStruct(type: AvroUnion, schema: Schema, context: ReaderContext, place: string): Read {
  let next = 0;
  const branches = type.branches.map((branch) => {
    if (branch.kind === 'null') return null;
    const field = schema.fields[next++]!;
    return { index: field.index, read: compile(branch, field.schema, context, fieldPlace(place, field.name)) };
  });
  const count = schema.fields.length;
  return (input) => {
    const index = input.int();
    const branch = branches[index];
    if (branch === undefined) throw noBranch(index, branches.length);
    if (branch === null) return null;
    const values = new Array<unknown>(count).fill(null);
    values[branch.index] = branch.read(input);
    return Struct.of(schema, values);
  };
}

/** Bytes that a value has at least; a record within itself counts as none. */
function smallestSize(type: AvroType, outer: readonly AvroRecord[] = []): number {
  switch (type.kind) {
    case 'null':
      return 0;
    case 'float':
      return 4;
    case 'double':
      return 8;
    case 'fixed':
      return type.size;
    case 'record': {
      if (outer.includes(type)) return 0;
      const within = [...outer, type];
      return type.fields.reduce((sum, field) => sum + smallestSize(field.type, within), 0);
    }
    default:
      return 1;
  }
}
