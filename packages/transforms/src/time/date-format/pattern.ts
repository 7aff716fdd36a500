import { ConfigError } from '@causeway/api';

/** A part of a pattern: a text that stands for itself, or a letter that so often stands in a row. */
export type PatternPart = { readonly text: string } | { readonly letter: string; readonly count: number };

/** The letters of java.text.SimpleDateFormat. */
const LETTERS = 'GyYMLwWDdFEuaHkKhmsSzZX';

/**
 * Takes a pattern of SimpleDateFormat apart.
 * @throws ConfigError for a letter that means nothing, or a quote that is not closed
 */
export function parsePattern(pattern: string): PatternPart[] {
  const parts: PatternPart[] = [];
  let text = '';
  const endText = (): void => {
    if (text !== '') parts.push({ text });
    text = '';
  };
  let isQuoted = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === "'" && pattern[i + 1] === "'") text += pattern[i++]!;
    else if (c === "'") isQuoted = !isQuoted;
    else if (isQuoted || !/[a-zA-Z]/.test(c)) text += c;
    else {
      endText();
      const letters = /^(.)\1*/.exec(pattern.slice(i))![0];
      parts.push(checked(c, letters.length, pattern));
      i += letters.length - 1;
    }
  }
  if (isQuoted) throw invalid(pattern, 'a quote is not closed');
  endText();
  return parts;
}

function checked(letter: string, count: number, pattern: string): PatternPart {
  const letters = letter.repeat(count);
  if (!LETTERS.includes(letter)) {
    throw invalid(pattern, `${letters} means nothing in it; quote it ('${letters}') to have it as it is`);
  }
  if (letter === 'X' && count > 3) throw invalid(pattern, `${letters} is too long: X, XX or XXX are offsets from UTC`);
  return { letter, count };
}

function invalid(pattern: string, what: string): ConfigError {
  return new ConfigError(`Invalid pattern for dates ${pattern}: ${what}`, { code: 'ERR_CONFIG_INVALID' });
}
