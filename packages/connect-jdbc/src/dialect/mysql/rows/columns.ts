import { DataError, DateType, DecimalType, Schema, SchemaBuilder, TimeType, TimestampType } from '@causeway/api';
import type { TimestampGranularity } from '../../dialect.ts';
import type { MySqlParameters } from '../connection/parameters.ts';

/** What a result says of a column (the protocol's column definition). */
export interface ColumnDefinition {
  readonly name: string;
  readonly columnType: number;
  readonly flags: number;
  readonly characterSet: number;
  readonly columnLength: number;
  readonly decimals: number;
}

/** Types of the protocol. */
export const Type = {
  DECIMAL: 0,
  TINY: 1,
  SHORT: 2,
  LONG: 3,
  FLOAT: 4,
  DOUBLE: 5,
  NULL: 6,
  TIMESTAMP: 7,
  LONGLONG: 8,
  INT24: 9,
  DATE: 10,
  TIME: 11,
  DATETIME: 12,
  YEAR: 13,
  NEWDATE: 14,
  BIT: 16,
  VECTOR: 242,
  JSON: 245,
  NEWDECIMAL: 246,
  ENUM: 247,
  SET: 248,
  TINY_BLOB: 249,
  MEDIUM_BLOB: 250,
  LONG_BLOB: 251,
  BLOB: 252,
  VAR_STRING: 253,
  STRING: 254,
  GEOMETRY: 255,
  VARCHAR: 15,
} as const;

const NOT_NULL = 1;
const UNSIGNED = 32;
const BINARY_CHARSET = 63;

/** How a column is read: one word for schema and decoder alike. */
export type ColumnKind =
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'boolean'
  | 'bit'
  | 'float32'
  | 'float64'
  | 'decimal'
  | 'string'
  | 'bytes'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'year';

export const isUnsigned = (column: ColumnDefinition): boolean => (column.flags & UNSIGNED) !== 0;

/**
 * The kind of a column; null for the type of a literal NULL, which makes no field.
 * @throws DataError for a type that is not known
 */
export function kindOfColumn(column: ColumnDefinition, parameters: MySqlParameters): ColumnKind | null {
  const unsigned = isUnsigned(column);
  switch (column.columnType) {
    case Type.NULL:
      return null;
    case Type.TINY: {
      const isBit = parameters.isTinyInt1Bit && column.columnLength === 1 && !unsigned;
      return isBit && parameters.isBitBoolean ? 'boolean' : unsigned ? 'int16' : 'int8';
    }
    case Type.SHORT:
      return unsigned ? 'int32' : 'int16';
    case Type.INT24:
    case Type.LONG:
      return unsigned ? 'int64' : 'int32';
    case Type.LONGLONG:
      return 'int64';
    case Type.BIT:
      return 'bit';
    case Type.FLOAT:
      return 'float32';
    case Type.DOUBLE:
      return 'float64';
    case Type.DECIMAL:
    case Type.NEWDECIMAL:
      return 'decimal';
    case Type.DATE:
    case Type.NEWDATE:
      return 'date';
    case Type.TIME:
      return 'time';
    case Type.DATETIME:
    case Type.TIMESTAMP:
      return 'timestamp';
    case Type.YEAR:
      return parameters.isYearDate ? 'year' : 'int32';
    default:
      return kindOfText(column);
  }
}

function kindOfText(column: ColumnDefinition): ColumnKind {
  switch (column.columnType) {
    case Type.JSON: // is sent with the binary character set, but is utf8mb4
    case Type.ENUM:
    case Type.SET:
      return 'string';
    case Type.GEOMETRY: // four bytes of SRID, then WKB
    case Type.VECTOR:
      return 'bytes';
    case Type.VARCHAR:
    case Type.VAR_STRING:
    case Type.STRING:
    case Type.TINY_BLOB:
    case Type.MEDIUM_BLOB:
    case Type.LONG_BLOB:
    case Type.BLOB:
      return column.characterSet === BINARY_CHARSET ? 'bytes' : 'string';
    default:
      throw new DataError(
        `Column "${column.name}" has the MySQL type ${column.columnType}, which can't be read. Leave it out with "query".`,
      );
  }
}

/** The schema of a column's field. */
export function schemaOfColumn(column: ColumnDefinition, kind: ColumnKind, granularity: TimestampGranularity): Schema {
  return baseSchema(column, kind, granularity).withOptional((column.flags & NOT_NULL) === 0);
}

function baseSchema(column: ColumnDefinition, kind: ColumnKind, granularity: TimestampGranularity): Schema {
  switch (kind) {
    case 'int8':
    case 'bit':
      return Schema.INT8_SCHEMA;
    case 'int16':
      return Schema.INT16_SCHEMA;
    case 'int32':
      return Schema.INT32_SCHEMA;
    case 'int64':
      return Schema.INT64_SCHEMA;
    case 'boolean':
      return Schema.BOOLEAN_SCHEMA;
    case 'float32':
      return Schema.FLOAT32_SCHEMA;
    case 'float64':
      return Schema.FLOAT64_SCHEMA;
    case 'string':
      return Schema.STRING_SCHEMA;
    case 'bytes':
      return Schema.BYTES_SCHEMA;
    case 'decimal':
      return decimalSchema(column);
    case 'date':
    case 'year':
      return DateType.SCHEMA;
    case 'time':
      return TimeType.SCHEMA;
    case 'timestamp':
      if (granularity === 'connect_logical') return TimestampType.SCHEMA;
      return granularity.endsWith('_long') ? Schema.INT64_SCHEMA : Schema.STRING_SCHEMA;
  }
}

/** The length of a decimal column counts a point and a sign besides the digits. */
function decimalSchema(column: ColumnDefinition): Schema {
  const precision = column.columnLength - (column.decimals > 0 ? 1 : 0) - (isUnsigned(column) ? 0 : 1);
  return DecimalType.builder(column.decimals).parameter('connect.decimal.precision', String(precision)).build();
}

/** @throws DataError if two columns have one name */
export function structSchema(name: string | null, fields: readonly { name: string; schema: Schema }[]): Schema {
  const seen = new Set<string>();
  for (const field of fields) {
    if (seen.has(field.name)) {
      throw new DataError(
        `The result has two columns "${field.name}". Give them different names, as in SELECT a.${field.name} AS a_${field.name}.`,
      );
    }
    seen.add(field.name);
  }
  const builder = SchemaBuilder.struct();
  if (name !== null) builder.name(name);
  for (const field of fields) builder.field(field.name, field.schema);
  return builder.build();
}
