import { FIXED32, FIXED64, LENGTH_DELIMITED, START_GROUP, VARINT } from '../wire/wire-type.ts';

/** How a value stands on the wire. Small numbers: readers and writers switch on them for each value. */
export const Kind = {
  int32: 0,
  sint32: 1,
  uint32: 2,
  fixed32: 3,
  sfixed32: 4,
  int64: 5,
  sint64: 6,
  uint64: 7,
  fixed64: 8,
  sfixed64: 9,
  float: 10,
  double: 11,
  bool: 12,
  string: 13,
  bytes: 14,
  enumeration: 15,
  message: 16,
  group: 17,
} as const;

export type Kind = (typeof Kind)[keyof typeof Kind];

/** Kinds of scalars by the names that protobuf has for them. */
export const scalarKinds: Readonly<Record<string, Kind>> = {
  int32: Kind.int32,
  sint32: Kind.sint32,
  uint32: Kind.uint32,
  fixed32: Kind.fixed32,
  sfixed32: Kind.sfixed32,
  int64: Kind.int64,
  sint64: Kind.sint64,
  uint64: Kind.uint64,
  fixed64: Kind.fixed64,
  sfixed64: Kind.sfixed64,
  float: Kind.float,
  double: Kind.double,
  bool: Kind.bool,
  string: Kind.string,
  bytes: Kind.bytes,
};

export function wireTypeOf(kind: Kind): number {
  switch (kind) {
    case Kind.fixed32:
    case Kind.sfixed32:
    case Kind.float:
      return FIXED32;
    case Kind.fixed64:
    case Kind.sfixed64:
    case Kind.double:
      return FIXED64;
    case Kind.string:
    case Kind.bytes:
    case Kind.message:
      return LENGTH_DELIMITED;
    case Kind.group:
      return START_GROUP;
    default:
      return VARINT;
  }
}

/** May several values stand in one length-delimited part: all but texts, bytes and messages. */
export const isPackable = (kind: Kind): boolean => kind < Kind.string || kind === Kind.enumeration;
