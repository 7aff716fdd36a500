import { Struct } from '@causeway/api';
import type { Schema } from '@causeway/api';
import { type Cursor, tooDeep } from '../wire/cursor.ts';
import { Malformed } from '../wire/malformed.ts';
import { END_GROUP, LENGTH_DELIMITED, MAX_DEPTH, START_GROUP, wireTypeNames } from '../wire/wire-type.ts';
import type { FieldReader } from './field-reader.ts';
import type { MessageReader } from './message-values.ts';

/** Numbers up to here are looked up in an array. */
const DENSE_NUMBERS = 256;

/** Reads the fields of a message into an array of values. */
abstract class FieldsReader {
  readonly #dense: (FieldReader | undefined)[] = [];
  readonly #sparse = new Map<number, FieldReader>();
  readonly #containers: FieldReader[] = [];
  /** What is there before anything is read: defaults and nulls. */
  #template: unknown[] = [];

  protected setFields(fields: readonly FieldReader[], template: unknown[]): void {
    this.#template = template;
    for (const field of fields) {
      if (field.number < DENSE_NUMBERS) {
        while (this.#dense.length <= field.number) this.#dense.push(undefined);
        this.#dense[field.number] = field;
      } else this.#sparse.set(field.number, field);
      if (field.repeated) this.#containers.push(field);
    }
  }

  protected emptyValues(): unknown[] {
    const values = this.#template.slice();
    for (const field of this.#containers) values[field.index] = field.entry === null ? [] : new Map<unknown, unknown>();
    return values;
  }

  /** Up to the cursor's end, or to the end of the group of this number (0 is none). */
  protected readInto(values: unknown[], cursor: Cursor, depth: number, group: number): void {
    let field: FieldReader | undefined;
    try {
      while (cursor.position < cursor.end) {
        field = undefined;
        const tag = cursor.uint32();
        const number = tag >>> 3;
        if (number === 0)
          throw new Malformed('a field has the number 0, which does not exist: these bytes are no message');
        if (group !== 0 && (tag & 7) === END_GROUP) {
          if (number === group) return;
          throw new Malformed(`group ${group} ends with the number ${number}`);
        }
        field = number < this.#dense.length ? this.#dense[number] : this.#sparse.get(number);
        if (field === undefined) cursor.skip(tag, depth);
        else this.#readField(field, tag & 7, values, cursor, depth);
      }
    } catch (error) {
      throw error instanceof Malformed && field !== undefined ? error.within(field.name) : error;
    }
    if (group !== 0) throw new Malformed(`group ${group} does not end: the message is truncated`);
  }

  /** What a value becomes that counts as unknown: what was there before. */
  protected unknown(before: unknown): unknown {
    return before;
  }

  #readField(field: FieldReader, wireType: number, values: unknown[], cursor: Cursor, depth: number): void {
    if (wireType !== field.wireType) {
      if (field.packable && wireType === LENGTH_DELIMITED) readPacked(field, values[field.index] as unknown[], cursor);
      else throw wrongWireType(field, wireType);
    } else if (field.entry !== null) {
      field.entry.readEntry(cursor, depth + 1, values[field.index] as Map<unknown, unknown>);
    } else if (field.repeated) {
      const value = field.message === null ? field.scalar(cursor) : readMessage(field, cursor, depth, null);
      if (value !== undefined) (values[field.index] as unknown[]).push(value);
    } else if (field.unionIndex >= 0) {
      readMember(field, values, cursor, depth);
    } else if (field.message === null) {
      const value = field.scalar(cursor);
      if (value === undefined) values[field.index] = this.unknown(values[field.index]);
      else put(field, values, value);
    } else put(field, values, readMessage(field, cursor, depth, values[field.index]));
  }
}

function put(field: FieldReader, values: unknown[], value: unknown): void {
  values[field.index] = value;
  for (const other of field.others) values[other] = null;
}

/** Of a `oneof`, of which the last member in the message is the one that counts. */
function readMember(field: FieldReader, values: unknown[], cursor: Cursor, depth: number): void {
  const schema = field.unionSchema!;
  const union = values[field.unionIndex] as Struct | null;
  const previous = union === null ? null : union.values[field.index];
  const value = field.message === null ? field.scalar(cursor) : readMessage(field, cursor, depth, previous);
  if (value === undefined) return;
  const members = new Array<unknown>(schema.fields.length).fill(null);
  members[field.index] = value;
  values[field.unionIndex] = Struct.of(schema, members);
}

function readPacked(field: FieldReader, list: unknown[], cursor: Cursor): void {
  const outer = cursor.end;
  cursor.end = cursor.delimited();
  while (cursor.position < cursor.end) {
    const value = field.scalar(cursor);
    if (value !== undefined) list.push(value);
  }
  cursor.end = outer;
}

function readMessage(field: FieldReader, cursor: Cursor, depth: number, previous: unknown): unknown {
  if (depth >= MAX_DEPTH) throw tooDeep();
  const reader = field.message!;
  if (field.wireType === START_GROUP) return reader.readGroup!(cursor, depth + 1, previous, field.number);
  const outer = cursor.end;
  cursor.end = cursor.delimited();
  const value = reader.read(cursor, depth + 1, previous ?? null);
  cursor.end = outer;
  return value;
}

function wrongWireType(field: FieldReader, found: number): Malformed {
  const [is, should] = [wireTypeNames[found] ?? `the wire type ${found}`, wireTypeNames[field.wireType]!];
  return new Malformed(
    `it stands as ${is} in the message, but by the schema it is ${should}: the record was written with another schema, or is no Protobuf`,
  );
}

/** Reads a message into a struct. */
export class StructReader extends FieldsReader implements MessageReader {
  readonly schema: Schema;
  #required: readonly FieldReader[] = [];
  #generated: readonly FieldReader[] = [];

