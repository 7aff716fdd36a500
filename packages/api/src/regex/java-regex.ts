import { ConfigError } from '../errors.ts';
import { Backtracker } from './backtrack.ts';
import { JavaSyntaxError } from './cursor.ts';
import { emit, type Translation } from './emit.ts';
import { parsePattern } from './parse.ts';
import { parseReplacement } from './replacement.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/**
 * A regular expression in the dialect of java.util.regex, in which settings of Kafka Connect are written.
 *
 * It is translated to JavaScript's dialect with the meaning that it has in Java: possessive quantifiers, atomic groups, inline flags,
 * `\Q…\E`, intersections of classes, `\h`, `\R`, `\p{Alpha}` and so on. Where references or groups in repetitions mean something else in
 * JavaScript, the text is matched without its help. What has no equal is refused.
 */
export class JavaRegex {
  readonly pattern: string;
  readonly #tree: SyntaxTree;
  readonly #translation: Translation;
  readonly #whole: RegExp | null;
  readonly #matches: (text: string) => boolean;

  /** @throws ConfigError if it is wrong, or can't be translated; the message says what and where */
  constructor(pattern: string) {
    this.pattern = pattern;
    this.#tree = parsed(pattern);
    this.#translation = emit(this.#tree);
    this.#refuseUnknowable(this.#translation.unknowableReference);
    const whole = this.#translation.matchesSame ? new RegExp(`^(?:${this.#translation.source})$`, 'v') : null;
    const backtracker = whole === null ? new Backtracker(this.#tree) : null;
    this.#whole = whole;
    this.#matches = whole === null ? (text) => backtracker!.matches(text) : (text) => whole.test(text);
  }

  /** A JavaScript expression that matches the same whole texts. @throws ConfigError if there is none */
  toRegExp(): RegExp {
    if (this.#whole !== null) return this.#whole;
    throw new ConfigError(
      `The expression ${this.pattern} can't be used here: its references to groups, or its repetitions of nothing, mean something else in JavaScript`,
      { code: 'ERR_REGEX_INVALID' },
    );
  }

  /** Does the whole text match? */
  matches(text: string): boolean {
    return this.#matches(text);
  }

  /**
   * A function that replaces the first match in a text, as `Matcher.replaceFirst`: `$1` and `${name}` are groups, a backslash makes the
   * character after it a plain one.
   * @throws ConfigError for a replacement that is wrong, or names a group that is not there
   */
  replaceFirst(replacement: string): (text: string) => string {
    const parts = parseReplacement(replacement, this.#tree);
    const groups = parts.filter((part) => typeof part === 'number');
    for (const group of groups) this.#refuseUnknowable(group);
    const find = this.#finder(groups);
    return (text) => {
      const match = find(text);
      if (match === null) return text;
      const put = parts.map((part) => (typeof part === 'string' ? part : match.group(part))).join('');
      return text.slice(0, match.start) + put + text.slice(match.end);
    };
  }

  /** JavaScript finds it, if it takes the same way and knows the groups that are asked for. */
  #finder(groups: readonly number[]): (text: string) => Found | null {
    const { findsSame, forgetful } = this.#translation;
    return findsSame && !groups.some((group) => forgetful.has(group))
      ? byRegExp(this.#translation)
      : byBacktracking(new Backtracker(this.#tree));
  }

  #refuseUnknowable(group: number | null): void {
    if (group === null || !this.#translation.unknowable.has(group)) return;
    throw new ConfigError(
      `Group ${group} of ${this.pattern} can't be used: it is inside of a look, an atomic group or a possessive quantifier, and need not take part in the match`,
      { code: 'ERR_REGEX_INVALID' },
    );
  }
}

function parsed(pattern: string): SyntaxTree {
  try {
    return parsePattern(pattern);
  } catch (error) {
    if (!(error instanceof JavaSyntaxError)) throw error;
    throw new ConfigError(error.message, { cause: error, code: 'ERR_REGEX_INVALID' });
  }
}

interface Found {
  readonly start: number;
  readonly end: number;
  /** What a group matched, empty if it took no part; 0 is the whole. */
  group(number: number): string;
}

function byRegExp({ source, groups }: Translation): (text: string) => Found | null {
  const expression = new RegExp(source, 'v');
  return (text) => {
    const match = expression.exec(text);
    if (match === null) return null;
    const group = (number: number): string => match[number === 0 ? 0 : groups[number - 1]!] ?? '';
    return { start: match.index, end: match.index + match[0].length, group };
  };
}

function byBacktracking(backtracker: Backtracker): (text: string) => Found | null {
  return (text) => {
    const match = backtracker.find(text);
    if (match === null) return null;
    const { start, end, groups } = match;
    const group = (number: number): string => {
      const [from, to] = number === 0 ? [start, end] : [groups[2 * number - 2]!, groups[2 * number - 1]!];
      return from < 0 ? '' : text.slice(from, to);
    };
    return { start, end, group };
  };
}
