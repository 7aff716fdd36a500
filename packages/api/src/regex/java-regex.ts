import { ConfigError } from '../errors.ts';
import { JavaSyntaxError } from './cursor.ts';
import { type Translation, translate } from './translate.ts';

/** A match of a JavaRegex. */
export interface JavaMatch {
  readonly start: number;
  readonly end: number;
  /** Text of each group, the whole match first; undefined for a group that took no part. */
  readonly groups: readonly (string | undefined)[];
}

/**
 * A regular expression in the dialect of java.util.regex, as settings of Kafka Connect have them.
 *
 * It is translated to JavaScript's dialect with the meaning it has in Java: possessive quantifiers, atomic groups, inline flags, `\Q…\E`,
 * intersections of classes, `\h`, `\R`, `\p{Alpha}` and more. What has no equal is refused.
 */
export class JavaRegex {
  readonly pattern: string;
  readonly #translation: Translation;
  readonly #whole: RegExp;
  readonly #anywhere: RegExp;

  /** @throws ConfigError if it is wrong in Java too, or can't be translated; the message says where */
  constructor(pattern: string) {
    this.pattern = pattern;
    this.#translation = translated(pattern);
    const { source } = this.#translation;
    this.#anywhere = new RegExp(source, 'v');
    this.#whole = new RegExp(`^(?:${source})$`, 'v');
  }

  get groupCount(): number {
    return this.#translation.groups.length;
  }

  /** Numbers of the named groups. */
  get groupNames(): ReadonlyMap<string, number> {
    return this.#translation.names;
  }

  /** Groups of which JavaScript forgets, when they are repeated, what Java remembers. */
  get forgetfulGroups(): ReadonlySet<number> {
    return this.#translation.forgetful;
  }

  /** Does the whole text match? As `Matcher.matches()`. */
  matches(text: string): boolean {
    return this.#whole.test(text);
  }

  /** The first match anywhere in the text, as `Matcher.find()`. */
  find(text: string): JavaMatch | null {
    const match = this.#anywhere.exec(text);
    if (match === null) return null;
    const groups = this.#translation.groups.map((index) => match[index]);
    return { start: match.index, end: match.index + match[0].length, groups: [match[0], ...groups] };
  }
}

function translated(pattern: string): Translation {
  try {
    return translate(pattern);
  } catch (error) {
    if (!(error instanceof JavaSyntaxError)) throw error;
    throw new ConfigError(error.message, { cause: error, code: 'ERR_REGEX_INVALID' });
  }
}
