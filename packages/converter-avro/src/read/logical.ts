import { DateType, Decimal, DecimalType, type Schema, TimeType, TimestampType } from '@causeway/api';
import { MalformedError } from './input.ts';
import type { Read } from './value-reader.ts';

const DAY_MS = 86_400_000;
const MAX_DATE_MS = 8.64e15;

/** How the values of a logical type are read, where `plain` reads what is below them; null for a schema that is none. */
export function logicalRead(schema: Schema, plain: Read): Read | null {
  switch (`${schema.name} ${schema.type}`) {
    case `${DecimalType.LOGICAL_NAME} BYTES`:
      return decimal(DecimalType.scaleOf(schema), plain);
    case `${DateType.LOGICAL_NAME} INT32`:
      return (input) => dateOf((plain(input) as number) * DAY_MS);
    case `${TimeType.LOGICAL_NAME} INT32`:
      return (input) => timeOf(plain(input) as number);
    case `${TimestampType.LOGICAL_NAME} INT64`:
      return (input) => dateOf(plain(input));
    default:
      return null;
  }
}

function decimal(scale: number, plain: Read): Read {
  return (input) => {
    const bytes = plain(input) as Buffer;
    if (bytes.length === 0) throw new MalformedError('a decimal needs at least one byte');
    return bytes.length <= 6
      ? new Decimal(BigInt(bytes.readIntBE(0, bytes.length)), scale)
      : Decimal.fromBytes(bytes, scale);
  };
}

/** @throws MalformedError past what a Date of JavaScript can be, the year 275760 */
function dateOf(ms: unknown): Date {
  if (typeof ms === 'number' && ms <= MAX_DATE_MS && ms >= -MAX_DATE_MS) return new Date(ms);
  throw new MalformedError('its date is past the year 275760');
}

function timeOf(ms: number): Date {
  if (ms < 0 || ms > DAY_MS) throw new MalformedError(`its time of day is ${ms} ms`);
  return new Date(ms);
}
