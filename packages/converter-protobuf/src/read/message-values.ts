import { Decimal } from '@causeway/api';
import type { Cursor } from '../wire/cursor.ts';
import { Malformed } from '../wire/malformed.ts';

/** Reads a message, which ends at the cursor's end, into a value of Connect. */
export interface MessageReader {
  /** @param previous the value of an earlier occurrence of the field in the same message; null for none */
  read(cursor: Cursor, depth: number, previous: unknown): unknown;
  /** The value of a message without any field. */
  empty(): unknown;
  /** For messages that end with the end of a group of this number. */
  readGroup?(cursor: Cursor, depth: number, previous: unknown, group: number): unknown;
}

const DAY_MS = 86_400_000;

/** Reads up to four varint fields, numbered from 1; the well-known types consist of such. */
abstract class NumbersReader implements MessageReader {
  read(cursor: Cursor, depth: number): unknown {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    while (cursor.position < cursor.end) {
      const tag = cursor.uint32();
      if (tag === 8) first = Number(cursor.int64());
      else if (tag === 16) second = cursor.int32();
      else if (tag === 24) third = cursor.int32();
      else if (tag === 32) fourth = cursor.int32();
      else cursor.skip(tag, depth);
    }
    return this.value(first, second, third, fourth);
  }

  empty(): unknown {
    return this.value(0, 0, 0, 0);
  }

  abstract value(first: number, second: number, third: number, fourth: number): unknown;
}

/** google.protobuf.Timestamp: seconds and nanos. What is finer than a millisecond is lost, as Connect has no place for it. */
class TimestampReader extends NumbersReader {
  value(seconds: number, nanos: number): Date {
    if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS && nanos >= 0 && nanos < 1e9))
      throw new Malformed(
        `no google.protobuf.Timestamp: it has ${seconds} seconds and ${nanos} nanos, and must be between the years 1 and 9999 with 0 to 999999999 nanos`,
      );
    return new Date(seconds * 1000 + Math.floor(nanos / 1e6));
  }
}

/** 0001-01-01 and the last second of 9999. */
export const MIN_SECONDS = -62_135_596_800;
export const MAX_SECONDS = 253_402_300_799;

/** google.type.Date: year, month and day. */
class DateReader extends NumbersReader {
  value(year: number, month: number, day: number): Date {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 0 || year > 9999)
      throw new Malformed(
        `no day of the calendar: a google.type.Date of year ${year}, month ${month}, day ${day} (Connect has no dates without a day or a month)`,
      );
    return date;
  }
}

/** google.type.TimeOfDay: hours, minutes, seconds and nanos. What is finer than a millisecond is lost. */
class TimeReader extends NumbersReader {
  value(hours: number, minutes: number, seconds: number, nanos: number): Date {
    const ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + Math.floor(nanos / 1e6);
    const fits = inRange(hours, 24) && inRange(minutes, 60) && inRange(seconds, 60) && inRange(nanos, 1e9);
    if (!fits || ms >= DAY_MS)
      throw new Malformed(
        `no time of a day: a google.type.TimeOfDay of ${hours}:${minutes}:${seconds} and ${nanos} nanos`,
      );
    return new Date(ms);
  }
}

const inRange = (value: number, limit: number): boolean => value >= 0 && value < limit;

export const timestampReader: MessageReader = new TimestampReader();
export const dateReader: MessageReader = new DateReader();
export const timeReader: MessageReader = new TimeReader();

/** confluent.type.Decimal: the bytes of the unscaled number, precision and scale. */
export class DecimalReader implements MessageReader {
  /** What the schema says; null where it says nothing, so that each value's own scale counts. */
  readonly #scale: number | null;

  constructor(scale: number | null) {
    this.#scale = scale;
  }

  read(cursor: Cursor, depth: number): Decimal {
    let bytes: Buffer | null = null;
    let scale = 0;
    while (cursor.position < cursor.end) {
      const tag = cursor.uint32();
      if (tag === 10) bytes = cursor.bytes();
      else if (tag === 24) scale = cursor.int32();
      else cursor.skip(tag, depth);
    }
    const isZero = bytes === null || bytes.length === 0;
    return this.#scaled(isZero ? new Decimal(0n, scale) : Decimal.fromBytes(bytes!, scale));
  }

  empty(): Decimal {
    return new Decimal(0n, this.#scale ?? 0);
  }

  /** Connect stores decimals without their scale, so it must be the schema's. */
  #scaled(decimal: Decimal): Decimal {
    const scale = this.#scale;
    if (scale === null || scale === decimal.scale) return decimal;
    const difference = scale - decimal.scale;
    if (difference > MAX_RESCALE || difference < -MAX_RESCALE) throw this.#wrongScale(decimal);
    if (difference > 0) return new Decimal(decimal.unscaled * 10n ** BigInt(difference), scale);
    const divisor = 10n ** BigInt(-difference);
    if (decimal.unscaled % divisor !== 0n) throw this.#wrongScale(decimal);
    return new Decimal(decimal.unscaled / divisor, scale);
  }

  #wrongScale(decimal: Decimal): Malformed {
    return new Malformed(
      `a decimal of scale ${decimal.scale} can not be given the scale ${this.#scale} that the schema says without losing digits`,
    );
  }
}

const MAX_RESCALE = 1000;
