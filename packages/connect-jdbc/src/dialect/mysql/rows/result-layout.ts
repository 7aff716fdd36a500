import { DataError } from '@causeway/api';
import type { Instant } from '../../../time/instant.ts';
import type { ReadOptions, ResultShape } from '../../dialect.ts';
import { type ColumnDefinition, type ColumnKind, kindOfColumn, schemaOfColumn, structSchema } from './columns.ts';
import { bitDecoder, decimalDecoder, decodeDouble, decodeInteger, int64Decoder } from './decode-numbers.ts';
import { decodeText } from './decode-text.ts';
import { dateDecoder, instantDecoder, timeDecoder, timestampDecoder, yearDecoder } from './decode-times.ts';
import type { MySqlParameters } from '../connection/parameters.ts';
import type { Decoder, RowCells } from './row-cells.ts';

/** How the rows of one result are read: made once, used for every row. */
export interface ResultLayout extends ResultShape {
  /** The values of a row, in the order of the schema's fields. */
  decode(row: RowCells): unknown[];
  /** The moment that dates a row: of the timestamp columns the first that is not null. */
  instantOf(row: RowCells): Instant | null;
}

/** @throws DataError for columns that make no schema */
export function layoutOf(
  columns: readonly ColumnDefinition[],
  parameters: MySqlParameters,
  options: ReadOptions,
): ResultLayout {
  const kinds = columns.map((column) => kindOfColumn(column, parameters));
  const kept = columns.flatMap((column, index) => {
    const kind = kinds[index] ?? null;
    return kind === null ? [] : [{ column, index, kind }];
  });
  const decoders = kept.map(({ column, kind }) => decoderOf(column, kind, parameters, options));
  const signature = signatureOf(columns, options.schemaName);
  return {
    signature,
    schema:
      options.previous?.signature === signature
        ? options.previous.schema
        : structSchema(
            options.schemaName,
            kept.map(({ column, kind }) => ({
              name: column.name,
              schema: schemaOfColumn(column, kind, options.reading.granularity),
            })),
          ),
    decode: rowDecoder(
      decoders,
      kept.map(({ index }) => index),
    ),
    instantOf: firstInstant(columns, kinds, parameters, options),
  };
}

const signatureOf = (columns: readonly ColumnDefinition[], name: string | null): string =>
  JSON.stringify([
    name,
    columns.map((c) => [c.name, c.columnType, c.flags & 0x21, c.characterSet, c.columnLength, c.decimals]),
  ]);

function rowDecoder(decoders: readonly Decoder[], indexes: readonly number[]) {
  const count = decoders.length;
  return (row: RowCells): unknown[] => {
    const values = new Array<unknown>(count);
    for (let i = 0; i < count; i++) values[i] = row.read(indexes[i]!, decoders[i]!);
    return values;
  };
}

function decoderOf(
  column: ColumnDefinition,
  kind: ColumnKind,
  parameters: MySqlParameters,
  { reading }: ReadOptions,
): Decoder {
  switch (kind) {
    case 'int8':
    case 'int16':
    case 'int32':
      return decodeInteger;
    case 'int64':
      return int64Decoder(column);
    case 'boolean':
      return (bytes, start, end) => isTrue(decodeInteger(bytes, start, end));
    case 'bit':
      return bitDecoder(column);
    case 'float32':
      return (bytes, start, end) => Math.fround(decodeDouble(bytes, start, end));
    case 'float64':
      return decodeDouble;
    case 'decimal':
      return decimalDecoder(column);
    case 'string':
      return decodeText;
    case 'bytes':
      return (bytes, start, end) => bytes.subarray(start, end);
    case 'date':
      return dateDecoder(column, reading, parameters.zeroDates);
    case 'year':
      return yearDecoder(column, reading, parameters.zeroDates);
    case 'time':
      return timeDecoder(column, reading);
    case 'timestamp':
      return timestampDecoder(column, reading, parameters.zeroDates);
  }
}

/** As Connector/J reads an integer as a boolean. */
const isTrue = (value: number): boolean => value === -1 || value > 0;

function firstInstant(
  columns: readonly ColumnDefinition[],
  kinds: readonly (ColumnKind | null)[],
  parameters: MySqlParameters,
  options: ReadOptions,
): (row: RowCells) => Instant | null {
  const readers = options.timestampColumns.map((name) => {
    const index = columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
    const column = columns[index];
    if (column === undefined) throw missingColumn(name);
    if (kinds[index] !== 'timestamp') {
      throw new DataError(
        `The timestamp column "${column.name}" is neither a DATETIME nor a TIMESTAMP, so rows can't be followed by it`,
      );
    }
    return { index, decode: instantDecoder(column, options.reading, parameters.zeroDates) };
  });
  return (row) => {
    for (const { index, decode } of readers) {
      const instant = row.read(index, decode);
      if (instant !== null) return instant;
    }
    return null;
  };
}

const missingColumn = (name: string): DataError =>
  new DataError(`The timestamp column "${name}" is not in the result. A query has to return it under this name`);
