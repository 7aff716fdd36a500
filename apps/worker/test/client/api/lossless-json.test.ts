import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject, parseJson } from '../../../src/client/api/lossless-json.ts';

describe('JSON', () => {
  test.each([
    ['a long past 2^53', '{"position":9007199254740993}'],
    ['a double with an integral value', '[1.0,-0,1e3]'],
    ['numbers in any form of text', '[1,-1.5,0.1]'],
    ['fields that objects have by themselves', '{"__proto__":{"a":1},"constructor":2}'],
  ])('keeps %s', (_, text) => {
    expect(JSON.stringify(parseJson(text))).toBe(text);
  });

  test('of any kind is written as it was read', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(JSON.stringify(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('that is none is an error', () => {
    expect(() => parseJson('{')).toThrow(SyntaxError);
  });

  test.each<[what: string, text: string, is: boolean]>([
    ['an object', '{}', true],
    ['a list', '[]', false],
    ['null', 'null', false],
    ['a text', '"a"', false],
    ['a number that keeps its text', '1.0', false],
  ])('knows whether %s is an object', (_, text, is) => {
    expect(isObject(parseJson(text))).toBe(is);
  });
});
