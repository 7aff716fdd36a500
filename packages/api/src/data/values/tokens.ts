/** As Java's `String.trim`: takes away everything up to the space, control characters too. */
const OUTER_BLANKS = /^[\0-\x20]+|[\0-\x20]+$/g;

export const trim = (text: string): string => text.replace(OUTER_BLANKS, '');

const DELIMITERS = ':,{}[]"';

/**
 * A text as tokens: each unescaped delimiter (`: , { } [ ] "`) is one, and so is what stands between two of them. A backslash escapes the
 * character after it, and both stay in the token.
 */
export class Tokens {
  readonly text: string;
  /** Where the next token begins. */
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  hasNext(): boolean {
    return this.position < this.text.length;
  }

  next(): string {
    const start = this.position;
    this.position = this.#endOfToken(start);
    return this.text.slice(start, this.position);
  }

  /** The text of so many tokens; null, without moving, where there are fewer. */
  nextTokens(count: number): string | null {
    const start = this.position;
    for (let i = 0; i < count; i++) {
      if (!this.hasNext()) {
        this.position = start;
        return null;
      }
      this.next();
    }
    return this.text.slice(start, this.position);
  }

  /** Takes the next token if it is this one; skips blank tokens before it either way, unless nothing follows them. */
  take(expected: string): boolean {
    if (!this.hasNext()) return false;
    let start = this.position;
    let token = this.next();
    while (trim(token) === '' && this.hasNext()) {
      start = this.position;
      token = this.next();
    }
    if (trim(token) === expected) return true;
    this.position = start;
    return false;
  }

  #endOfToken(start: number): number {
    let i = start;
    while (i < this.text.length && !DELIMITERS.includes(this.text[i]!)) i += this.text[i] === '\\' ? 2 : 1;
    return Math.min(i === start ? i + 1 : i, this.text.length);
  }
}
