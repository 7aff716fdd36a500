/** Days since 1 January 1970, in both calendars that Java's GregorianCalendar knows. */

export const DAY_MS = 86_400_000;
/** As far as a JavaScript Date reaches, before and after the epoch. */
export const MAX_DATE_MS = 8.64e15;
/** 15 October 1582: the first day of the Gregorian calendar, before which Java counts by the Julian one. */
export const FIRST_GREGORIAN_DAY = Date.UTC(1582, 9, 15) / DAY_MS;

/** Months count from 0 and may be too many or too few. Years begin in March here, so that the leap day is the last one. */
export function gregorianDay(year: number, month: number): number {
  const y = year + Math.floor((month - 2) / 12);
  return daysInYears(y) - Math.floor(y / 100) + Math.floor(y / 400) + daysSinceMarch(month) - 719_468;
}

/** Year 0 is the one before 1. */
export function julianDay(year: number, month: number): number {
  return daysInYears(year + Math.floor((month - 2) / 12)) + daysSinceMarch(month) - 719_470;
}

const daysInYears = (years: number): number => 365 * years + Math.floor(years / 4);
const daysSinceMarch = (month: number): number => Math.floor((153 * floorMod(month - 2, 12) + 2) / 5);

export function floorMod(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}

/** The last such weekday that is not after the day; Sunday is 1. */
export function weekdayUpTo(day: number, weekday: number): number {
  return day - floorMod(day + 5 - weekday, 7);
}
