/**
 * From fields to a point in time, as java.util.GregorianCalendar does it when it is lenient: a 45th day of a 13th month is one of the next
 * year. Which fields say the day depends on the letters of the pattern and their order alone, so it is decided once.
 */
import type { DateFields } from './date-fields.ts';
import { DAY_MS, FIRST_GREGORIAN_DAY, floorMod, gregorianDay, julianDay, weekdayUpTo } from './days.ts';

export interface Resolution {
  readonly day: (fields: DateFields, fromYear: FirstDay, year: number) => number;
  /** Does it count from the beginning of the year? */
  readonly isOfYear: boolean;
  readonly hasWeekYear: boolean;
  readonly hasHourOfDay: boolean;
}

/** The day that begins a month, counted from 0, of a year. */
type FirstDay = (year: number, month: number) => number;

const SUNDAY = 1;
const CUTOVER_YEAR = 1582;

/** @param letters of the pattern, in order */
export function resolutionOf(letters: string): Resolution {
  const last = (of: string): number => Math.max(...Array.from(of, (letter) => letters.lastIndexOf(letter) + 1));
  return {
    ...dayResolution(last),
    hasWeekYear: last('Y') > last('y'),
    hasHourOfDay: last('Hk') > bothOf(last('Kh'), last('a')),
  };
}

/** When the later of the two was said; 0 unless both were. */
const bothOf = (a: number, b: number): number => (a > 0 && b > 0 ? Math.max(a, b) : 0);

/** What was said last counts; a week only with a weekday, as long as there is anything better. */
function dayResolution(last: (letters: string) => number): Pick<Resolution, 'day' | 'isOfYear'> {
  const [dayOfMonth, dayOfYear, weekday] = [last('d'), last('D'), last('Eu')];
  let [ofMonth, inMonth, ofYear] = [last('W'), last('F'), last('w')].map((week) => bothOf(week, weekday)) as Three;
  let best = Math.max(dayOfMonth, dayOfYear, ofMonth, inMonth, ofYear);
  if (best === 0) {
    [ofMonth, inMonth, ofYear] = [last('W'), Math.max(last('F'), weekday), last('w')];
    best = Math.max(ofMonth, inMonth, ofYear);
  }
  const hasWeekday = weekday > 0;
  if (best === dayOfMonth) return { day: byDayOfMonth, isOfYear: false };
  if (best === ofMonth && last('W') >= last('w') && (ofMonth !== inMonth || last('W') >= last('F'))) {
    return { day: hasWeekday ? byWeekOfMonthAndDay : byWeekOfMonth, isOfYear: false };
  }
  if (best === inMonth && last('F') >= last('w')) return { day: byWeekdayInMonth, isOfYear: false };
  if (best === dayOfYear) return { day: byDayOfYear, isOfYear: true };
  return { day: hasWeekday ? byWeekOfYearAndDay : byWeekOfYear, isOfYear: true };
}

type Three = [number, number, number];

const byDayOfMonth: Resolution['day'] = (f, firstDay, year) => firstDay(year, f.month) + f.dayOfMonth - 1;
const byDayOfYear: Resolution['day'] = (f, firstDay, year) => firstDay(year, 0) + f.dayOfYear - 1;

const byWeekOfMonth: Resolution['day'] = (f, firstDay, year) =>
  weekdayUpTo(firstDay(year, f.month), SUNDAY) + 7 * (f.weekOfMonth - 1);

const byWeekOfMonthAndDay: Resolution['day'] = (f, firstDay, year) =>
  weekdayUpTo(weekdayUpTo(firstDay(year, f.month), SUNDAY) + 6, f.weekday) + 7 * (f.weekOfMonth - 1);

/** The second Friday, or from the end of the month the last but one. */
const byWeekdayInMonth: Resolution['day'] = (f, firstDay, year) => {
  const fromStart = f.weekdayInMonth >= 0;
  const start = firstDay(year, fromStart ? f.month : f.month + 1);
  return weekdayUpTo(start + 7 * (fromStart ? f.weekdayInMonth : f.weekdayInMonth + 1) - 1, f.weekday);
};

const byWeekOfYear: Resolution['day'] = (f, firstDay, year) =>
  weekdayUpTo(firstDay(year, 0), SUNDAY) + 7 * (f.weekOfYear - 1);

const byWeekOfYearAndDay: Resolution['day'] = (f, firstDay, year) =>
  weekdayUpTo(weekdayUpTo(firstDay(year, 0), SUNDAY) + 6, f.weekday) + 7 * (f.weekOfYear - 1);

/** Milliseconds since the epoch; NaN for a year of weeks before the year 1, where Java itself miscounts. */
export function resolve(fields: DateFields, resolution: Resolution): number {
  const hours = resolution.hasHourOfDay ? fields.hourOfDay : fields.hour + 12 * fields.halfOfDay;
  const timeOfDay = ((hours * 60 + fields.minute) * 60 + fields.second) * 1000 + fields.ms;
  const extraDays = Math.floor(timeOfDay / DAY_MS);
  const day = resolution.hasWeekYear ? dayOfWeekDate(fields) + extraDays : dayOf(fields, resolution, extraDays);
  return day * DAY_MS + (timeOfDay - extraDays * DAY_MS) - fields.offsetMinutes * 60_000;
}

/** Java: a day that falls before the change of calendars is a Julian one. */
function dayOf(fields: DateFields, { day, isOfYear }: Resolution, extraDays: number): number {
  const year = fields.era === 0 ? 1 - fields.year : fields.year;
  if (year > CUTOVER_YEAR || (year === CUTOVER_YEAR && !isOfYear)) {
    const gregorian = day(fields, gregorianDay, year) + extraDays;
    if (gregorian >= FIRST_GREGORIAN_DAY) return gregorian;
  }
  return day(fields, julianDay, year) + extraDays;
}

/** Java: GregorianCalendar#setWeekDate. Months and days do not count beside it. */
function dayOfWeekDate(fields: DateFields): number {
  const { weekYear, weekOfYear, weekday } = fields;
  if (weekYear < 1 || fields.year < 1 || fields.era === 0) return NaN;
  const firstDay = weekYear > CUTOVER_YEAR ? gregorianDay : julianDay;
  // What is no weekday counts on from Monday here
  const isWeekday = weekday >= 1 && weekday <= 7;
  const weeks = weekOfYear - 1 + (isWeekday ? 0 : Math.floor((weekday - 1) / 7));
  return weekdayUpTo(firstDay(weekYear, 0), SUNDAY) + 7 * weeks + (isWeekday ? weekday - 1 : floorMod(weekday, 7));
}
