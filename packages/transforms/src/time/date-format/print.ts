import type { CalendarDay } from './calendar-day.ts';
import { ERAS, HALVES_OF_DAY, MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS } from './names.ts';
import type { PatternPart } from './pattern.ts';

/** Prints its part of a pattern. */
export type Printer = (day: CalendarDay, msOfDay: number) => string;

/** The printers of a pattern. Those in a row that need the day alone are one, which remembers its last day. */
export function printersOf(parts: readonly PatternPart[]): Printer[] {
  const printers: Printer[] = [];
  for (let i = 0; i < parts.length;) {
    let end = i;
    while (end < parts.length && isOfDay(parts[end]!)) end++;
    if (end > i) printers.push(oncePerDay(parts.slice(i, end).map(printerOf)));
    if (end < parts.length) printers.push(printerOf(parts[end]!));
    i = end + 1;
  }
  return printers;
}

const isOfDay = (part: PatternPart): boolean => 'text' in part || 'GyYMLwWDdFEuzZX'.includes(part.letter);

function printerOf(part: PatternPart): Printer {
  if ('text' in part) return () => part.text;
  return printers[part.letter]!(part.count);
}

function oncePerDay(parts: readonly Printer[]): Printer {
  let last: CalendarDay | null = null;
  let text = '';
  return (day) => {
    if (day !== last) {
      text = parts.map((print) => print(day, 0)).join('');
      last = day;
    }
    return text;
  };
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));

/** Digits with zeros before them. */
function padded(value: number, width: number): string {
  const text = width > 1 && value < 100 ? TWO_DIGITS[value]! : String(value);
  return text.length < width ? '0'.repeat(width - text.length) + text : text;
}

const ofDay =
  (valueOf: (day: CalendarDay) => number) =>
  (width: number): Printer =>
  (day) =>
    padded(valueOf(day), width);

const ofTime =
  (valueOf: (msOfDay: number) => number) =>
  (width: number): Printer =>
  (_, msOfDay) =>
    padded(valueOf(msOfDay), width);

const name =
  (short: readonly string[], long: readonly string[], indexOf: (day: CalendarDay) => number) =>
  (width: number): Printer =>
  (day) =>
    (width >= 4 ? long : short)[indexOf(day)]!;

const year =
  (valueOf: (day: CalendarDay) => number) =>
  (width: number): Printer =>
  (day) =>
    padded(width === 2 ? valueOf(day) % 100 : valueOf(day), width);

const monthName = name(SHORT_MONTHS, MONTHS, (day) => day.month - 1);
const monthNumber = ofDay((day) => day.month);
const month = (width: number): Printer => (width >= 3 ? monthName(width) : monthNumber(width));

const hourOf = (msOfDay: number): number => Math.floor(msOfDay / 3_600_000);

const printers: Readonly<Record<string, (width: number) => Printer>> = {
  G: () => (day) => ERAS[day.year > 0 ? 1 : 0]!,
  y: year(({ year: y }) => (y > 0 ? y : 1 - y)),
  Y: year(weekYear),
  M: month,
  L: month,
  w: ofDay(weekOfYear),
  W: ofDay((day) => weekOf(dayCounted(day), day)),
  D: ofDay((day) => day.dayOfYear),
  d: ofDay((day) => day.day),
  F: ofDay((day) => Math.floor((dayCounted(day) - 1) / 7) + 1),
  E: name(SHORT_WEEKDAYS, WEEKDAYS, (day) => day.weekday % 7),
  u: ofDay((day) => day.weekday),
  a: () => (_, msOfDay) => HALVES_OF_DAY[hourOf(msOfDay) < 12 ? 0 : 1]!,
  H: ofTime(hourOf),
  k: ofTime((msOfDay) => hourOf(msOfDay) || 24),
  K: ofTime((msOfDay) => hourOf(msOfDay) % 12),
  h: ofTime((msOfDay) => hourOf(msOfDay) % 12 || 12),
  m: ofTime((msOfDay) => Math.floor(msOfDay / 60_000) % 60),
  s: ofTime((msOfDay) => Math.floor(msOfDay / 1000) % 60),
  S: ofTime((msOfDay) => msOfDay % 1000),
  z: (width) => () => (width >= 4 ? 'Coordinated Universal Time' : 'UTC'),
  Z: () => () => '+0000',
  X: () => () => 'Z',
};

/** In the month of the change of calendars, the 15th came after the 4th. */
function dayCounted({ year: y, month: m, day }: CalendarDay): number {
  return y === 1582 && m === 10 && day >= 15 ? day - 10 : day;
}

/** Weeks begin on Sunday, and the first one is that of the first day. */
function weekOf(day: number, { weekday }: CalendarDay): number {
  const sundayBased = weekday % 7;
  const ofFirst = (((sundayBased - (day - 1)) % 7) + 7) % 7;
  return Math.floor((day - 1 + ofFirst) / 7) + 1;
}

/** The last days of December belong to the week of 1 January. */
function isInWeekOfNextYear({ month: m, day, weekday }: CalendarDay): boolean {
  return m === 12 && 31 - day < 6 - (weekday % 7);
}

function weekOfYear(day: CalendarDay): number {
  return isInWeekOfNextYear(day) ? 1 : weekOf(day.dayOfYear, day);
}

/** @throws RangeError before the year 1, where Java itself miscounts */
function weekYear(day: CalendarDay): number {
  if (day.year < 1) throw new RangeError('Years of weeks (Y) are not known before the year 1');
  return isInWeekOfNextYear(day) ? day.year + 1 : day.year;
}
