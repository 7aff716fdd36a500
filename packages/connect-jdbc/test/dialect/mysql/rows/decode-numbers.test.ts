import { Decimal, int64 } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bitDecoder,
  decimalDecoder,
  decodeDouble,
  decodeInteger,
  int64Decoder,
} from '../../../../src/dialect/mysql/rows/decode-numbers.ts';
import { decodeText } from '../../../../src/dialect/mysql/rows/decode-text.ts';

const column = { name: 'c', columnType: 8, flags: 0, characterSet: 63, columnLength: 20, decimals: 2 };
/** A cell in the middle of a packet, with bytes around it that would spoil it. */
const cell = (content: string | Buffer): [bytes: Buffer, start: number, end: number] => {
  const bytes = Buffer.concat([Buffer.from('9.-'), Buffer.from(content as string), Buffer.from('.7é')]);
  return [bytes, 3, bytes.length - 4];
};

describe('values as MySQL prints them', () => {
  test('every integer of up to 32 bits is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 32 }), (n) => decodeInteger(...cell(String(n))) === n),
    );
  });

  test('every int64 is read in its normal form', () => {
    const decode = int64Decoder(column);
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        (n) => decode(...cell(String(n))) === int64(n),
      ),
    );
  });

  test('an unsigned integer past int64 is refused by name and value', () => {
    expect(() => int64Decoder(column)(...cell('9223372036854775808'))).toThrow(/"c".*9223372036854775808/);
  });

  test('every double is the one that Number reads', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) =>
        Object.is(decodeDouble(...cell(String(n))), Number(String(n))),
      ),
    );
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.nat(9), (n, scale) => {
        const text = (n / 10 ** scale).toFixed(scale);
        return Object.is(decodeDouble(...cell(text)), Number(text));
      }),
    );
  });

  test('every decimal is read with all of its digits', () => {
    const digits = fc.bigInt({ min: -(10n ** 65n) + 1n, max: 10n ** 65n - 1n });
    fc.assert(
      fc.property(digits, fc.nat(30), (unscaled, scale) => {
        const value = new Decimal(unscaled, scale);
        return decimalDecoder({ ...column, decimals: scale })(...cell(value.toPlainString())).equals(value);
      }),
    );
  });

  test('a decimal of fewer digits gets the scale of its column', () => {
    expect(decimalDecoder(column)(...cell('1.5'))).toEqual(new Decimal(150n, 2));
    expect(decimalDecoder(column)(...cell('7'))).toEqual(new Decimal(700n, 2));
    expect(() => decimalDecoder(column)(...cell('1.555'))).toThrow(/scale of 2/);
  });

  test.each([
    ['00', 0],
    ['7f', 127],
    ['80', -128],
    ['ff', -1],
    ['0000000000000001', 1],
  ])('the bits %s are the int8 %d', (hex, expected) => {
    expect(bitDecoder(column)(...cell(Buffer.from(hex, 'hex')))).toBe(expected);
  });

  test('bits past a byte are refused', () => {
    expect(() => bitDecoder(column)(...cell(Buffer.from('0100', 'hex')))).toThrow(/"c".*INT8/);
  });

  test('every text is the one that Node reads', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 20 }),
        (s) => decodeText(...cell(s)) === Buffer.from(s).toString('utf8'),
      ),
    );
  });
});
