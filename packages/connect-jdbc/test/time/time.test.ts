import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, dateOf, daysOf } from '../../src/time/calendar.ts';
import { instantOfMs, localText } from '../../src/time/instant.ts';
import { Zone } from '../../src/time/zone.ts';

describe('calendars', () => {
  test.each([
    [[1582, 10, 15], -141_427, -141_427],
    [[1582, 10, 4], -141_428, -141_438],
    [[1000, 1, 1], -354_280, -354_285],
    [[1, 1, 1], -719_164, -719_162],
    [[1970, 1, 1], 0, 0],
    [[2024, 2, 29], 19_782, 19_782],
    [[9999, 12, 31], 2_932_896, 2_932_896],
  ] as const)('%j is day %i as Java has it and %i in one calendar', ([y, m, d], legacy, proleptic) => {
    expect(daysOf(y, m, d, 'LEGACY')).toBe(legacy);
    expect(daysOf(y, m, d, 'PROLEPTIC_GREGORIAN')).toBe(proleptic);
  });

  test.each(['LEGACY', 'PROLEPTIC_GREGORIAN'] as const)('in %s every day is that of its date', (calendar) => {
    fc.assert(
      fc.property(fc.integer({ min: -719_000, max: 2_932_896 }), (days) => {
        const { year, month, day } = dateOf(days, calendar);
        return daysOf(year, month, day, calendar) === days;
      }),
    );
  });

  test('dates after 1970 are those of JavaScript', () => {
    fc.assert(
      fc.property(fc.integer({ min: -140_000, max: 2_932_896 }), (days) => {
        const { year, month, day } = dateOf(days, 'LEGACY');
        return Date.UTC(year, month - 1, day) === days * DAY_MS;
      }),
    );
  });
});

describe('zones', () => {
  test.each([
    ['America/New_York', '2023-03-12T02:15:00Z', 1_678_605_300_000, 'skipped'],
    ['America/New_York', '2023-11-05T01:15:00Z', 1_699_164_900_000, 'shown twice'],
    ['America/New_York', '2023-08-15T08:00:00Z', 1_692_100_800_000, 'in summer'],
    ['America/New_York', '1970-01-01T00:00:00Z', 18_000_000, 'in 1970'],
    ['Asia/Kolkata', '2024-02-29T23:59:59Z', 1_709_231_399_000, 'without summer time'],
    ['IST', '2024-02-29T23:59:59Z', 1_709_231_399_000, 'under a short name'],
    ['UTC', '2024-02-29T23:59:59Z', 1_709_251_199_000, 'as it is'],
  ])('in %s %s is %i (%s)', (zone, local, epoch) => {
    expect(new Zone(zone).toEpochMs(Date.parse(local))).toBe(epoch);
  });

  test.each(['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'])(
    'what clocks in %s show leads back to a moment at which they show it',
    (name) => {
      const zone = new Zone(name);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (second) => {
          const local = zone.toLocalMs(second * 1000);
          return zone.toLocalMs(zone.toEpochMs(local)) === local;
        }),
      );
    },
  );

  test.each(['Mars/Base', '+09:00', ''])('there is no zone "%s"', (name) => {
    expect(() => new Zone(name)).toThrow(RangeError);
  });
});

describe('a moment as local text', () => {
  test.each([
    [0, 'UTC', '1970-01-01 00:00:00.000000'],
    [-1, 'UTC', '1969-12-31 23:59:59.999000'],
    [1_719_835_200_120, 'America/New_York', '2024-07-01 08:00:00.120000'],
    [-62_135_769_600_000, 'UTC', '0001-01-01 00:00:00.000000'],
  ])('%i in %s is %s', (ms, zone, text) => {
    expect(localText(instantOfMs(ms), new Zone(zone), 'LEGACY', { separator: ' ', digits: 6 })).toBe(text);
  });
});
