import { Decimal, type SourceOffset } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { incrementingValue, type Position, positionOf } from '../../../src/source/read/offsets.ts';

describe('a stored offset', () => {
  test.each<[string, SourceOffset | null, Position]>([
    ['none', null, { incrementing: null, timestamp: null }],
    ['a number', { incrementing: 5 }, { incrementing: 5, timestamp: null }],
    ['a number past 2^53', { incrementing: 2n ** 62n }, { incrementing: 2n ** 62n, timestamp: null }],
    ['a time', { timestamp: 1500 }, { incrementing: null, timestamp: { epochMs: 1500, nanos: 500_000_000 } }],
    ['a time before 1970', { timestamp: -1 }, { incrementing: null, timestamp: { epochMs: -1, nanos: 999_000_000 } }],
    [
      'a time with nanoseconds',
      { timestamp: 1500, timestamp_nanos: 9000 },
      { incrementing: null, timestamp: { epochMs: 1000, nanos: 9000 } },
    ],
  ])('of %s is a position', (_what, offset, position) => {
    expect(positionOf(offset)).toEqual(position);
  });

  test('that is no integer is refused by name', () => {
    expect(() => positionOf({ incrementing: 'x' })).toThrow(/"incrementing": "x"/);
  });
});

describe('the value of an incrementing column', () => {
  test.each([
    [7, 7],
    [2n ** 60n, 2n ** 60n],
    [new Decimal(9n, 0), 9],
    [new Decimal(2n ** 63n - 1n, 0), 2n ** 63n - 1n],
  ])('%s is a number', (value, expected) => {
    expect(incrementingValue(value, 'c')).toBe(expected);
  });

  test.each([
    ['text', 'x', /integer type/],
    ['null', null, /null/],
    ['a fraction', 1.5, /integer type/],
    ['a decimal with a scale', new Decimal(100n, 2), /scale of 2/],
    ['a decimal past 64 bits', new Decimal(2n ** 63n, 0), /64 bits/],
  ])('%s is refused', (_what, value, reason) => {
    expect(() => incrementingValue(value, 'c')).toThrow(reason);
  });
});
