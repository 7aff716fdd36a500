import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDouble, parseFloat32 } from '../../src/numbers/parse-float.ts';

describe('parseFloat32 rounds once:', () => {
  test.each([
    ['1.00000017881393432617187499', 1.0000001192092896],
    ['1.000000178813934326171875', 1.000000238418579],
    ['1.00000017881393432617187501', 1.000000238418579],
    ['3.4028235677973366e38', 3.4028234663852886e38],
    ['3.4028235677973367e38', Infinity],
    ['7.006492321624085e-46', 0],
    ['7.006492321624086e-46', 1.401298464324817e-45],
    ['-1.00000017881393432617187499', -1.0000001192092896],
    ['0x1.000003p0', 1.000000238418579],
    ['0x1.0000029p0', 1.0000001192092896],
  ])('%s is %s', (text, value) => {
    expect(parseFloat32(text)).toBe(value);
  });
});

describe('parseDouble', () => {
  test.each([
    ['0x1p3', 8],
    ['-0x.8p1f', -1],
    ['0x1p-1074', 5e-324],
    ['0x1p-1075', 0],
    ['0x1.8p-1075', 5e-324],
    ['0x1.fffffffffffff8p1023', Infinity],
    ['\t1.5D ', 1.5],
    ['-Infinity', -Infinity],
    ['+NaN', NaN],
    ['-0', -0],
  ])('reads %o as %s', (text, value) => {
    expect(parseDouble(text)).toBe(value);
  });

  test.each(['', ' ', '.', '1e', '0x10', '0x1', '1_0', 'infinity', 'NaNd', '\u00a01', '١'])(
    'does not read %o',
    (text) => {
      expect(parseDouble(text)).toBeNull();
    },
  );

  test('reads the hexadecimal form of every number', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }),
        fc.integer({ min: -1074, max: 960 }),
        (digits, exponent) => {
          expect(parseDouble(`0x${digits.toString(16)}p${exponent}`)).toBe(Number(digits) * 2 ** exponent);
        },
      ),
    );
  });
});
