import { DataError, Decimal, int64 } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const decimals = fc
  .tuple(fc.bigInt(), fc.integer({ min: -50, max: 50 }))
  .map(([unscaled, scale]) => new Decimal(unscaled, scale));

describe('Decimal', () => {
  test.each([
    ['12.340', '12.340', '12.340'],
    ['-0.5', '-0.5', '-0.5'],
    ['1.2E+3', '1.2E+3', '1200'],
    ['0.0000001', '1E-7', '0.0000001'],
    ['0.000001', '0.000001', '0.000001'],
    ['.5', '0.5', '0.5'],
    ['5.', '5', '5'],
    ['-0', '0', '0'],
  ])('reads %s and prints %s, plainly %s', (text, printed, plain) => {
    const decimal = Decimal.parse(text);
    expect([decimal.toString(), decimal.toPlainString()]).toEqual([printed, plain]);
  });

  test.each(['', '.', 'e5', '1e', '0x1', ' 1', '1 ', 'NaN', '1,5'])('refuses the text %o', (text) => {
    expect(() => Decimal.parse(text)).toThrow(DataError);
  });

  test.each([
    [0n, '00'],
    [127n, '7f'],
    [128n, '0080'],
    [-1n, 'ff'],
    [-128n, '80'],
    [-129n, 'ff7f'],
  ])('stores %d in the fewest bytes: %s', (unscaled, hex) => {
    expect(new Decimal(unscaled, 0).toBytes().toString('hex')).toBe(hex);
  });

  test('comes back from its bytes and from its text', () => {
    fc.assert(
      fc.property(decimals, (decimal) => {
        expect(Decimal.fromBytes(decimal.toBytes(), decimal.scale)).toEqual(decimal);
        expect(Decimal.parse(decimal.toString())).toEqual(decimal);
      }),
    );
  });
});

test('int64 keeps every long, as a number where that is exact', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const long = int64(value);
      expect(BigInt(long)).toBe(value);
      expect(typeof long === 'number').toBe(Number.isSafeInteger(Number(value)));
    }),
  );
});
