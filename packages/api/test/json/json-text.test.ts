import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float64 } from '../../src/data/numbers.ts';
import { DataError } from '../../src/errors.ts';
import { type JsonGrammar, strictJson } from '../../src/json/grammar.ts';
import { JsonText } from '../../src/json/json-text.ts';
import { quoteJson } from '../../src/json/quote.ts';
import { readSchemaless } from '../../src/json/read-values.ts';

const lenient: JsonGrammar = {
  malformed: (problem, character) => new DataError(`${problem}, ${character}`),
  allowsLeadingZeros: true,
  maxScale: 10,
  wrapsIntegers: true,
  hasNegativeZero: false,
};

function number(text: string, grammar?: JsonGrammar): JsonText {
  const json = new JsonText(grammar);
  json.open(text);
  json.readNumber();
  return json;
}

describe('a number is the integer that it says', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['1.0', 1],
    ['1.50e1', 15],
    ['1000e-3', 1],
    ['9007199254740993.0', 9007199254740993n],
    ['9.007199254740993e15', 9007199254740993n],
    ['0.0e-5', 0],
    ['1.5', null],
    ['1e-1', null],
    ['1.00000000000000000001', null],
    ['1e500', null],
  ])('%s', (text, expected) => {
    expect(number(text).integer()).toBe(expected);
  });
});

test.each([
  ['-0.0', -0],
  ['1e400', Infinity],
  ['0.1', 0.1],
  ['123456789012345678', 123456789012345680],
])('%s is the double %d', (text, expected) => {
  expect(number(text).double()).toBe(expected);
});

describe('another grammar takes numbers otherwise', () => {
  test.each([
    ['leading zeros', '007', 7],
    ['an integer past 64 bits is its lowest 64 bits', '-18446744073709551617', -1],
    ['a scale up to the limit', '1e10', 1e10],
  ])('%s: %s', (_, text, expected) => {
    expect(number(text, lenient).integer()).toBe(expected);
  });

  test('-0.0 is 0', () => {
    expect(number('-0.0', lenient).double()).toBe(0);
    expect(number('-0.0e0', lenient).double()).toBe(0);
  });

  test.each(['1e11', '1.5e-10'])('a scale past the limit is refused: %s', (text) => {
    expect(() => number(text, lenient)).toThrow(/^a number with too large an exponent, \d+$/);
  });
});

test('-0.0 is a double of its own in strict JSON', () => {
  expect(number('-0.0', strictJson).double()).toBe(-0);
});

/** A value that is all of the text: read, and gone past, which must come to the same. */
function wholeOf(text: string): unknown {
  const json = new JsonText();
  json.open(text);
  json.skipValue();
  json.checkEnd();
  json.open(text);
  const value = readSchemaless(json);
  json.checkEnd();
  return value;
}

describe('malformed JSON is refused with its place', () => {
  test.each([
    ['', /an unexpected end at character 1/],
    ['{"a":}', /an unexpected character at character 6/],
    ['{"a":1', /an unexpected end at character 7/],
    ['{"a" 1}', /an unexpected character at character 6/],
    ['[1,]', /an unexpected character at character 4/],
    ['01', /a number with leading zeros/],
    ['-', /an unexpected end/],
    ['1.', /an unexpected end/],
    ['1e+', /an unexpected end/],
    ['.5', /an unexpected character at character 1/],
    ['tru', /an unexpected character at character 1/],
    ['"a', /an unexpected end of a string/],
    ['"a\nb"', /a control character/],
    ['"\\x"', /an unknown escape/],
    ['"\\u12g4"', /four hexadecimal digits/],
    ['1 2', /after the document at character 3/],
    ['truefalse', /after the document at character 5/],
    ['NaN', /an unexpected character/],
    ["{'a':1}", /an unexpected character at character 2/],
    [`1${'0'.repeat(1000)}`, /a number of more than 1000 characters/],
    ['['.repeat(1001), /more than 1000 nested/],
  ])('%s', (text, message) => {
    expect(() => wholeOf(text)).toThrow(DataError);
    expect(() => wholeOf(text)).toThrow(message);
  });
});

describe('a value without schema keeps what it is', () => {
  test.each<[string, unknown]>([
    [
      '{"a":[true,false,null,"x"]," ":{}}',
      new Map<string, unknown>([
        ['a', [true, false, null, 'x']],
        [' ', new Map()],
      ]),
    ],
    [
      '{"a":1,"a":2,"__proto__":3}',
      new Map([
        ['a', 2],
        ['__proto__', 3],
      ]),
    ],
    ['[9007199254740993,1.5]', [9007199254740993n, 1.5]],
    [' [ ] ', []],
  ])('%s', (text, expected) => {
    expect(wholeOf(text)).toEqual(expected);
  });

  test('1.0 is a double', () => {
    expect(wholeOf('1.0')).toEqual(float64(1));
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('plain text '.repeat(20), '"', '\\', '\n', '\u0001', 'é', '😀', '\ud800'), { maxLength: 8 })
    .map((parts) => parts.join('')),
);

test('a string that was quoted is read to the same, long or short', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(wholeOf(quoteJson(text))).toBe(text);
      expect(JSON.parse(quoteJson(text))).toBe(text);
    }),
  );
});

test('a string without its end is refused, wherever it is cut', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), (text, at) => {
      const quoted = quoteJson(text);
      expect(() => wholeOf(quoted.slice(0, at % quoted.length))).toThrow(DataError);
    }),
  );
});

test('doubles are read as JavaScript reads them', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(20), (value, digits) => {
      for (const text of [JSON.stringify(value), value.toExponential(digits)])
        expect(number(text).double()).toBe(Number(text) === 0 && !/[.e]/.test(text) ? 0 : Number(text));
    }),
  );
});
