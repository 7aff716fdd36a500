import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, decodeSmallInteger } from '../../src/read/base64.ts';

const asInteger = (bytes: Buffer): number => bytes.readIntBE(0, bytes.length);

test.each<[string, string, number]>([
  ['zero', 'AA==', 0],
  ['one byte', 'fw==', 127],
  ['one byte below zero', 'gA==', -128],
  ['two bytes', 'AIg=', 136],
  ['three bytes', '////', -1],
  ['the largest of six bytes', 'f///////', 2 ** 47 - 1],
  ['the smallest of six bytes', 'gAAAAAAA', -(2 ** 47)],
  ['bits behind the last byte, which do not count', 'AQ/=', 271],
])('%s: %s is %d', (_, text, value) => {
  expect(decodeSmallInteger(text)).toBe(value);
  expect(asInteger(decodeBase64(text)!)).toBe(value);
});

test.each([
  ['no bytes', ''],
  ['a missing end', 'AAA'],
  ['too much of an end', 'A==='],
  ['an end in the middle', 'A=A='],
  ['blanks', ' AA='],
  ['another alphabet', '-_8='],
  ['a letter that is none of ASCII', 'AAAž'],
  ['more than six bytes', 'AAAAAAAAAAA='],
])('says nothing of %s', (_, text) => {
  expect(decodeSmallInteger(text)).toBeNaN();
});

test('up to six bytes are the integer that they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 6 }), (array) => {
      const bytes = Buffer.from(array);
      expect(decodeSmallInteger(bytes.toString('base64'))).toBe(asInteger(bytes));
    }),
  );
});
