import { Struct, equalSchemas } from '@causeway/api';
import type { Schema } from '@causeway/api';
import { tooDeep } from '../wire/cursor.ts';
import { Malformed } from '../wire/malformed.ts';
import type { Output } from '../wire/output.ts';
import { MAX_DEPTH } from '../wire/wire-type.ts';
import { wrongValue } from './check-value.ts';
import { ENOUGH, type FieldWriter } from './field-writer.ts';
import type { MessageWriter } from './message-values.ts';

/** What to do with the value of one field of a struct. */
export interface Slot {
  /** Its name in Connect. */
  readonly name: string;
  readonly index: number;
  /** Place of the struct of its `oneof`, in which `index` then counts; -1 for none. */
  readonly unionIndex: number;
  readonly field: FieldWriter;
  readonly shape: 'single' | 'list' | 'map';
  readonly entry: EntryWriter | null;
  readonly optional: boolean;
  /** Written where there is no value; null is none. */
  readonly defaultValue: unknown;
}

/** A `oneof`: at most one of its members may have a value. */
export interface OneofSlot {
  readonly name: string;
  /** Place of its struct; -1 where its members are fields like others. */
  readonly index: number;
  readonly schema: Schema | null;
  /** Places of its members, in its struct or in the one around it. */
  readonly members: readonly number[];
  readonly optional: boolean;
}

/** Writes structs of one schema as messages. */
export class StructWriter implements MessageWriter {
  readonly #schema: Schema;
  #slots: readonly Slot[] = [];
  #oneofs: readonly OneofSlot[] = [];
  /** Others that are equal, so that structs made with them fit. */
  readonly #equal = new WeakSet<Schema>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** @param slots in the order of their numbers, in which protobuf writes them */
  complete(slots: readonly Slot[], oneofs: readonly OneofSlot[]): void {
    this.#slots = slots;
    this.#oneofs = oneofs;
  }

  write(value: unknown, output: Output, depth: number): void {
    if (depth > MAX_DEPTH) throw tooDeep();
    const { values } = this.#struct(value, this.#schema);
    for (const oneof of this.#oneofs) this.#checkOneof(oneof, values);
    for (const slot of this.#slots) {
      let from: readonly unknown[] = values;
      if (slot.unionIndex >= 0) {
        const union = values[slot.unionIndex] as Struct | null | undefined;
        if (union === null || union === undefined) continue;
        from = union.values;
      }
      const given = from[slot.index] ?? slot.defaultValue;
      if (given !== null) writeSlot(slot, given, output, depth);
      else if (!slot.optional) throw missing().within(slot.name);
    }
  }

  #checkOneof({ name, index, schema, members, optional }: OneofSlot, values: readonly unknown[]): void {
    let from = values;
    if (schema !== null) {
      const union = values[index] ?? null;
      if (union === null) {
        if (optional) return;
        throw missing().within(name);
      }
      from = this.#struct(union, schema).values;
    }
    let count = 0;
    for (const member of members) if ((from[member] ?? null) !== null) count++;
    if (count > 1)
      throw new Malformed(`${count} members of a oneof have a value, of which protobuf holds one`).within(name);
  }

  #struct(value: unknown, schema: Schema): Struct {
    if (!(value instanceof Struct)) throw wrongValue(value, 'STRUCT');
    if (value.schema === schema || this.#equal.has(value.schema)) return value;
    if (!equalSchemas(value.schema, schema)) throw new Malformed('the struct has another schema than the field');
    this.#equal.add(value.schema);
    return value;
  }
}

const missing = (): Malformed => new Malformed('null found where the schema asks for a value');

function writeSlot(slot: Slot, value: unknown, output: Output, depth: number): void {
  try {
    if (slot.shape === 'single') slot.field.write(value, output, depth);
    else if (slot.shape === 'list') writeList(slot.field, value, output, depth);
    else slot.entry!.writeAll(slot.field, value, output, depth);
  } catch (error) {
    throw error instanceof Malformed ? error.within(slot.name) : error;
  }
}

function writeList(field: FieldWriter, value: unknown, output: Output, depth: number): void {
  if (!Array.isArray(value)) throw wrongValue(value, 'ARRAY');
  const list = value as readonly unknown[];
  if (!field.isPacked) {
    for (const item of list) field.write(present(item), output, depth);
    return;
  }
  if (list.length === 0) return;
  output.reserve(ENOUGH);
  output.uint32(field.packedTag);
  const part = output.openPart();
  for (const item of list) {
    output.reserve(ENOUGH);
    field.scalar(present(item), output);
  }
  output.closePart(part);
}

function present(item: unknown): unknown {
  if (item === null || item === undefined)
    throw new Malformed('null found in a list, where protobuf has no place for it');
  return item;
}

/** Writes the entries of a map: messages of a key and a value. */
export class EntryWriter {
  readonly #key: Slot;
  readonly #value: Slot;

  constructor(key: Slot, value: Slot) {
    this.#key = key;
    this.#value = value;
  }

  writeAll(field: FieldWriter, value: unknown, output: Output, depth: number): void {
    if (!(value instanceof Map)) throw wrongValue(value, 'MAP');
    if (depth >= MAX_DEPTH) throw tooDeep();
    for (const [key, item] of value as ReadonlyMap<unknown, unknown>) {
      output.reserve(ENOUGH);
      output.uint32(field.packedTag);
      const part = output.openPart();
      this.#write(this.#key, key, output, depth + 1);
      this.#write(this.#value, item, output, depth + 1);
      output.closePart(part);
    }
  }

  #write(slot: Slot, value: unknown, output: Output, depth: number): void {
    const given = value ?? slot.defaultValue;
    if (given !== null) writeSlot(slot, given, output, depth);
    else if (!slot.optional) throw missing().within(slot.name);
  }
}
