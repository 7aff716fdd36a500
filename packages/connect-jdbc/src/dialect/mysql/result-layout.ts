import { DataError } from '@causeway/api';
import type { Instant } from '../../time/instant.ts';
import type { ReadOptions, ResultShape } from '../dialect.ts';
import { type ColumnDefinition, type ColumnKind, kindOfColumn, schemaOfColumn, structSchema } from './columns.ts';
import { bitDecoder, decimalDecoder, decodeDouble, decodeInteger, int64Decoder } from './decode-numbers.ts';
import { decodeText } from './decode-text.ts';
import { dateDecoder, instantDecoder, timeDecoder, timestampDecoder, yearDecoder } from './decode-times.ts';
import type { MySqlParameters } from './parameters.ts';

/** From the text the server prints to a Connect value. */
export type CellDecoder = (bytes: Buffer) => unknown;

type Cells = (Buffer | null)[];

/** How the rows of one result are read: made once, used for every row. */
export interface ResultLayout extends ResultShape {
  /** The values of a row, in the order of the schema's fields. Turns `cells` itself into them where it can. */
  decode(cells: Cells): unknown[];
  /** The moment that dates a row: of the timestamp columns the first that is not null. */
  instantOf(cells: Cells): Instant | null;
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
    decode:
      kept.length === columns.length
        ? decodeAll(decoders)
        : decodeSome(
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

function decodeAll(decoders: readonly CellDecoder[]) {
  const count = decoders.length;
  return (cells: Cells): unknown[] => {
    const values: unknown[] = cells;
    for (let i = 0; i < count; i++) {
      const bytes = cells[i] ?? null;
      if (bytes !== null) values[i] = decoders[i]!(bytes);
    }
    return values;
  };
}

function decodeSome(decoders: readonly CellDecoder[], indexes: readonly number[]) {
  return (cells: Cells): unknown[] =>
    indexes.map((index, i) => {
      const bytes = cells[index] ?? null;
      return bytes === null ? null : decoders[i]!(bytes);
    });
}

function decoderOf(
  column: ColumnDefinition,
  kind: ColumnKind,
  parameters: MySqlParameters,
  { reading }: ReadOptions,
): CellDecoder {
  switch (kind) {
    case 'int8':
    case 'int16':
    case 'int32':
      return decodeInteger;
    case 'int64':
      return int64Decoder(column);
    case 'boolean':
      return (bytes) => isTrue(decodeInteger(bytes));
    case 'bit':
      return bitDecoder(column);
    case 'float32':
      return (bytes) => Math.fround(decodeDouble(bytes));
    case 'float64':
      return decodeDouble;
    case 'decimal':
      return decimalDecoder(column);
    case 'string':
      return decodeText;
    case 'bytes':
      return (bytes) => bytes;
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
): (cells: Cells) => Instant | null {
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
  return (cells) => {
    for (const { index, decode } of readers) {
      const bytes = cells[index] ?? null;
      const instant = bytes === null ? null : decode(bytes);
      if (instant !== null) return instant;
    }
    return null;
  };
}

const missingColumn = (name: string): DataError =>
  new DataError(`The timestamp column "${name}" is not in the result. A query has to return it under this name`);
