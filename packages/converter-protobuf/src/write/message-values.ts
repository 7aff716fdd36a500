import { Decimal } from '@causeway/api';
import { MAX_SECONDS, MIN_SECONDS } from '../read/message-values.ts';
import type { Output } from '../wire/output.ts';
import { Malformed } from '../wire/malformed.ts';
import { wrongValue } from './check-value.ts';

/** Writes a value of Connect as a message, without the length before it. */
export interface MessageWriter {
  write(value: unknown, output: Output, depth: number): void;
}

const DAY_MS = 86_400_000;

/** The well-known types need no more bytes. */
const ENOUGH = 64;

function writeNumber(output: Output, tag: number, value: number): void {
  if (value === 0) return;
  output.byte(tag);
  output.int64(value);
}

function time(value: unknown): number {
  if (!(value instanceof Date)) throw wrongValue(value, 'a Date');
  const ms = value.getTime();
  if (Number.isNaN(ms)) throw new Malformed('an invalid Date');
  return ms;
}

/** google.protobuf.Timestamp */
export const timestampWriter: MessageWriter = {
  write(value, output) {
    const ms = time(value);
    const seconds = Math.floor(ms / 1000);
    if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS))
      throw new Malformed(
        'a time that is not between the years 1 and 9999, which is all that google.protobuf.Timestamp holds',
      );
    output.reserve(ENOUGH);
    writeNumber(output, 8, seconds);
    writeNumber(output, 16, (ms - seconds * 1000) * 1e6);
  },
};

/** google.type.Date */
export const dateWriter: MessageWriter = {
  write(value, output) {
    const ms = time(value);
    if (ms % DAY_MS !== 0) throw new Malformed('a Connect Date has no time of day: it must be midnight UTC');
    const date = value as Date;
    const year = date.getUTCFullYear();
    if (year < 0 || year > 9999) throw new Malformed(`the year ${year}, but google.type.Date holds 0 to 9999`);
    output.reserve(ENOUGH);
    writeNumber(output, 8, year);
    writeNumber(output, 16, date.getUTCMonth() + 1);
    writeNumber(output, 24, date.getUTCDate());
  },
};

/** google.type.TimeOfDay */
export const timeWriter: MessageWriter = {
  write(value, output) {
    const ms = time(value);
    if (!(ms >= 0 && ms < DAY_MS)) throw new Malformed('a Connect Time has no date: it must be on 1970-01-01 UTC');
    output.reserve(ENOUGH);
    writeNumber(output, 8, Math.floor(ms / 3_600_000));
    writeNumber(output, 16, Math.floor(ms / 60_000) % 60);
    writeNumber(output, 24, Math.floor(ms / 1000) % 60);
    writeNumber(output, 32, (ms % 1000) * 1e6);
  },
};

/** confluent.type.Decimal */
export class DecimalWriter implements MessageWriter {
  /** As the schema says; null to write how many digits each value has. */
  readonly #precision: number | null;

  constructor(precision: number | null) {
    this.#precision = precision;
  }

  write(value: unknown, output: Output): void {
    if (!(value instanceof Decimal)) throw wrongValue(value, 'a Decimal');
    output.reserve(1);
    output.byte(10);
    output.bytes(value.toBytes());
    output.reserve(ENOUGH);
    writeNumber(output, 16, this.#precision ?? digits(value.unscaled));
    writeNumber(output, 24, value.scale);
  }
}

const digits = (unscaled: bigint): number => (unscaled < 0n ? -unscaled : unscaled).toString().length;
