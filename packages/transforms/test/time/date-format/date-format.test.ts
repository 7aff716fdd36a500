import { ConfigError } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DateFormat } from '../../../src/time/date-format/date-format.ts';

const AT = Date.UTC(2020, 11, 31, 23, 5, 9, 7);
const NOW = Date.UTC(2026, 5, 15);

describe('DateFormat', () => {
  test.each([
    ['yyyyMMdd', AT, '20201231'],
    ['h:mm a', AT, '11:05 PM'],
    ['k K H', Date.UTC(2020, 0, 1), '24 0 0'],
    ["h 'o''clock'", AT, "11 o'clock"],
    ["''yy''", AT, "'20'"],
    ["''''", AT, "''"],
    ['YYYY w W', AT, '2021 1 5'],
    ['D', AT, '366'],
    ['G y', Date.UTC(-44, 2, 15), 'BC 45'],
    ['yyyy-MM-dd D', Date.UTC(1582, 9, 14), '1582-10-04 277'],
    ['yyyy-MM-dd D', Date.UTC(1582, 9, 15), '1582-10-15 278'],
    ['yyyy-MM-dd D', Date.UTC(1582, 11, 31), '1582-12-31 355'],
    ['W F', Date.UTC(1582, 9, 26), '3 3'],
  ])('prints %s of %s as %s', (pattern, ms, text) => {
    expect(new DateFormat(pattern).format(ms)).toBe(text);
  });

  test.each([
    ['yyyy-MM-dd', '2022-4-5', '2022-04-05T00:00:00.000Z'],
    ['yyyy-MM-dd', '2022-13-45 and more', '2023-02-14T00:00:00.000Z'],
    ['yyyyMMdd', '20220415', '2022-04-15T00:00:00.000Z'],
    ['yyyy', '2E3', '2000-01-01T00:00:00.000Z'],
    ['yyyy', '٢٠٢٢', '2022-01-01T00:00:00.000Z'],
    ['dd/MM/yy', '15/04/45', '2045-04-15T00:00:00.000Z'],
    ['dd/MM/yy', '15/04/46', '2046-04-15T00:00:00.000Z'],
    ['dd/MM/yy', '15/06/46', '1946-06-15T00:00:00.000Z'],
    ['dd/MM/yy', '15/04/47', '1947-04-15T00:00:00.000Z'],
    ['dd/MM/yyyy', '15/04/47', '0047-04-13T00:00:00.000Z'],
    ['EEE, d MMM yyyy HH:mm:ss z', 'Fri, 15 apr 2022 05:20:00 GMT+2:00', '2022-04-15T03:20:00.000Z'],
    ['HH z', '05 PST', '1970-01-01T13:00:00.000Z'],
    ['HH Z', '05 -0530', '1970-01-01T10:30:00.000Z'],
    ['HHXXX', '05+01:00', '1970-01-01T04:00:00.000Z'],
    ['h a', '12 am', '1970-01-01T00:00:00.000Z'],
    ["Y-'W'ww-u", '2022-W15-5', '2022-04-08T00:00:00.000Z'],
    ['yyyy-DDD', '2022-366', '2023-01-01T00:00:00.000Z'],
    ['MMM F EEEE yyyy', 'Mar -1 Friday 2024', '2024-03-29T00:00:00.000Z'],
  ])('reads, by %s, %s as %s', (pattern, text, iso) => {
    expect(new Date(new DateFormat(pattern, NOW).parse(text)!).toISOString()).toBe(iso);
  });

  test.each([
    ['yyyy-MM-dd', '20220415', 'has no dashes'],
    ['yyyyMMdd', '202204', 'is too short'],
    ['d MMM yyyy', '5 avr. 2022', 'has a month in French'],
    ['yyyy', '9999999', 'is beyond what a date holds'],
    ['z', 'Middle Earth Time', 'has a zone that nobody knows'],
    ['yyyy z', '1900 PST', 'has a zone in a year for which it is not known'],
    ['Y', '-5', 'has a year of weeks before the first'],
    ['HH', '', 'is empty'],
  ])('does not read, by %s, %s, which %s', (pattern, text) => {
    expect(new DateFormat(pattern, NOW).parse(text)).toBeNull();
  });

  test.each(['b', 'yyyy-MM-ddTHH', "'open", 'XXXX'])('refuses the pattern %s', (pattern) => {
    expect(() => new DateFormat(pattern)).toThrow(ConfigError);
  });

  const ALL = { min: -8.64e15, max: 8.64e15 };
  // Without an era the years before the first look like those after it; of the year 10000, yyyyMM reads four digits
  const OF_FOUR_DIGITS = { min: -62_135_769_600_000, max: 253_402_300_799_999 };
  // In the month in which the calendars changed, weeks are counted in another way
  const AFTER_THE_CHANGE = { min: -12_212_553_600_000, max: 8.64e15 };

  test.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSSX", OF_FOUR_DIGITS],
    ['yyyyMMddHHmmssSSS', OF_FOUR_DIGITS],
    ['G y.D kk-mm:ss SSS', ALL],
    ['EEEE, d MMMM y G h:m:s.S a z', ALL],
    ['G yyyy MM W E HH mm ss SSS', AFTER_THE_CHANGE],
    ['y G M F E K a m s S', AFTER_THE_CHANGE],
  ])('reads what it prints by %s', (pattern, range) => {
    const format = new DateFormat(pattern);
    fc.assert(
      fc.property(fc.integer(range), (ms) => {
        expect(format.parse(format.format(ms))).toBe(ms);
      }),
    );
  });
});
