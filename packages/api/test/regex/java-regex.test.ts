import { describe, expect, test } from 'vitest';
import { ConfigError, JavaRegex } from '@causeway/api';

describe('JavaRegex', () => {
  test.each([
    ['orders', 'orders', true],
    ['orders', 'orders2', false],
    ['a|b', 'ab', false],
    ['.*', 'a\nb', false],
    ['(?s).*', 'a\nb', true],
    ['(?i)ORDERS', 'orders', true],
    ['(?i:a)b', 'AB', false],
    ['(?i)É', 'é', false],
    ['(?iu)É', 'é', true],
    ['(?i)[x-z]', 'Y', true],
    ['(?i)\\p{Lower}', 'A', true],
    ['(?x) or ders # all of them', 'orders', true],
    ['\\Qa.b\\E', 'a.b', true],
    ['\\Qa.b\\E', 'axb', false],
    ['\\Qa.b', 'a.b', true],
    ['[a-z&&[^aeiou]]+', 'bcd', true],
    ['[a-z&&[^aeiou]]+', 'abc', false],
    ['[a-d[m-p]]', 'n', true],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['[[:alpha:]]', ':', true],
    ['a++a', 'aaa', false],
    ['a?+a', 'aa', true],
    ['(?>a+)b', 'aab', true],
    ['(?>a|ab)c', 'abc', false],
    ['(.)(?>x+)\\1', 'axxa', true],
    ['.*(?<=(?>ab))', 'xab', true],
    ['(?<n>a)\\k<n>', 'aa', true],
    ['\\8', '8', false],
    ['\\w', 'é', false],
    ['(?U)\\w', 'é', true],
    ['\\d', '\u0661', false],
    ['\\s', '\u00a0', false],
    ['\\h', '\u00a0', true],
    ['\\R', '\r\n', true],
    ['orders\\Z', 'orders', true],
    ['a$\\n', 'a\n', true],
    ['(?m)^a$\\n^b$', 'a\nb', true],
    ['\\p{Alpha}+', 'abé', false],
    ['\\p{IsLatin}+', 'é', true],
    ['\\pL', 'é', true],
    ['\\x41\\u0042\\0103\\cA\\e', 'ABC\x01\x1b', true],
    ['.', '😀', true],
    ['\\-\\_', '-_', true],
    ['}', '}', true],
    ['(?<=a{1,3})b|ab', 'ab', true],
    ['\\p{InCyrillic}+', 'жя', true],
    ['\\P{InGreek}', 'α', false],
    ['\\p{InGreek and Coptic}', 'α', true],
    ['\\p{block=LATIN_1_SUPPLEMENT}', 'é', true],
    ['(a)?b\\1', 'b', false],
    ['(a)?b\\1', 'aba', true],
    ['(a\\1)', 'a', false],
    ['(?:(a)|b)*c\\1', 'abca', true],
    ['(?i)(a)\\1', 'aA', true],
    ['(?i)(é)\\1', 'éÉ', false],
    ['(?iu)(é)\\1', 'éÉ', true],
    ['(?>(?:a|)*)b', 'aab', true],
    ['(?:(?:.?)*+)+', 'abc', true],
  ])('%s on %o: %s', (pattern, text, matches) => {
    expect(new JavaRegex(pattern).matches(text)).toBe(matches);
  });

  test.each([
    ['(', 'Unclosed group near index 1\n('],
    [')', "Unmatched closing ')' near index 0"],
    ['*', "Dangling meta character '*' near index 0\n*\n^"],
    ['a**', "Dangling meta character '*' near index 2\na**\n  ^"],
    ['x*?+', "Dangling meta character '+'"],
    ['a{3,2}', 'Illegal repetition range near index 5\na{3,2}\n     ^'],
    ['a{1', 'Illegal repetition'],
    ['[', 'Unclosed character class near index 0\n[\n^'],
    ['[z-a]', 'Illegal character range near index 3\n[z-a]\n   ^'],
    ['(?<1>a)', 'capturing group name does not start with a Latin letter'],
    ['(?z)', 'Unknown inline modifier'],
    ['(?P<n>a)', 'Unknown inline modifier'],
    ['\\k<n>', 'named capturing group <n> does not exist'],
    ['\\p{Nope}', 'Unknown or unsupported character property name {Nope}'],
    ['\\y', 'Illegal/unsupported escape sequence'],
    ['\\x{110000}', 'Hexadecimal codepoint is too big'],
    ['\\u00', 'Illegal Unicode escape sequence'],
    ['\\p{InNothing}', 'Unknown or unsupported character property name {InNothing}'],
    ['\\X', 'Illegal/unsupported escape sequence'],
    ['(?!(a))b\\1', "Group 1 of (?!(a))b\\1 can't be used"],
    ['(?:(?>(a)|b))c\\1', "Group 1 of (?:(?>(a)|b))c\\1 can't be used"],
  ])('refuses %s: %s', (pattern, message) => {
    const make = () => new JavaRegex(pattern);
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });
});

describe('JavaRegex.replaceFirst', () => {
  test.each([
    ['(.*)', 'new-$1', 'orders', 'new-orders'],
    ['.*', '$0$0', 'orders', 'ordersorders'],
    ['(a)(b)?', '$1[$2]', 'a', 'a[]'],
    ['(?<a>.)(?<b>.*)', '${b}${a}', 'orders', 'rderso'],
    ['(.*)', '$10', 'orders', 'orders0'],
    ['(.*)', '$01', 'orders', 'orders'],
    ['(.*)', '\\$1', 'orders', '$1'],
    ['(?:a|b)*?', 'y', 'abab', 'yabab'],
    ['(?>(a)(b))c', '$2$1', 'abc', 'ba'],
    ['b', 'x', 'abab', 'axab'],
    ['b', 'x', 'aa', 'aa'],
    ['(?:(a)|b)*', '[$1]', 'ab', '[a]'],
    ['(c??)?', '[$1]', 'cb', '[]cb'],
    ['(a|)*b', '[$1]', 'aab', '[]'],
    ['(a)?b\\1', '[$1]', 'xbaba', 'xb[a]'],
    ['(?:(.)|😀)?\\1', '[$1]', '😀😀', '[😀]'],
  ])('%s by %s in %s gives %s', (pattern, replacement, text, result) => {
    expect(new JavaRegex(pattern).replaceFirst(replacement)(text)).toBe(result);
  });

  test.each([
    ['(.*)', '$2', 'There is no group 2'],
    ['(.*)', '$', 'A $ without a group'],
    ['(.*)', '$x', 'A $ without a group'],
    ['(.*)', 'a\\', 'A backslash with nothing after it'],
    ['(.*)', '${1}', 'No group is named {1}'],
    ['(.*)', '${', 'No group is named {}'],
    ['(?!(a)).', '[$1]', "Group 1 of (?!(a)). can't be used: it is inside of a look"],
    ['(?:(a)?+)b', '[$1]', "Group 1 of (?:(a)?+)b can't be used"],
  ])('%s refuses the replacement %s: %s', (pattern, replacement, message) => {
    expect(() => new JavaRegex(pattern).replaceFirst(replacement)).toThrow(message);
  });
});
