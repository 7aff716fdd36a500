import { DataError } from '@causeway/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indented } from '../../src/json/indent.ts';
import { parseTree, treeText } from '../../src/json/json-tree.ts';

test('a text that is no JSON is refused with its place', () => {
  expect(() => parseTree('{"a":[1,]}')).toThrow(
    new DataError('Malformed JSON: an unexpected character at character 9'),
  );
  expect(() => parseTree('{} {}')).toThrow(/after the document at character 4/);
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
