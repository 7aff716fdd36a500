import { ConfigError } from '@causeway/api';
import { type CalendarTime, calendarTime } from './calendar.ts';

type Field = (time: CalendarTime) => string;

/** Prints times by a pattern of Java's SimpleDateFormat, in UTC and in English. */
export class DateFormat {
  readonly #fields: readonly Field[];
  #lastMs = NaN;
  #last = '';

  /** @throws ConfigError for a letter that means nothing, or a quote that is not closed */
  constructor(pattern: string) {
    this.#fields = fieldsOf(pattern);
  }

  format(epochMs: number): string {
    if (epochMs === this.#lastMs) return this.#last;
    const time = calendarTime(epochMs);
    let text = '';
    for (const field of this.#fields) text += field(time);
    this.#lastMs = epochMs;
    return (this.#last = text);
  }
}

function fieldsOf(pattern: string): Field[] {
  const fields: Field[] = [];
  for (const [part, quoted, open] of pattern.matchAll(/'((?:[^']|'')*)'|(')|([a-zA-Z])\3*|[^a-zA-Z']+/g)) {
    if (open !== undefined) throw invalid(pattern, 'a quote is not closed');
    if (quoted !== undefined) fields.push(literal(quoted === '' ? "'" : quoted.replaceAll("''", "'")));
    else fields.push(/[a-zA-Z]/.test(part) ? letters(pattern, part) : literal(part));
  }
  return fields;
}

const literal =
  (text: string): Field =>
  () =>
    text;

function letters(pattern: string, part: string): Field {
  const letter = part[0]!;
  const field = Object.hasOwn(makers, letter) ? makers[letter]!(part.length) : null;
  if (field === null) throw invalid(pattern, `${part} means nothing in it; quote it ('${part}') to have it as it is`);
  return field;
}

const invalid = (pattern: string, what: string): ConfigError =>
  new ConfigError(`Invalid pattern for dates ${pattern}: ${what}`, { code: 'ERR_CONFIG_INVALID' });

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const number = (valueOf: (time: CalendarTime) => number) => (width: number) => (time: CalendarTime) =>
  String(valueOf(time)).padStart(width, '0');

const year = (valueOf: (time: CalendarTime) => number) => (width: number) => (time: CalendarTime) => {
  const value = valueOf(time);
  const digits = String(Math.abs(value));
  const shown = width === 2 ? digits.slice(-2) : digits;
  return (value < 0 ? '-' : '') + shown.padStart(width, '0');
};

/** A name, cut to three letters where the pattern has fewer than four. */
const named = (names: readonly string[], width: number, index: number): string =>
  width >= 4 ? names[index]! : names[index]!.slice(0, 3);

const month = (width: number) => (time: CalendarTime) =>
  width >= 3 ? named(MONTHS, width, time.month - 1) : String(time.month).padStart(width, '0');

const makers: Readonly<Record<string, (width: number) => Field | null>> = {
  G: () => (time) => (time.year > 0 ? 'AD' : 'BC'),
  y: year((time) => yearOfEra(time.year)),
  Y: year((time) => weekYear(time)),
  M: month,
  L: month,
  w: number(weekOfYear),
  W: number((time) => weekOf(time.day, time)),
  D: number((time) => time.dayOfYear),
  d: number((time) => time.day),
  F: number((time) => Math.floor((time.day - 1) / 7) + 1),
  E: (width) => (time) => named(WEEKDAYS, width, time.weekday - 1),
  u: number((time) => time.weekday),
  a: () => (time) => (time.hour < 12 ? 'AM' : 'PM'),
  H: number((time) => time.hour),
  k: number((time) => time.hour || 24),
  K: number((time) => time.hour % 12),
  h: number((time) => time.hour % 12 || 12),
  m: number((time) => time.minute),
  s: number((time) => time.second),
  S: number((time) => time.ms),
  z: (width) => literal(width >= 4 ? 'Coordinated Universal Time' : 'UTC'),
  Z: () => literal('+0000'),
  X: (width) => (width <= 3 ? literal('Z') : null),
};

const yearOfEra = (astronomical: number): number => (astronomical > 0 ? astronomical : 1 - astronomical);

/** Weeks begin on Sunday, and the first one is that of the first day. */
function weekOf(day: number, { weekday }: CalendarTime): number {
  const sundayBased = weekday % 7;
  const ofFirst = (((sundayBased - (day - 1)) % 7) + 7) % 7;
  return Math.floor((day - 1 + ofFirst) / 7) + 1;
}

/** The last days of December belong to the week of 1 January. */
const isInWeekOfNextYear = ({ month: m, day, weekday }: CalendarTime): boolean =>
  m === 12 && 31 - day < 6 - (weekday % 7);

function weekOfYear(time: CalendarTime): number {
  return isInWeekOfNextYear(time) ? 1 : weekOf(time.dayOfYear, time);
}

const weekYear = (time: CalendarTime): number => (isInWeekOfNextYear(time) ? time.year + 1 : time.year);
