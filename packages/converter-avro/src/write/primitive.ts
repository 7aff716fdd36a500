import { DataError, type Schema } from '@causeway/api';
import type { AvroEnum, AvroType } from '../schema/avro-type.ts';
import { FIXED_SIZE } from '../schema/names.ts';
import { isInt32 } from './output.ts';
import { type Write, type WriterOptions, mismatch } from './write.ts';

/** How values without a part of their own are written, or null where it is no such schema or the type is not for it. */
export function compilePrimitive(schema: Schema, type: AvroType, { place }: WriterOptions): Write | null {
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
      return compileInt(schema, type, place);
    case 'INT64':
      return compileLong(schema, type, place);
    case 'FLOAT32':
    case 'FLOAT64':
      return compileFloating(schema, type, place);
    case 'BOOLEAN':
      return type.kind === 'boolean' ? booleans(schema, place) : null;
    case 'STRING':
      return type.kind === 'string' ? strings(schema, place) : type.kind === 'enum' ? enums(schema, type, place) : null;
    case 'BYTES':
      return compileBytes(schema, type, place);
    default:
      return null;
  }
}

const ranges: Readonly<Record<string, number>> = { INT8: 0x80, INT16: 0x8000, INT32: 0x80000000 };

/** Avro: an int may be written where a long or a floating point number is read */
function compileInt(schema: Schema, type: AvroType, place: string): Write | null {
  const limit = ranges[schema.type]!;
  const check = (value: unknown): number => {
    if (!isInt32(value) || value >= limit || value < -limit) throw mismatch(schema, place, value);
    return value;
  };
  switch (type.kind) {
    case 'int':
      return schema.type !== 'INT32'
        ? (out, value) => out.int(check(value))
        : (out, value) => {
            if (!isInt32(value)) throw mismatch(schema, place, value);
            out.int(value);
          };
    case 'long':
      return (out, value) => out.int(check(value));
    case 'float':
      return (out, value) => out.float(check(value));
    case 'double':
      return (out, value) => out.double(check(value));
    default:
      return null;
  }
}

function compileLong(schema: Schema, type: AvroType, place: string): Write | null {
  if (type.kind === 'float' || type.kind === 'double') {
    const isFloat = type.kind === 'float';
    return (out, value) => {
      if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) throw mismatch(schema, place, value);
      if (isFloat) out.float(Number(value));
      else out.double(Number(value));
    };
  }
  if (type.kind !== 'long') return null;
  return (out, value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) out.safeLong(value);
    else if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) out.bigLong(value);
    else throw mismatch(schema, place, value);
  };
}

function compileFloating(schema: Schema, type: AvroType, place: string): Write | null {
  if (type.kind !== 'double' && (type.kind !== 'float' || schema.type !== 'FLOAT32')) return null;
  const isFloat = type.kind === 'float';
  return (out, value) => {
    if (typeof value !== 'number') throw mismatch(schema, place, value);
    if (isFloat) out.float(isInFloatRange(value) ? value : tooLarge(place));
    else out.double(value);
  };
}

/** Past it a number would become infinite. */
const MAX_FLOAT = 3.4028234663852886e38;

const isInFloatRange = (value: number): boolean =>
  (value <= MAX_FLOAT && value >= -MAX_FLOAT) || !Number.isFinite(value);

function tooLarge(place: string): never {
  throw new DataError(`The number in ${place} is too large for FLOAT32`);
}

function booleans(schema: Schema, place: string): Write {
  return (out, value) => {
    if (typeof value !== 'boolean') throw mismatch(schema, place, value);
    out.byte(value ? 1 : 0);
  };
}

function strings(schema: Schema, place: string): Write {
  return (out, value) => {
    if (typeof value !== 'string') throw mismatch(schema, place, value);
    out.string(value);
  };
}

function enums(schema: Schema, type: AvroEnum, place: string): Write {
  const indexes = new Map<unknown, number>(type.symbols.map((symbol, index) => [symbol, index]));
  return (out, value) => {
    const index = indexes.get(value);
    if (index !== undefined) out.int(index);
    else if (typeof value !== 'string') throw mismatch(schema, place, value);
    else throw new DataError(`The value of ${place} is no symbol of the Avro enum ${type.name}`);
  };
}

function compileBytes(schema: Schema, type: AvroType, place: string): Write | null {
  if (type.kind === 'fixed') return fixed(schema, type.size, place);
  if (type.kind !== 'bytes') return null;
  return (out, value) => {
    if (!(value instanceof Uint8Array)) throw mismatch(schema, place, value);
    out.bytes(value);
  };
}

function fixed(schema: Schema, size: number, place: string): Write | null {
  const own = schema.parameters?.get(FIXED_SIZE);
  if (own !== undefined && Number(own) !== size) return null;
  return (out, value) => {
    if (!(value instanceof Uint8Array)) throw mismatch(schema, place, value);
    if (value.length !== size)
      throw new DataError(`The ${value.length} bytes of ${place} do not fit its Avro fixed type, which has ${size}`);
    out.fixed(value);
  };
}
