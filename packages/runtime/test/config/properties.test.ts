import { describe, expect, test } from 'vitest';
import { parseProperties } from '../../src/config/properties.ts';

describe('parseProperties', () => {
  test.each<[string, string, Record<string, string>]>([
    ['key=value', 'a=b', { a: 'b' }],
    ['a colon or a blank as separator', 'a:b\nc d', { a: 'b', c: 'd' }],
    ['blanks around the separator', ' a = b ', { a: 'b ' }],
    ['comments with # and !', '# x=1\n  ! y=2\na=b', { a: 'b' }],
    ['a key alone', 'a\nb=', { a: '', b: '' }],
    ['continued lines, their indentation removed', 'a=1,\\\n   2,\\\r\n\t3', { a: '1,2,3' }],
    ['an even number of backslashes, which continues nothing', 'a=x\\\\\nb=c', { a: 'x\\', b: 'c' }],
    ['escaped separators in a key', 'a\\=b\\:c\\ d=e', { 'a=b:c d': 'e' }],
    ['\\uXXXX and control characters', 'a=\\u00e4\\t\\n', { a: 'ä\t\n' }],
    ['a needless backslash, which is dropped', 'a=C\\:\\dir', { a: 'C:dir' }],
    ['the last of two values of a key', 'a=1\na=2', { a: '2' }],
    ['equal signs in a value', 'a=b=c', { a: 'b=c' }],
    ['__proto__ as a key like any other', '__proto__=1', Object.fromEntries([['__proto__', '1']])],
  ])('reads %s', (_, text, expected) => {
    expect(parseProperties(text, 'worker.properties')).toEqual(expected);
  });

  test('names file, line and key of a malformed escape', () => {
    expect(() => parseProperties('a=b\nc=\\u12', 'w.properties')).toThrow(/w\.properties, line 2, key c/);
  });
});
