import { describe, expect, test } from 'vitest';
import { indented, printable, widthOf, wrapped } from '../../../src/client/output/text.ts';

describe('texts for a terminal', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['ü', 1],
    ['日', 2],
    ['🎉', 2],
    ['한글', 4],
  ])('"%s" takes %d columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  test.each([
    ['lines and tabs stay', 'a\r\n\tb\n', 'a\n\tb\n'],
    ['a control character shows', 'a\u0007\rb', String.raw`a\u0007\u000db`],
    ['a change of direction shows', 'a\u202eb', String.raw`a\u202eb`],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test.each([
    ['at blanks', 'one two three', 7, 'one two\nthree'],
    ['not within a word', 'unbreakable a', 5, 'unbreakable\na'],
    ['to nothing', '  ', 5, ''],
  ])('are wrapped %s', (_, text, columns, lines) => {
    expect(wrapped(text, columns)).toBe(lines);
  });

  test('are indented, empty lines not', () => {
    expect(indented('a\n\nb', '  ')).toBe('  a\n\n  b');
  });
});
