import type { Schema, SchemaType } from '@causeway/api';
import { Kind } from '../proto/kind.ts';

/** Integers are checked value by value against the range of what they are written as. */
const integers: readonly Kind[] = [
  Kind.int32,
  Kind.sint32,
  Kind.uint32,
  Kind.fixed32,
  Kind.sfixed32,
  Kind.int64,
  Kind.sint64,
  Kind.uint64,
  Kind.fixed64,
  Kind.sfixed64,
];

const kindsOf: Readonly<Partial<Record<SchemaType, readonly Kind[]>>> = {
  INT8: integers,
  INT16: integers,
  INT32: [...integers, Kind.enumeration],
  INT64: integers,
  FLOAT32: [Kind.float, Kind.double],
  FLOAT64: [Kind.double],
  BOOLEAN: [Kind.bool],
  STRING: [Kind.string, Kind.enumeration],
  BYTES: [Kind.bytes],
};

/** Can values of a primitive schema be written as this kind without losing anything? */
export const fits = (schema: Schema, kind: Kind): boolean => kindsOf[schema.type]?.includes(kind) ?? false;
