import { ConfigError } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { DateFormat } from '../src/date-format.ts';

const AT = Date.UTC(2020, 11, 31, 23, 5, 9, 7);

describe('DateFormat', () => {
  test.each([
    ['yyyyMMdd', AT, '20201231'],
    ['h:mm a', AT, '11:05 PM'],
    ['k K H', Date.UTC(2020, 0, 1), '24 0 0'],
    ["h 'o''clock'", AT, "11 o'clock"],
    ["''yy''", AT, "'20'"],
    ['YYYY w W', AT, '2021 1 5'],
    ['D', AT, '366'],
    ['G y', Date.UTC(-44, 2, 15), 'BC 45'],
    ['yyyy-MM-dd D', Date.UTC(1582, 9, 14), '1582-10-04 277'],
    ['yyyy-MM-dd D', Date.UTC(1582, 9, 15), '1582-10-15 278'],
    ['yyyy-MM-dd D', Date.UTC(1582, 11, 31), '1582-12-31 355'],
  ])('prints %s of %s', (pattern, ms, text) => {
    expect(new DateFormat(pattern).format(ms)).toBe(text);
  });

  test.each(['b', 'yyyy-MM-ddTHH', "'open", 'XXXX'])('refuses the pattern %s', (pattern) => {
    expect(() => new DateFormat(pattern)).toThrow(ConfigError);
  });
});
