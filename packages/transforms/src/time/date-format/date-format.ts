import { type CalendarDay, calendarDay } from './calendar-day.ts';
import { DateFields } from './date-fields.ts';
import { DAY_MS, MAX_DATE_MS } from './days.ts';
import { parsePattern, type PatternPart } from './pattern.ts';
import { type Printer, printersOf } from './print.ts';
import { readersOf } from './read.ts';
import { resolutionOf, resolve } from './resolve.ts';
import { NAMED_FROM, NAMED_UNTIL } from './zones.ts';

/** Prints and reads times by a pattern of Java's SimpleDateFormat, in UTC and in English. */
export class DateFormat {
  readonly pattern: string;
  readonly #printers: readonly Printer[];
  readonly #parse: (text: string) => number | null;
  #day: CalendarDay = calendarDay(0);

  /**
   * @param now years of two digits are in the 80 years before and the 20 after it
   * @throws ConfigError for a letter that means nothing, or a quote that is not closed
   */
  constructor(pattern: string, now = Date.now()) {
    this.pattern = pattern;
    const parts = parsePattern(pattern);
    this.#printers = printersOf(parts);
    this.#parse = parserOf(parts, now);
  }

  /** @throws RangeError after the year 275760, and for a year of weeks (`Y`) before the year 1 */
  format(epochMs: number): string {
    if (!(Math.abs(epochMs) <= MAX_DATE_MS)) {
      throw new RangeError(`${epochMs} milliseconds are more than a date can hold`);
    }
    const epochDay = Math.floor(epochMs / DAY_MS);
    if (epochDay !== this.#day.epochDay) this.#day = calendarDay(epochDay);
    const msOfDay = epochMs - epochDay * DAY_MS;
    let text = '';
    for (const print of this.#printers) text += print(this.#day, msOfDay);
    return text;
  }

  /**
   * Milliseconds since the epoch; null if the text does not match the pattern, names a zone that is not known for sure, or means a time that
   * a date can't hold. What follows the last part of the pattern does not matter, as in Java.
   */
  parse(text: string): number | null {
    return this.#parse(text);
  }
}

function parserOf(parts: readonly PatternPart[], now: number): (text: string) => number | null {
  const centuryStart = new Date(now).setUTCFullYear(new Date(now).getUTCFullYear() - 80);
  const readers = readersOf(parts, { year: new Date(centuryStart).getUTCFullYear() });
  const resolution = resolutionOf(parts.map((part) => ('letter' in part ? part.letter : '')).join(''));
  return (text) => {
    const fields = new DateFields();
    let at = 0;
    for (let i = 0; i < readers.length && at >= 0; i++) at = readers[i]!(text, at, fields);
    if (at <= 0) return null;
    let ms = resolve(fields, resolution);
    if (fields.isYearAmbiguous && ms < centuryStart) {
      fields.year += 100;
      fields.weekYear += 100;
      ms = resolve(fields, resolution);
    }
    if (fields.isZoneNamed && (ms < NAMED_FROM || ms >= NAMED_UNTIL)) return null;
    return Math.abs(ms) <= MAX_DATE_MS ? ms : null;
  };
}
