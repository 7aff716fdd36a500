import { Float64, Schema, int64 } from '@causeway/api';

/** A type of number and its big-endian bytes. */
export interface NumberFormat {
  readonly type: Schema['type'];
  /** The schema of what is read. */
  readonly schema: Schema;
  readonly bytes: number;
  /** Is the value, which may have any schema but one of another number type, of this type? */
  fits(value: unknown): boolean;
  /**
   * Is it so without a schema? By the data model, an integer is a long there, and what else is a number a double. Java: a value's class tells
   * its type, and a value of another number type is refused, though it may be as small as it will.
   */
  fitsSchemaless(value: unknown): boolean;
  write(bytes: Buffer, value: unknown): void;
  read(bytes: Buffer): number | bigint;
}

const never = (): boolean => false;

const isLong = (value: unknown): boolean =>
  Number.isSafeInteger(value) || (typeof value === 'bigint' && BigInt.asIntN(64, value) === value);

const isNumber = (value: unknown): boolean => typeof value === 'number' || value instanceof Float64;

export const shortFormat: NumberFormat = {
  type: 'INT16',
  schema: Schema.OPTIONAL_INT16_SCHEMA,
  bytes: 2,
  fits: (value) => typeof value === 'number' && (value << 16) >> 16 === value,
  fitsSchemaless: never,
  write: (bytes, value) => bytes.writeInt16BE(value as number),
  read: (bytes) => bytes.readInt16BE(),
};

export const integerFormat: NumberFormat = {
  type: 'INT32',
  schema: Schema.OPTIONAL_INT32_SCHEMA,
  bytes: 4,
  fits: (value) => typeof value === 'number' && (value | 0) === value,
  fitsSchemaless: never,
  write: (bytes, value) => bytes.writeInt32BE(value as number),
  read: (bytes) => bytes.readInt32BE(),
};

export const longFormat: NumberFormat = {
  type: 'INT64',
  schema: Schema.OPTIONAL_INT64_SCHEMA,
  bytes: 8,
  fits: isLong,
  fitsSchemaless: isLong,
  write: (bytes, value) => bytes.writeBigInt64BE(BigInt(value as number | bigint)),
  read: (bytes) => int64(bytes.readBigInt64BE()),
};

export const floatFormat: NumberFormat = {
  type: 'FLOAT32',
  schema: Schema.OPTIONAL_FLOAT32_SCHEMA,
  bytes: 4,
  fits: isNumber,
  fitsSchemaless: never,
  write: (bytes, value) => bytes.writeFloatBE(Number(value)),
  read: (bytes) => bytes.readFloatBE(),
};

export const doubleFormat: NumberFormat = {
  type: 'FLOAT64',
  schema: Schema.OPTIONAL_FLOAT64_SCHEMA,
  bytes: 8,
  fits: isNumber,
  fitsSchemaless: (value) => isNumber(value) && !Number.isSafeInteger(value),
  write: (bytes, value) => bytes.writeDoubleBE(Number(value)),
  read: (bytes) => bytes.readDoubleBE(),
};
