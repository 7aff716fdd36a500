const DAY_MS = 86_400_000;
/** 15 October 1582: the first day of the Gregorian calendar, before which Java counts by the Julian one. */
const GREGORIAN_FROM = Date.UTC(1582, 9, 15);

/** A point in time as a calendar shows it, in UTC. */
export interface CalendarTime {
  /** 0 is the year before 1. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/** As java.util.GregorianCalendar in UTC. @throws RangeError after the year 275760 */
export function calendarTime(epochMs: number): CalendarTime {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) throw new RangeError(`${epochMs} milliseconds are more than a date can hold`);
  const days = Math.floor(epochMs / DAY_MS);
  return {
    ...(epochMs < GREGORIAN_FROM ? julianDay(days) : gregorianDay(date)),
    weekday: ((((days + 3) % 7) + 7) % 7) + 1,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
  };
}

type Day = Pick<CalendarTime, 'year' | 'month' | 'day' | 'dayOfYear'>;

/** The year of the change has ten days less. */
function gregorianDay(date: Date): Day {
  const year = date.getUTCFullYear();
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / DAY_MS) + 1;
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    dayOfYear: year === 1582 ? dayOfYear - 10 : dayOfYear,
  };
}

/** Years begin in March here, so that the leap day is the last one. */
function julianDay(epochDays: number): Day {
  const days = epochDays + 719_470;
  const cycle = Math.floor(days / 1461);
  const inCycle = days - cycle * 1461;
  const yearInCycle = Math.min(3, Math.floor(inCycle / 365));
  const sinceMarch = inCycle - yearInCycle * 365;
  const marchMonth = Math.floor((5 * sinceMarch + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = cycle * 4 + yearInCycle + (month <= 2 ? 1 : 0);
  const isLeap = year % 4 === 0;
  const dayOfYear = month <= 2 ? sinceMarch - 305 : sinceMarch + (isLeap ? 61 : 60);
  return { year, month, day: sinceMarch - Math.floor((153 * marchMonth + 2) / 5) + 1, dayOfYear };
}
