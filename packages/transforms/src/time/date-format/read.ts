import { isDigit } from '../../numbers/digits.ts';
import type { DateFields } from './date-fields.ts';
import { readInteger, type ReadInteger } from './integers.ts';
import { ERAS, HALVES_OF_DAY, MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS } from './names.ts';
import type { PatternPart } from './pattern.ts';
import { readIsoZone, readZone, type Zone } from './zones.ts';

/** Reads its part of a pattern from a text into the fields; gives the place behind it, or -1 if it is not there. */
export type Reader = (text: string, at: number, fields: DateFields) => number;

/** The readers of a pattern. @param centuryStart what years of two digits are not before */
export function readersOf(parts: readonly PatternPart[], centuryStart: CenturyStart): Reader[] {
  return parts.map((part, i) => readerOf(part, parts[i + 1], centuryStart));
}

/**
 * The reader of a part. Where a number follows on a number, each has as many digits as it has letters in the pattern.
 */
function readerOf(part: PatternPart, next: PatternPart | undefined, centuryStart: CenturyStart): Reader {
  if ('text' in part) return (text, at) => (text.startsWith(part.text, at) ? at + part.text.length : -1);
  const { letter, count } = part;
  const width = next !== undefined && isNumeric(next) ? count : Infinity;
  if (letter === 'y' || letter === 'Y') return yearReader(letter, count, width, centuryStart);
  return isNumeric(part) ? numberReader(numbers[letter]!, width) : afterBlanks(words[letter]!(count));
}

export interface CenturyStart {
  readonly year: number;
}

function isNumeric(part: PatternPart): boolean {
  if ('text' in part) return false;
  return /[ML]/.test(part.letter) ? part.count <= 2 : !/[GEazZX]/.test(part.letter);
}

function skipBlanks(text: string, at: number): number {
  let i = at;
  while (text[i] === ' ' || text[i] === '\t') i++;
  return i;
}

type Setter = (fields: DateFields, value: number) => void;

const numbers: Readonly<Record<string, Setter>> = {
  M: (f, value) => (f.month = value - 1),
  L: (f, value) => (f.month = value - 1),
  w: (f, value) => (f.weekOfYear = value),
  W: (f, value) => (f.weekOfMonth = value),
  D: (f, value) => (f.dayOfYear = value),
  d: (f, value) => (f.dayOfMonth = value),
  F: (f, value) => (f.weekdayInMonth = value),
  // From Monday on, which is 1; what is no weekday counts on from Sunday, as in Java
  u: (f, value) => (f.weekday = value >= 1 && value <= 7 ? (value % 7) + 1 : value),
  H: (f, value) => (f.hourOfDay = value),
  k: (f, value) => (f.hourOfDay = value === 24 ? 0 : value),
  K: (f, value) => (f.hour = value),
  h: (f, value) => (f.hour = value === 12 ? 0 : value),
  m: (f, value) => (f.minute = value),
  s: (f, value) => (f.second = value),
  S: (f, value) => (f.ms = value),
};

/** Blanks before a number count as part of it. */
function numberReader(set: Setter, width: number): Reader {
  const read: ReadInteger = { value: 0, end: 0 };
  return (text, at, fields) => {
    const until = at + width;
    if (until > text.length && width !== Infinity) return -1;
    if (!readInteger(text, skipBlanks(text, at), Math.min(until, text.length), read)) return -1;
    set(fields, read.value);
    return read.end;
  };
}

/** A year of two digits, read by fewer than three letters, is the one in the hundred years from the start of the century on. */
function yearReader(letter: 'y' | 'Y', count: number, width: number, century: CenturyStart): Reader {
  let value = 0;
  const read = numberReader((_, year) => (value = year), width);
  return (text, at, fields) => {
    const end = read(text, at, fields);
    if (end < 0) return end;
    const start = skipBlanks(text, at);
    if (count <= 2 && end - start === 2 && isDigit(text[start]!) && isDigit(text[start + 1]!)) {
      const ambiguous = century.year % 100;
      fields.isYearAmbiguous = value === ambiguous;
      value += century.year - ambiguous + (value < ambiguous ? 100 : 0);
    }
    if (letter === 'y') fields.year = value;
    else fields.weekYear = value;
    return end;
  };
}

/** Where the part begins, and where the blanks before it end. */
type WordReader = (text: string, start: number, at: number, fields: DateFields) => number;

const afterBlanks =
  (read: WordReader): Reader =>
  (text, start, fields) =>
    read(text, start, skipBlanks(text, start), fields);

/** Names do not count behind blanks. */
const name =
  (lists: readonly (readonly string[])[], set: Setter): WordReader =>
  (text, start, _, fields) => {
    for (const names of lists) {
      const index = names.findIndex((n) => text.slice(start, start + n.length).toUpperCase() === n.toUpperCase());
      if (index < 0) continue;
      set(fields, index);
      return start + names[index]!.length;
    }
    return -1;
  };

const month = name([MONTHS, SHORT_MONTHS], (f, index) => (f.month = index));

const zoned = (zone: Zone | null, fields: DateFields): number => {
  if (zone === null) return -1;
  fields.offsetMinutes = zone.offsetMinutes ?? fields.offsetMinutes;
  fields.isZoneNamed ||= zone.isNamed;
  return zone.end;
};

const zone: WordReader = (text, start, at, fields) => zoned(readZone(text, at, at > start), fields);

const words: Readonly<Record<string, (count: number) => WordReader>> = {
  G: () => name([ERAS], (f, index) => (f.era = index)),
  M: () => month,
  L: () => month,
  E: () => name([WEEKDAYS, SHORT_WEEKDAYS], (f, index) => (f.weekday = index + 1)),
  a: () => name([HALVES_OF_DAY], (f, index) => (f.halfOfDay = index)),
  z: () => zone,
  Z: () => zone,
  X: (count) => (text, _, at, fields) => zoned(readIsoZone(text, at, count), fields),
};
