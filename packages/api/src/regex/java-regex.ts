import { ConfigError } from '../errors.ts';
import { JavaSyntaxError } from './cursor.ts';
import { emit, type Translation } from './emit.ts';
import { parsePattern } from './parse.ts';
import { parseReplacement, type Replacement } from './replacement.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/**
 * A regular expression in the dialect of java.util.regex, in which settings of Kafka Connect are written.
 *
 * It is translated to JavaScript's dialect with the meaning that it has in Java: possessive quantifiers, atomic groups, inline flags,
 * `\Q…\E`, intersections of classes, `\h`, `\R`, `\p{Alpha}` and so on. What has no equal is refused.
 */
export class JavaRegex {
  readonly pattern: string;
  readonly #tree: SyntaxTree;
  readonly #translation: Translation;
  readonly #whole: RegExp;
  readonly #anywhere: RegExp;

  /** @throws ConfigError if it is wrong, or can't be translated; the message says what and where */
  constructor(pattern: string) {
    this.pattern = pattern;
    try {
      this.#tree = parsePattern(pattern);
      this.#translation = emit(this.#tree, pattern);
    } catch (error) {
      if (!(error instanceof JavaSyntaxError)) throw error;
      throw new ConfigError(error.message, { cause: error, code: 'ERR_REGEX_INVALID' });
    }
    this.#anywhere = new RegExp(this.#translation.source, 'v');
    this.#whole = new RegExp(`^(?:${this.#translation.source})$`, 'v');
  }

  /** A JavaScript expression that matches the same whole texts. */
  toRegExp(): RegExp {
    return this.#whole;
  }

  /** Does the whole text match? */
  matches(text: string): boolean {
    return this.#whole.test(text);
  }

  /**
   * A function that replaces the first match in a text, as `Matcher.replaceFirst`: `$1` and `${name}` are groups, a backslash makes the
   * character after it a plain one.
   * @throws ConfigError for a replacement that is wrong, or names a group that is not there
   */
  replaceFirst(replacement: string): (text: string) => string {
    const parts = parseReplacement(replacement, this.#tree);
    for (const part of parts) this.#refuseForgetful(part);
    return (text) => {
      const match = this.#anywhere.exec(text);
      if (match === null) return text;
      const put = parts.map((part) => (typeof part === 'string' ? part : (match[this.#numberOf(part)] ?? ''))).join('');
      return text.slice(0, match.index) + put + text.slice(match.index + match[0].length);
    };
  }

  #numberOf(group: number): number {
    return group === 0 ? 0 : this.#translation.groups[group - 1]!;
  }

  #refuseForgetful(part: Replacement): void {
    if (typeof part === 'string' || !this.#translation.forgetful.has(part)) return;
    throw new ConfigError(
      `Group ${part} of ${this.pattern} can't be used in a replacement: it is repeated, and need not be part of each repetition`,
      { code: 'ERR_REGEX_INVALID' },
    );
  }
}
