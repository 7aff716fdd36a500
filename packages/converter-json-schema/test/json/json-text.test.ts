import { DataError } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indented } from '../../src/json/indent.ts';
import { JsonText } from '../../src/json/json-text.ts';
import { parseTree, treeText } from '../../src/json/json-tree.ts';

function number(text: string): JsonText {
  const json = new JsonText();
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
    expect(() => parseTree(text)).toThrow(DataError);
    expect(() => parseTree(text)).toThrow(message);
  });
});

test('what JSON.parse reads is read to the same, and written again', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(treeText(parseTree(text)))).toEqual(JSON.parse(text));
      expect(JSON.parse(indented(text))).toEqual(JSON.parse(text));
    }),
  );
});

test('members keep their order and names', () => {
  const text = '{"2":1,"1":2,"__proto__":{"constructor":3}}';
  expect(treeText(parseTree(text))).toBe(text);
});

test('indents as Jackson does', () => {
  expect(indented('{"a":[1,{"b":{}}],"c":[],"d":1.50}')).toBe(
    '{\n  "a" : [ 1, {\n    "b" : { }\n  } ],\n  "c" : [ ],\n  "d" : 1.50\n}',
  );
});
