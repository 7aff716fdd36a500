import type { SchemaType } from '@causeway/api';
import type { Kind as KindType } from '../proto/kind.ts';
import { Kind, wireTypeOf } from '../proto/kind.ts';
import type { FieldShape } from '../proto/field-shape.ts';
import { Malformed } from '../wire/malformed.ts';
import type { Output } from '../wire/output.ts';
import { LENGTH_DELIMITED } from '../wire/wire-type.ts';
import {
  booleanValue,
  bytesValue,
  floatValue,
  int32Value,
  int64Value,
  numberValue,
  smallValue,
  stringValue,
  uint32Value,
  wrongValue,
} from './check-value.ts';
import type { MessageWriter } from './message-values.ts';
import { UNKNOWN_ENUM_VALUE } from '../read/field-reader.ts';

/** No tag and no number takes more. */
export const ENOUGH = 16;

/** Writes the values of one field. */
export class FieldWriter {
  readonly name: string;
  readonly kind: KindType;
  readonly number: number;
  readonly tag: number;
  readonly packedTag: number;
  readonly isPacked: boolean;
  /** Is a zero or an empty text left out, as nobody can tell it from no value? */
  readonly omitsDefault: boolean;
  /** Set after all writers exist, as messages may hold themselves. */
  message: MessageWriter | null = null;
  readonly #enumName: string;
  readonly #enumNumbers: ReadonlyMap<string, number> | null;
  /** undefined where nothing is left out. */
  readonly #default: unknown;
  readonly #smallType: 'INT8' | 'INT16' | null;

  /** @param type of the values, in Connect */
  constructor(shape: FieldShape, type: SchemaType) {
    this.name = shape.name;
    this.kind = shape.kind;
    this.number = shape.number;
    this.tag = (shape.number * 8 + wireTypeOf(shape.kind)) >>> 0;
    this.packedTag = (shape.number * 8 + LENGTH_DELIMITED) >>> 0;
    this.isPacked = shape.repeated && shape.packed;
    this.omitsDefault = !shape.hasPresence && shape.oneof === null && !shape.repeated;
    this.#default = defaultOf(shape.kind);
    this.#smallType = type === 'INT8' || type === 'INT16' ? type : null;
    this.#enumName = shape.enumeration?.name ?? '';
    this.#enumNumbers = shape.enumeration === null ? null : new Map(Object.entries(shape.enumeration.values));
  }

  /** With its tag. */
  write(value: unknown, output: Output, depth: number): void {
    output.reserve(ENOUGH);
    if (this.message !== null) {
      output.uint32(this.tag);
      this.#writeMessage(this.message, value, output, depth);
    } else {
      if (this.omitsDefault && this.#isDefault(value)) return;
      output.uint32(this.tag);
      this.scalar(value, output);
    }
  }

  /** A value of a scalar or an enum, without a tag. There must be room for it, unless it is a text or bytes. */
  scalar(value: unknown, output: Output): void {
    switch (this.kind) {
      case Kind.int32:
        output.int32(this.#smallType === null ? int32Value(value) : smallValue(value, this.#smallType));
        break;
      case Kind.sint32:
        output.sint32(int32Value(value));
        break;
      case Kind.uint32:
        output.uint32(uint32Value(value));
        break;
      case Kind.fixed32:
        output.fixed32(uint32Value(value));
        break;
      case Kind.sfixed32:
        output.fixed32(int32Value(value));
        break;
      case Kind.int64:
      case Kind.uint64:
        output.int64(int64Value(value));
        break;
      case Kind.sint64:
        output.sint64(int64Value(value));
        break;
      case Kind.fixed64:
      case Kind.sfixed64:
        output.fixed64(int64Value(value));
        break;
      case Kind.float:
        output.float(floatValue(value));
        break;
      case Kind.double:
        output.double(numberValue(value));
        break;
      case Kind.bool:
        output.byte(booleanValue(value) ? 1 : 0);
        break;
      case Kind.string:
        output.string(stringValue(value));
        break;
      case Kind.bytes:
        output.bytes(bytesValue(value));
        break;
      default:
        output.int32(this.#enumNumber(value));
        break;
    }
  }

  #writeMessage(writer: MessageWriter, value: unknown, output: Output, depth: number): void {
    if (this.kind === Kind.group) {
      writer.write(value, output, depth + 1);
      output.reserve(ENOUGH);
      output.uint32(this.tag + 1);
      return;
    }
    const part = output.openPart();
    writer.write(value, output, depth + 1);
    output.closePart(part);
  }

  #isDefault(value: unknown): boolean {
    if (this.#enumNumbers !== null) return value === 0 || this.#enumNumbers.get(value as string) === 0;
    if (this.kind === Kind.bytes) return value instanceof Uint8Array && value.length === 0;
    return Object.is(value, this.#default);
  }

  #enumNumber(value: unknown): number {
    if (typeof value === 'number') return int32Value(value);
    if (typeof value !== 'string') throw wrongValue(value, `the enum ${this.#enumName}`);
    const number = this.#enumNumbers!.get(value) ?? this.#unknownNumber(value);
    if (number !== null) return number;
    throw new Malformed(`the text is no value of the enum ${this.#enumName}`);
  }

  /** As the reader calls numbers that an enum does not name. */
  #unknownNumber(value: string): number | null {
    const prefix = `${UNKNOWN_ENUM_VALUE}${this.#enumName}_`;
    const digits = value.startsWith(prefix) ? value.slice(prefix.length) : '';
    return /^-?\d+$/.test(digits) ? int32Value(Number(digits)) : null;
  }
}

/** -0 is no default: it has other bits than 0. */
function defaultOf(kind: KindType): unknown {
  if (kind === Kind.bool) return false;
  return kind === Kind.string ? '' : 0;
}
