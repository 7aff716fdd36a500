import { blockRange } from './blocks.ts';
import type { Cursor } from './cursor.ts';

export const LINE_ENDS = '\\n\\r\\u0085\\u2028\\u2029';
const BLANKS = ' \\t\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const VERTICAL = '\\n\\v\\f\\r\\u0085\\u2028\\u2029';

const ascii: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'a-zA-Z0-9_',
  s: ' \\t\\n\\v\\f\\r',
  h: BLANKS,
  v: VERTICAL,
};
const unicode: Readonly<Record<string, string>> = {
  ...ascii,
  d: '\\p{Nd}',
  w: '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}',
  s: '\\p{White_Space}',
};

/** Takes `d`, `W`, `p{Lower}` … after a backslash: a class in square brackets; null if something else follows. */
export function takeClassEscape(cursor: Cursor): string | null {
  const c = cursor.peek();
  if (c === 'p' || c === 'P') return takeProperty(cursor);
  const members = (cursor.flags.has('U') ? unicode : ascii)[c.toLowerCase()];
  if (members === undefined) return null;
  cursor.next();
  return c === c.toLowerCase() ? `[${members}]` : `[^${members}]`;
}

const posix: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\0-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  Graph: '\\x21-\\x7e',
  Print: '\\x20-\\x7e',
  Blank: ' \\t',
  Cntrl: '\\0-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r',
  javaLowerCase: '\\p{Lowercase}',
  javaUpperCase: '\\p{Uppercase}',
  javaAlphabetic: '\\p{Alphabetic}',
  javaLetter: '\\p{L}',
  javaDigit: '\\p{Nd}',
  javaLetterOrDigit: '\\p{L}\\p{Nd}',
  L1: '\\0-\\xff',
  LD: '\\p{L}\\p{Nd}',
  all: '\\0-\\u{10ffff}',
};

function takeProperty(cursor: Cursor): string {
  const start = cursor.index;
  const isNegated = cursor.next() === 'P';
  const name = cursor.takeMatch(/\{([^}]*)\}|([A-Z])/y);
  if (name === null) cursor.fail('Illegal/unsupported escape sequence', start);
  const members = membersOf(name[1] ?? name[2]!, cursor.flags.has('i'));
  if (members === null) cursor.fail(`Unknown or unsupported character property name {${name[1] ?? name[2]!}}`, start);
  return `[${isNegated ? '^' : ''}${members}]`;
}

/** Where case does not matter, a class of letters of one case holds the others too. */
const cased: Readonly<Record<string, string>> = {
  'a-z': 'a-zA-Z',
  'A-Z': 'a-zA-Z',
  '\\p{Lowercase}': '\\p{Lowercase}\\p{Uppercase}\\p{Lt}',
  '\\p{Uppercase}': '\\p{Lowercase}\\p{Uppercase}\\p{Lt}',
  '\\p{gc=Lu}': '\\p{LC}',
  '\\p{gc=Ll}': '\\p{LC}',
  '\\p{gc=Lt}': '\\p{LC}',
};

function membersOf(name: string, isCaseless: boolean): string | null {
  const members = Object.hasOwn(posix, name) ? posix[name]! : propertyOf(name);
  return isCaseless && members !== null ? (cased[members] ?? members) : members;
}

/** `\p{IsGreek}`, `\p{script=greek}`, `\p{Lu}`, `\p{IsAlphabetic}`, `\p{InGreek}`. */
function propertyOf(name: string): string | null {
  const [, key, value = ''] = /^(?:(script|sc|general_category|gc|block|blk)=)?(.*)$/i.exec(name)!;
  if (name.startsWith('In')) return blockRange(name.slice(2));
  if (key !== undefined) {
    if (/^b/i.test(key)) return blockRange(value);
    return key.toLowerCase().startsWith('s') ? known(`sc=${capitalized(value)}`) : known(`gc=${value}`);
  }
  const is = /^Is(.*)$/i.exec(name)?.[1];
  if (is === undefined) return known(`gc=${name}`);
  return known(`sc=${capitalized(is)}`) ?? known(capitalized(is)) ?? known(`gc=${is}`);
}

const capitalized = (name: string): string => name.toLowerCase().replace(/(^|_)[a-z]/g, (c) => c.toUpperCase());

function known(property: string): string | null {
  try {
    new RegExp(`\\p{${property}}`, 'v');
    return `\\p{${property}}`;
  } catch {
    return null;
  }
}

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

/** Takes an escape that stands for one character, after its backslash; gives its code point. */
export function takeCharacterEscape(cursor: Cursor): number {
  const start = cursor.index - 1;
  const c = cursor.next();
  if (c === '') cursor.fail('Unexpected internal error', start);
  if (Object.hasOwn(controls, c)) return controls[c]!;
  switch (c) {
    case '0':
      return numberOf(cursor, /[0-3][0-7]{0,2}|[0-7]{1,2}/y, 8, 'Illegal octal escape sequence');
    case 'x':
      return takeHexadecimal(cursor);
    case 'u':
      return takeUnicode(cursor);
    case 'c':
      return cursor.next().charCodeAt(0) ^ 64;
    default:
      if (/[a-zA-Z]/.test(c)) cursor.fail('Illegal/unsupported escape sequence', start + 1);
      return c.codePointAt(0)!;
  }
}

function takeHexadecimal(cursor: Cursor): number {
  const braced = cursor.takeMatch(/\{([0-9a-fA-F]+)\}/y);
  if (braced === null) return numberOf(cursor, /[0-9a-fA-F]{2}/y, 16, 'Illegal hexadecimal escape sequence');
  const code = parseInt(braced[1]!, 16);
  return code <= 0x10ffff ? code : cursor.fail('Hexadecimal codepoint is too big');
}

/** Two escapes may be the halves of one character. */
function takeUnicode(cursor: Cursor): number {
  const first = numberOf(cursor, /[0-9a-fA-F]{4}/y, 16, 'Illegal Unicode escape sequence');
  const low = first >= 0xd800 && first < 0xdc00 ? cursor.takeMatch(/\\u([dD][c-fC-F][0-9a-fA-F]{2})/y) : null;
  return low === null ? first : String.fromCharCode(first, parseInt(low[1]!, 16)).codePointAt(0)!;
}

function numberOf(cursor: Cursor, digits: RegExp, radix: number, what: string): number {
  const match = cursor.takeMatch(digits);
  return match === null ? cursor.fail(what) : parseInt(match[0], radix);
}
