import { FIRST_GREGORIAN_DAY, floorMod, gregorianDay, julianDay } from './days.ts';

/** A day as a calendar shows it. */
export interface CalendarDay {
  /** Since 1 January 1970. */
  readonly epochDay: number;
  /** 0 is the year before 1. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
}

const DAYS_IN_400_YEARS = 146_097;
const DAYS_IN_4_YEARS = 1461;

/** As java.util.GregorianCalendar in UTC: by the Julian calendar before 15 October 1582. */
export function calendarDay(epochDay: number): CalendarDay {
  const isGregorian = epochDay >= FIRST_GREGORIAN_DAY;
  const daysInCycle = isGregorian ? DAYS_IN_400_YEARS : DAYS_IN_4_YEARS;
  const days = epochDay + (isGregorian ? 719_468 : 719_470);
  const cycle = Math.floor(days / daysInCycle);
  const dayOfCycle = days - cycle * daysInCycle;
  const years = isGregorian ? gregorianYears(dayOfCycle) : Math.min(3, Math.floor(dayOfCycle / 365));
  // Years begin in March here, so that the leap day is the last one
  const sinceMarch = dayOfCycle - 365 * years - Math.floor(years / 4) + (isGregorian ? Math.floor(years / 100) : 0);
  const marchMonth = Math.floor((5 * sinceMarch + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = years + cycle * (isGregorian ? 400 : 4) + (month <= 2 ? 1 : 0);
  return {
    epochDay,
    year,
    month,
    day: sinceMarch - Math.floor((153 * marchMonth + 2) / 5) + 1,
    dayOfYear: dayOfYear(epochDay, year, isGregorian),
    weekday: floorMod(epochDay + 3, 7) + 1,
  };
}

/** Whole years, from March on, in so many days of a cycle of 400. */
function gregorianYears(days: number): number {
  const leapDays = Math.floor(days / 1460) - Math.floor(days / 36_524) + Math.floor(days / 146_096);
  return Math.floor((days - leapDays) / 365);
}

/** The year of the change began as a Julian one. */
function dayOfYear(epochDay: number, year: number, isGregorian: boolean): number {
  return epochDay + 1 - (isGregorian && year > 1582 ? gregorianDay(year, 0) : julianDay(year, 0));
}
