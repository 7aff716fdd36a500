/** Days since 1970-01-01 to and from year, month and day, in the two calendars of `date.calendar.system`. */
export type CalendarSystem = 'LEGACY' | 'PROLEPTIC_GREGORIAN';

/** 1582-10-15, the first day of the Gregorian calendar. java.util.GregorianCalendar counts the days before it in the Julian one. */
const FIRST_GREGORIAN_DAY = -141_427;

export const DAY_MS = 86_400_000;

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since the epoch of a date as the calendar reads it. LEGACY is Julian before 1582-10-15, as in Java. */
export function daysOf(year: number, month: number, day: number, calendar: CalendarSystem): number {
  // years count from March, so that the leap day is the last one
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const gregorian = 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
  if (calendar === 'PROLEPTIC_GREGORIAN' || gregorian >= FIRST_GREGORIAN_DAY) return gregorian;
  return 365 * y + Math.floor(y / 4) + dayOfYear - 719_470;
}

/** The date of a day, the other way round. */
export function dateOf(days: number, calendar: CalendarSystem): CivilDate {
  const [year, dayOfYear] =
    calendar === 'LEGACY' && days < FIRST_GREGORIAN_DAY ? julianYear(days) : gregorianYear(days);
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: month <= 2 ? year + 1 : year, month, day };
}

function julianYear(days: number): [number, number] {
  const z = days + 719_470;
  const year = Math.floor((4 * z + 3) / 1461);
  return [year, z - 365 * year - Math.floor(year / 4)];
}

function gregorianYear(days: number): [number, number] {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return [yearOfEra + era * 400, dayOfYear];
}
