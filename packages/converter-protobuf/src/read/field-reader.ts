import type { Schema } from '@causeway/api';
import type { FieldShape } from '../proto/field-shape.ts';
import { isClosed } from '../proto/field-shape.ts';
import { Kind, isPackable, wireTypeOf } from '../proto/kind.ts';
import type { Cursor } from '../wire/cursor.ts';
import { Malformed } from '../wire/malformed.ts';
import type { MessageReader } from './message-values.ts';
import type { EntryReader } from './struct-reader.ts';

/** Where a value goes. */
export interface Target {
  /** Its place in the struct, or in the struct of its `oneof`. */
  readonly index: number;
  /** Place of the struct of its `oneof`; -1 where it is no member of one that has a struct. */
  readonly unionIndex: number;
  readonly unionSchema: Schema | null;
  /** Places of the other members of a `oneof` without a struct, of which one at most has a value. */
  readonly others: readonly number[];
}

/** Everything about a field that reading needs, worked out once. */
export class FieldReader {
  readonly name: string;
  readonly number: number;
  readonly kind: Kind;
  readonly wireType: number;
  readonly repeated: boolean;
  readonly packable: boolean;
  readonly index: number;
  readonly unionIndex: number;
  readonly unionSchema: Schema | null;
  readonly others: readonly number[];
  /** Set after all readers exist, as messages may hold themselves. */
  message: MessageReader | null = null;
  entry: EntryReader | null = null;
  readonly #enumName: string;
  readonly #enumNames: ReadonlyMap<number, string> | null;
  readonly #isClosed: boolean;
  readonly #asNumber: boolean;
  /** Of INT8 and INT16. */
  readonly #limit: number;

  constructor(shape: FieldShape, target: Target, schema: Schema) {
    this.name = shape.name;
    this.number = shape.number;
    this.kind = shape.kind;
    this.wireType = wireTypeOf(shape.kind);
    this.repeated = shape.repeated;
    this.packable = shape.repeated && isPackable(shape.kind);
    this.index = target.index;
    this.unionIndex = target.unionIndex;
    this.unionSchema = target.unionSchema;
    this.others = target.others;
    const { enumeration } = shape;
    this.#enumName = enumeration?.name ?? '';
    this.#enumNames = enumeration === null ? null : namesByNumber(enumeration.values);
    this.#isClosed = enumeration !== null && isClosed(enumeration);
    const type = shape.repeated && shape.entry === null ? schema.valueSchema!.type : schema.type;
    this.#asNumber = type === 'INT32';
    this.#limit = type === 'INT8' ? 128 : type === 'INT16' ? 32768 : 0;
  }

  /** A value of a scalar or an enum; undefined for a number that is not in a closed enum, which counts as an unknown field. */
  scalar(cursor: Cursor): unknown {
    switch (this.kind) {
      case Kind.int32:
        return this.#limit === 0 ? cursor.int32() : this.#small(cursor.int32());
      case Kind.sint32:
        return this.#limit === 0 ? cursor.sint32() : this.#small(cursor.sint32());
      case Kind.uint32:
        return cursor.unsigned32();
      case Kind.fixed32:
        return cursor.fixed32();
      case Kind.sfixed32:
        return this.#limit === 0 ? cursor.sfixed32() : this.#small(cursor.sfixed32());
      case Kind.int64:
      case Kind.uint64:
        return cursor.int64();
      case Kind.sint64:
        return cursor.sint64();
      case Kind.fixed64:
      case Kind.sfixed64:
        return cursor.fixed64();
      case Kind.float:
        return cursor.float();
      case Kind.double:
        return cursor.double();
      case Kind.bool:
        return cursor.bool();
      case Kind.string:
        return cursor.string();
      case Kind.bytes:
        return cursor.bytes();
      default:
        return this.#enumValue(cursor.int32());
    }
  }

  #small(value: number): number {
    if (value >= this.#limit || value < -this.#limit)
      throw new Malformed(
        `${value} does not fit the type ${this.#limit === 128 ? 'INT8' : 'INT16'} that the schema says`,
      );
    return value;
  }

  #enumValue(number: number): unknown {
    const name = this.#enumNames!.get(number);
    if (name === undefined && this.#isClosed) return undefined;
    if (this.#asNumber) return number;
    return name ?? `${UNKNOWN_ENUM_VALUE}${this.#enumName}_${number}`;
  }
}

/** Java: how a number that an open enum does not name is called */
export const UNKNOWN_ENUM_VALUE = 'UNKNOWN_ENUM_VALUE_';

/** The first name of a number that has several. */
function namesByNumber(values: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [name, number] of Object.entries(values)) if (!names.has(number)) names.set(number, name);
  return names;
}
