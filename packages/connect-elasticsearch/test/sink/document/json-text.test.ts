import { Decimal } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesText, decimalText, doubleText, floatText, stringText } from '../../../src/sink/document/json-text.ts';

describe('strings', () => {
  test.each([
    ['plain text is quoted', 'hello', '"hello"'],
    ['an empty text is two quotes', '', '""'],
    ['quotes and backslashes are escaped', 'a"b\\c', '"a\\"b\\\\c"'],
    ['line feeds and control characters are escaped', 'a\n\u0001', '"a\\n\\u0001"'],
    ['letters of other alphabets stay', 'žluťoučký 東京', '"žluťoučký 東京"'],
    ['a surrogate pair stays', 'a😀b', '"a😀b"'],
    ['a lone high surrogate becomes U+FFFD', 'a\ud83db', '"a\ufffdb"'],
    ['a lone low surrogate becomes U+FFFD', '\ude00', '"\ufffd"'],
    ['U+2028 stays', '\u2028', '"\u2028"'],
  ])('%s', (_, text, json) => {
    expect(stringText(text)).toBe(json);
  });

  test('every text is read back as its well-formed self, and has no line feed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(stringText(text))).toBe(text.toWellFormed());
        expect(stringText(text)).not.toContain('\n');
      }),
    );
  });
});

describe('numbers', () => {
  test.each([
    ['a whole double keeps its point', doubleText(1), '1.0'],
    ['zero keeps its point', doubleText(0), '0.0'],
    ['minus zero keeps its sign', doubleText(-0), '-0.0'],
    ['a fraction is as it is', doubleText(-0.1), '-0.1'],
    ['a large whole double keeps its point', doubleText(9007199254740992), '9007199254740992.0'],
    ['a very large one has an exponent', doubleText(1e21), '1e+21'],
    ['not a number is a string', doubleText(NaN), '"NaN"'],
    ['infinity is a string', doubleText(-Infinity), '"-Infinity"'],
    ['a float has no digits that a float has not', floatText(0.10000000149011612), '0.1'],
    ['a double is made a float', floatText(0.1), '0.1'],
    ['a whole float keeps its point', floatText(16777216), '16777216.0'],
    ['the smallest float', floatText(1.401298464324817e-45), '1.4013e-45'],
    ['the largest float', floatText(3.4028234663852886e38), '3.4028234663852886e+38'],
    ['a decimal is a double', decimalText(new Decimal(1250n, 2)), '12.5'],
    ['a whole decimal keeps a point', decimalText(new Decimal(1200n, 2)), '12.0'],
    ['a decimal of negative scale', decimalText(new Decimal(12n, -2)), '1200.0'],
    ['a decimal beyond 2^53', decimalText(new Decimal(123456789012345678901n, 10)), '12345678901.234568'],
    ['bytes are base64', bytesText(Uint8Array.of(255, 0, 1)), '"/wAB"'],
    ['no bytes are an empty string', bytesText(new Uint8Array()), '""'],
  ])('%s', (_, text, expected) => {
    expect(text).toBe(expected);
  });

  test('a float is read back as the same float', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(floatText(value)))).toBe(value);
      }),
    );
  });

  test('a decimal is the double that is nearest to it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
        fc.integer({ min: 0, max: 25 }),
        (unscaled, scale) => {
          const decimal = new Decimal(unscaled, scale);
          expect(Number(decimalText(decimal)) + 0).toBe(Number(decimal.toString()) + 0);
        },
      ),
    );
  });
});
