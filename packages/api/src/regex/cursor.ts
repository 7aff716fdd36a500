/** A pattern that is wrong, or can't be translated. The message is laid out as Java's PatternSyntaxException does it. */
export class JavaSyntaxError extends Error {
  constructor(what: string, pattern: string, index: number) {
    const mark = index < pattern.length ? `\n${' '.repeat(index)}^` : '';
    super(`${what} near index ${index}\n${pattern}${mark}`);
    this.name = 'JavaSyntaxError';
  }
}

/** Inline flags in force: `i` letters of either case, `u` those of all scripts, `m`, `s`, `d` (only \n ends a line), `x` comments, `U` Unicode classes. */
export type Flag = 'i' | 'u' | 'm' | 's' | 'd' | 'x' | 'U';

/** A place in a pattern, and the flags in force there. */
export class Cursor {
  readonly pattern: string;
  index = 0;
  flags: ReadonlySet<Flag> = new Set();

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.index >= this.pattern.length;
  }

  /** The next character, or '' at the end. */
  peek(): string {
    const code = this.pattern.codePointAt(this.index);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  next(): string {
    const c = this.peek();
    this.index += c.length;
    return c;
  }

  /** Takes this text if it comes next. */
  take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.index)) return false;
    this.index += text.length;
    return true;
  }

  /** Takes what the (sticky) expression matches here. */
  takeMatch(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.index;
    const match = expression.exec(this.pattern);
    if (match !== null) this.index += match[0].length;
    return match;
  }

  /** With the flag `x`, blanks and comments mean nothing. */
  skipComments(): void {
    if (this.flags.has('x')) this.takeMatch(/(?:[ \t\n\v\f\r]|#[^\n\r\u0085\u2028\u2029]*)*/y);
  }

  fail(what: string, index = this.index): never {
    throw new JavaSyntaxError(what, this.pattern, index);
  }
}
