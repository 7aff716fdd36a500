import { DataError, DateType, Decimal, DecimalType, type Schema, TimeType, TimestampType } from '@causeway/api';
import type { AvroType } from '../schema/avro-type.ts';
import { isInt32 } from './output.ts';
import { type Write, type WriterOptions, cannotHold, mismatch } from './write.ts';

/** How values of a logical type are written, or null for a schema that is none. */
export function compileLogical(schema: Schema, type: AvroType, { place }: WriterOptions): Write | null {
  switch (schema.name) {
    case DecimalType.LOGICAL_NAME:
      return compileDecimal(schema, type, place);
    case DateType.LOGICAL_NAME:
      return compileTemporal(schema, type, { place, encode: DateType.encode, perUnit: dateUnits });
    case TimeType.LOGICAL_NAME:
      return compileTemporal(schema, type, { place, encode: TimeType.encode, perUnit: timeUnits });
    case TimestampType.LOGICAL_NAME:
      return compileTemporal(schema, type, { place, encode: TimestampType.encode, perUnit: timestampUnits });
    default:
      return null;
  }
}

/** By how much the number of a logical type is larger than Connect's, which counts days or milliseconds. */
type Units = Readonly<Record<string, bigint>>;

const dateUnits: Units = { 'int ': 1n, 'int date': 1n, 'long ': 1n };
const timeUnits: Units = { 'int ': 1n, 'int time-millis': 1n, 'long ': 1n, 'long time-micros': 1000n };
const timestampUnits: Units = {
  'long ': 1n,
  'long timestamp-millis': 1n,
  'long timestamp-micros': 1000n,
  'long timestamp-nanos': 1_000_000n,
  'long local-timestamp-millis': 1n,
  'long local-timestamp-micros': 1000n,
  'long local-timestamp-nanos': 1_000_000n,
};

interface Temporal {
  readonly place: string;
  /** @throws DataError for a date that the type can't be */
  readonly encode: (date: Date) => number;
  readonly perUnit: Units;
}

/** Java: Date, Time and Timestamp by their name; written in the unit that the Avro type counts in. */
function compileTemporal(schema: Schema, type: AvroType, { place, encode, perUnit }: Temporal): Write {
  const factor = perUnit[`${type.kind} ${type.logicalType ?? ''}`];
  if (factor === undefined) throw cannotHold(type, schema, place);
  const numberOf = (value: unknown): number => {
    if (!(value instanceof Date)) throw mismatch(schema, place, value);
    if (Number.isNaN(value.getTime())) throw new DataError(`The Date in ${place} holds no point in time`);
    try {
      return encode(value);
    } catch (cause) {
      throw new DataError(`${(cause as Error).message}, which the one in ${place} is not`, { cause });
    }
  };
  if (factor === 1n) {
    return (out, value) => {
      const number = numberOf(value);
      if (isInt32(number)) out.int(number);
      else if (type.kind === 'long') out.safeLong(number);
      else throw new DataError(`The Date in ${place} is too far away for the Avro type ${type.kind}`);
    };
  }
  return (out, value) => {
    const number = BigInt(numberOf(value)) * factor;
    if (BigInt.asIntN(64, number) !== number)
      throw new DataError(`The Date in ${place} is too far away for the Avro type ${type.logicalType}`);
    out.bigLong(number);
  };
}

function compileDecimal(schema: Schema, type: AvroType, place: string): Write {
  if (type.kind !== 'bytes' && type.kind !== 'fixed') throw cannotHold(type, schema, place);
  const scale = DecimalType.scaleOf(schema);
  if (type.logicalType === 'decimal' && (type.properties.get('scale') ?? 0) !== scale)
    throw new DataError(`The Avro decimal of ${place} has another scale than its Connect schema, ${scale}`);
  const size = type.kind === 'fixed' ? type.size : null;
  return (out, value) => {
    if (!(value instanceof Decimal)) throw mismatch(schema, place, value);
    if (value.scale !== scale) {
      throw new DataError(
        `The Decimal of ${place} has a mismatching scale: its schema has scale ${scale}, the value has scale ${value.scale}`,
      );
    }
    const bytes = value.toBytes();
    if (size === null) out.bytes(bytes);
    else out.fixed(padded(bytes, size, place));
  };
}

/** With its sign in front, to the length of a fixed type. */
function padded(bytes: Buffer, size: number, place: string): Buffer {
  if (bytes.length === size) return bytes;
  if (bytes.length > size)
    throw new DataError(`The Decimal of ${place} needs ${bytes.length} bytes, but its Avro fixed type has ${size}`);
  const result = Buffer.alloc(size, bytes[0]! >= 0x80 ? 0xff : 0);
  bytes.copy(result, size - bytes.length);
  return result;
}