  constructor(schema: Schema) {
    super();
    this.schema = schema;
  }

  /** @param generated fields whose struct is made up where it is missing */
  complete(
    fields: readonly FieldReader[],
    template: unknown[],
    required: readonly FieldReader[],
    generated: readonly FieldReader[],
  ): void {
    this.setFields(fields, template);
    this.#required = required;
    this.#generated = generated;
  }

  read(cursor: Cursor, depth: number, previous: unknown): Struct {
    return this.readGroup(cursor, depth, previous, 0);
  }

  /** A message that occurs twice is put together from both. */
  readGroup(cursor: Cursor, depth: number, previous: unknown, group: number): Struct {
    const struct = (previous as Struct | null) ?? Struct.of(this.schema, this.emptyValues());
    this.readInto(struct.values, cursor, depth, group);
    this.#finish(struct.values);
    return struct;
  }

  empty(): Struct {
    const values = this.emptyValues();
    this.#finish(values);
    return Struct.of(this.schema, values);
  }

  #finish(values: unknown[]): void {
    for (const field of this.#required)
      if (values[field.index] === null)
        throw new Malformed('the field is required by the schema, but is not in the message').within(field.name);
    for (const field of this.#generated) values[field.index] ??= field.message!.empty();
  }
}

/** Reads the entries of a map. */
export class EntryReader extends FieldsReader {
  #missing: MessageReader | null = null;

  /** @param missing makes the value of an entry that has none; null where that is what the template says */
  complete(key: FieldReader, value: FieldReader, template: unknown[], missing: MessageReader | null): void {
    this.setFields([key, value], template);
    this.#missing = missing;
  }

  readEntry(cursor: Cursor, depth: number, map: Map<unknown, unknown>): void {
    if (depth > MAX_DEPTH) throw tooDeep();
    const outer = cursor.end;
    cursor.end = cursor.delimited();
    const entry = this.emptyValues();
    this.readInto(entry, cursor, depth, 0);
    cursor.end = outer;
    if (entry[1] === null && this.#missing !== null) entry[1] = this.#missing.empty();
    // Java: an entry whose value is not in a closed enum counts as unknown
    if (entry[1] !== undefined) map.set(entry[0], entry[1]);
  }

  protected override unknown(): unknown {
    return undefined;
  }
}

/** Reads a wrapper message as the scalar in it. */
export class WrapperReader implements MessageReader {
  readonly #field: FieldReader;
  readonly #default: unknown;

  constructor(field: FieldReader, typeDefault: unknown) {
    this.#field = field;
    this.#default = typeDefault;
  }

  read(cursor: Cursor, depth: number, previous: unknown): unknown {
    let value = previous ?? this.#default;
    while (cursor.position < cursor.end) {
      const tag = cursor.uint32();
      if (tag >>> 3 !== 1) cursor.skip(tag, depth);
      else if ((tag & 7) === this.#field.wireType) value = this.#field.scalar(cursor);
      else throw wrongWireType(this.#field, tag & 7);
    }
    return value;
  }

  empty(): unknown {
    return this.#default;
  }
}
