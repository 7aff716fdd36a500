/** The wire types of protobuf, as they stand in the lowest three bits of a field's tag. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const START_GROUP = 3;
export const END_GROUP = 4;
export const FIXED32 = 5;

export const wireTypeNames = ['varint', '64-bit', 'length-delimited', 'start of group', 'end of group', '32-bit'];

/** Messages inside messages, as deep as protobuf's own parsers go by default. */
export const MAX_DEPTH = 100;
