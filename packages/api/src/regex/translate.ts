import { escaped, otherCases, takeClass } from './character-class.ts';
import { Cursor, type Flag } from './cursor.ts';
import { LINE_ENDS, takeCharacterEscape, takeClassEscape } from './escapes.ts';

export interface Translation {
  /** For a RegExp with the flag `v`. */
  readonly source: string;
  /** Number in JavaScript of each group of the pattern. */
  readonly groups: readonly number[];
  readonly names: ReadonlyMap<string, number>;
  readonly forgetful: ReadonlySet<number>;
}

/** @throws JavaSyntaxError */
export function translate(pattern: string): Translation {
  return new Translator(withoutQuotes(pattern)).translate();
}

/** `\Qa.b\E` → `a\.b` */
function withoutQuotes(pattern: string): string {
  return pattern.replace(/\\Q(.*?)(?:\\E|$)|\\[^]/gs, (all, quoted: string | undefined) =>
    quoted === undefined ? all : quoted.replace(/[\0-\x7f]/g, (c) => (/[a-zA-Z0-9]/.test(c) ? c : `\\${c}`)),
  );
}

const START = '(?<![^])';
const END = '(?![^])';
const MAX_COUNT = 2_147_483_647;

/** Where a group stands. */
interface Place {
  readonly isRepeated: boolean;
  /** Inside of something repeated, is it left out in some of the repetitions? */
  readonly isForgetful: boolean;
}

class Translator {
  readonly #at: Cursor;
  readonly #groups: number[] = [];
  readonly #names = new Map<string, number>();
  readonly #forgetful = new Set<number>();
  /** Groups that are closed, and that took part if the place after them is reached. */
  readonly #certain = new Set<number>();
  #made = 0;

  constructor(pattern: string) {
    this.#at = new Cursor(pattern);
  }

  translate(): Translation {
    const source = this.#alternatives();
    if (!this.#at.isAtEnd) this.#at.fail("Unmatched closing ')'", Math.max(0, this.#at.index - 1));
    return { source, groups: this.#groups, names: this.#names, forgetful: this.#forgetful };
  }

  #alternatives(): string {
    const outerFlags = this.#at.flags;
    const firstGroup = this.#groups.length;
    const before = new Set(this.#certain);
    const branches = [this.#sequence()];
    while (this.#at.take('|')) {
      this.#restoreCertain(before);
      branches.push(this.#sequence());
    }
    if (branches.length > 1) {
      this.#restoreCertain(before);
      this.#doubtful.push(...range(firstGroup, this.#groups.length));
    }
    this.#at.flags = outerFlags;
    return branches.join('|');
  }

  /** Groups that are not part of every way through the part that was read last. */
  #doubtful: number[] = [];

  #restoreCertain(certain: ReadonlySet<number>): void {
    this.#certain.clear();
    for (const group of certain) this.#certain.add(group);
  }

  #sequence(): string {
    let source = '';
    for (;;) {
      this.#at.skipComments();
      const c = this.#at.peek();
      if (c === '' || c === '|' || c === ')') return source;
      source += this.#quantified();
    }
  }

  #quantified(): string {
    const firstGroup = this.#groups.length;
    const certain = new Set(this.#certain);
    const atom = this.#atom();
    if (atom === null) return '';
    this.#at.skipComments();
    const start = this.#at.index;
    const quantifier = this.#quantifier();
    if (quantifier === null) return atom;
    const { text, min, max } = quantifier;
    if (min === 0) {
      this.#restoreCertain(certain);
      if (max <= 1) this.#doubtful.push(...range(firstGroup, this.#groups.length));
    }
    if (max > 1) this.#repeat(firstGroup);
    if (max > 1 || min === 0) this.#doubtful.push(...(min === 0 ? range(firstGroup, this.#groups.length) : []));
    const lazy = this.#at.take('?') ? '?' : '';
    const isPossessive = lazy === '' && this.#at.take('+');
    this.#refuseDangling(start);
    const source = `(?:${atom})${text}${lazy}`;
    return isPossessive ? this.#atomic(source) : source;
  }

  /** In something repeated, JavaScript forgets at each repetition what groups held; that shows in those left out of the last one. */
  #repeat(firstGroup: number): void {
    for (const group of this.#doubtful) if (group >= firstGroup) this.#forgetful.add(group + 1);
  }

  #quantifier(): { text: string; min: number; max: number } | null {
    if (this.#at.take('*')) return { text: '*', min: 0, max: Infinity };
    if (this.#at.take('+')) return { text: '+', min: 1, max: Infinity };
    if (this.#at.take('?')) return { text: '?', min: 0, max: 1 };
    if (this.#at.peek() !== '{') return null;
    const match = this.#at.takeMatch(/\{(\d+)(,(\d*))?\}/y);
    if (match === null) return this.#at.fail(/\{\d/y.test(this.#at.pattern.slice(this.#at.index)) ? 'Unclosed counted closure' : 'Illegal repetition');
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]);
    if (max < min || min > MAX_COUNT) this.#at.fail('Illegal repetition range', this.#at.index - 1);
    return { text: match[0], min, max };
  }

  #refuseDangling(start: number): void {
    if (/[*+?]/.test(this.#at.peek())) this.#at.fail(`Dangling meta character '${this.#at.peek()}'`);
    if (this.#at.peek() === '{') this.#at.fail('Illegal repetition', start);
  }

  /** What matched once stays so: a lookahead does not go back, and the reference takes what it found. */
  #atomic(source: string): string {
    throw new Error(source);
  }

  #atom(): string | null {
    const c = this.#at.next();
    switch (c) {
      case '(':
        return this.#group();
      case '[':
        return takeClass(this.#at);
      case '\\':
        return this.#escape();
      case '.':
        return this.#at.flags.has('s') ? '[^]' : this.#at.flags.has('d') ? '[^\\n]' : `[^${LINE_ENDS}]`;
      case '^':
        return this.#at.flags.has('m') ? this.#startOfLine() : START;
      case '$':
        return this.#at.flags.has('m') ? this.#endOfLine() : this.#endOfLast();
      default:
        if (/[*+?]/.test(c)) this.#at.fail(`Dangling meta character '${c}'`, this.#at.index - 1);
        if (c === '{') this.#at.fail('Illegal repetition', this.#at.index - 1);
        return this.#literal(c.codePointAt(0)!);
    }
  }
}
