import { Decimal } from '@causeway/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonBytes } from '../../../src/sink/document/json-bytes.ts';
import { decimalText, doubleText, stringText } from '../../../src/sink/document/json-text.ts';
import { writeDecimal, writeDouble } from '../../../src/sink/document/value-writers.ts';
import { textOf, written } from '../../json-of.ts';

test.each([
  ['zero', 0, '0'],
  ['minus zero, as an integer', -0, '0'],
  ['the largest int', 2147483647, '2147483647'],
  ['the smallest int', -2147483648, '-2147483648'],
  ['zeros in the middle', 1_000_000_001, '1000000001'],
  ['the largest exact integer', Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ['the smallest exact integer', Number.MIN_SAFE_INTEGER, '-9007199254740991'],
  ['a whole number past it', 2 ** 60, '1152921504606847000'],
])('%s is written', (_, value, text) => {
  expect(written((out) => out.integer(value))).toBe(text);
});

test('every integer is written as its text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.maxSafeInteger()), (value) => {
      expect(written((out) => out.integer(value))).toBe(String(value));
    }),
  );
});

test('every double is written as its text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.maxSafeInteger()), (value) => {
      expect(written((out) => writeDouble(value, out))).toBe(doubleText(value));
    }),
  );
});

test('every decimal is written as its text', () => {
  const unscaled = fc.oneof(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.bigInt({ min: -999n, max: 999n }));
  fc.assert(
    fc.property(unscaled, fc.integer({ min: -2, max: 9 }), (digits, scale) => {
      const decimal = new Decimal(digits, scale);
      expect(written((out) => writeDecimal(decimal, out))).toBe(decimalText(decimal));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['short', 0, 40],
  ['long', 30, 200],
])('every %s text is written as its JSON, whatever is in it', (_, minLength, maxLength) => {
  const unit = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('a', ' ', '~') },
    fc.string({ unit: 'binary', maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(unit, { minLength, maxLength }), (units) => {
      const text = units.join('');
      expect(written((out) => out.string(text))).toBe(stringText(text));
    }),
  );
});

test('what is set back is overwritten', () => {
  const out = new JsonBytes();
  out.ascii('{"a":');
  const { length } = out;
  out.string('dropped');
  out.length = length;
  out.integer(1);
  expect(textOf(out)).toBe('{"a":1');
});
