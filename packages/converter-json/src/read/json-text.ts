import { DataError, int64 } from '@causeway/api';
import { code, isDigit } from './characters.ts';
import { truncated } from './truncated.ts';

/** Jackson's limits: StreamReadConstraints */
const MAX_DEPTH = 1000;
const MAX_NUMBER_LENGTH = 1000;
const MAX_EXPONENT = 2147483647;

/** A number of at most so many digits is exact while it is added up as a double. */
const EXACT_DIGITS = 15;
const powersOfTen = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Where the value of a member begins and ends. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A place in a JSON text, and the reading of what stands there. The grammar is that of Jackson as JsonConverter sets it up: JSON, with leading
 * zeros allowed in numbers, and nothing asked of what follows the outermost value.
 *
 * After `readNumber`, `isIntegral` and the four number methods speak of the number read.
 */
export class JsonText {
  pos = 0;
  isIntegral = false;
  #text = '';
  #depth = 0;
  #numberStart = 0;
  /** The number read, if it could be told without its text, else NaN. */
  #exact = NaN;

  /** `depth` is how many arrays and objects are around what is read. */
  open(text: string, pos = 0, depth = 0): void {
    this.#text = text;
    this.pos = pos;
    this.#depth = depth;
  }

  /** Goes past blanks. The code of the character there, -1 at the end. */
  peek(): number {
    const text = this.#text;
    for (let i = this.pos; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c > 0x20 || (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09)) {
        this.pos = i;
        return c;
      }
    }
    this.pos = text.length;
    return -1;
  }

  /** Goes past these characters, if they are what stands here. A loop, as calls of `startsWith` cost more than the few characters compared. */
  skipIf(expected: string): boolean {
    const text = this.#text;
    const { pos } = this;
    for (let i = 0; i < expected.length; i++) if (text.charCodeAt(pos + i) !== expected.charCodeAt(i)) return false;
    this.pos = pos + expected.length;
    return true;
  }

  fail(problem: string): DataError {
    return new DataError(
      `Converting byte[] to Kafka Connect data failed due to serialization error: ${problem} at character ${this.pos + 1} of the JSON text`,
    );
  }

  /** Of a character that can't stand where it does. */
  unexpected(): DataError {
    return this.fail(this.pos < this.#text.length ? 'an unexpected character' : 'an unexpected end');
  }

  /** Goes into an array or object, past its bracket. */
  enter(): void {
    if (++this.#depth > MAX_DEPTH) throw this.fail(`more than ${MAX_DEPTH} nested arrays and objects`);
    this.pos++;
  }

  /** After an item or member: true past a comma, false past the closing bracket, which ends the array or object. */
  hasNext(closing: number): boolean {
    const c = this.peek();
    if (c !== code.comma && c !== closing) throw this.unexpected();
    this.pos++;
    if (c === code.comma) return true;
    this.#depth--;
    return false;
  }

  /** Right after `enter`: true if there is nothing inside, and past the closing bracket then. */
  isEmpty(closing: number): boolean {
    if (this.peek() !== closing) return false;
    this.pos++;
    this.#depth--;
    return true;
  }

  /** The name of a member, and past its colon. */
  readName(): string {
    if (this.peek() !== code.quote) throw this.unexpected();
    const name = this.readString();
    if (this.peek() !== code.colon) throw this.unexpected();
    this.pos++;
    return name;
  }

  /** The string whose quote is here. */
  readString(): string {
    const text = this.#text;
    const start = this.pos + 1;
    for (let i = start; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === code.quote) {
        this.pos = i + 1;
        return text.slice(start, i);
      }
      if (c === code.backslash) return this.#readEscaped(start, i);
      if (c < 0x20) {
        this.pos = i;
        throw this.fail('a control character, which must be escaped in a string,');
      }
    }
    this.pos = text.length;
    throw this.fail('an unexpected end of a string');
  }

  #readEscaped(start: number, firstEscape: number): string {
    const text = this.#text;
    let value = text.slice(start, firstEscape);
    let i = firstEscape;
    while (i < text.length) {
      const c = text.charCodeAt(i);
      if (c === code.quote) {
        this.pos = i + 1;
        return value;
      }
      if (c < 0x20) break;
      if (c !== code.backslash) {
        const from = i;
        do i++;
        while (i < text.length && !endsPlainText(text.charCodeAt(i)));
        value += text.slice(from, i);
        continue;
      }
      const unicode = text.charCodeAt(i + 1) === code.unicode;
      this.pos = i;
      value += unicode ? this.#unicodeEscape(i + 2) : this.#simpleEscape(i + 1);
      i += unicode ? 6 : 2;
    }
    this.pos = Math.min(i, text.length);
    throw this.fail(
      i < text.length ? 'a control character, which must be escaped in a string,' : 'an unexpected end of a string',
    );
  }

  #simpleEscape(at: number): string {
    const value = simpleEscapes[this.#text.charAt(at)];
    if (value === undefined) throw this.fail('an unknown escape');
    return value;
  }

  #unicodeEscape(at: number): string {
    const hex = this.#text.slice(at, at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.fail('an escape \\u without four hexadecimal digits');
    return String.fromCharCode(parseInt(hex, 16));
  }

  /** Goes past the number that begins here. */
  readNumber(): void {
    const text = this.#text;
    const start = this.pos;
    let i = start;
    const negative = text.charCodeAt(i) === code.minus;
    if (negative) i++;
    let value = 0;
    const digitsStart = i;
    while (i < text.length) {
      const digit = text.charCodeAt(i) - code.zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      i++;
    }
    this.#numberStart = start;
    this.pos = i;
    if (i === digitsStart) throw this.unexpected();
    this.isIntegral = true;
    this.#exact = i - digitsStart > EXACT_DIGITS ? NaN : negative ? 0 - value : value;
    if (i < text.length) {
      const c = text.charCodeAt(i);
      if (c === code.point || c === 0x65 || c === 0x45) this.#readFraction(value, i - digitsStart, negative);
    }
    if (this.pos - start > MAX_NUMBER_LENGTH) throw this.fail(`a number of more than ${MAX_NUMBER_LENGTH} characters`);
  }

  #readFraction(integer: number, integerDigits: number, negative: boolean): void {
    const text = this.#text;
    this.isIntegral = false;
    let value = integer;
    let fractionDigits = 0;
    if (text.charCodeAt(this.pos) === code.point) {
      const from = ++this.pos;
      let i = from;
      while (i < text.length) {
        const digit = text.charCodeAt(i) - code.zero;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
        i++;
      }
      this.pos = i;
      fractionDigits = i - from;
      if (fractionDigits === 0) throw this.unexpected();
    }
    const hasExponent = this.#readExponent(fractionDigits);
    const isExact = !hasExponent && integerDigits + fractionDigits <= EXACT_DIGITS;
    // Both are exact doubles, so that their quotient is the double nearest to the number. Java: a BigDecimal has no -0.0
    this.#exact = isExact
      ? negative
        ? 0 - value / powersOfTen[fractionDigits]!
        : value / powersOfTen[fractionDigits]!
      : NaN;
  }

  #readExponent(fractionDigits: number): boolean {
    const text = this.#text;
    const c = text.charCodeAt(this.pos);
    if (c !== 0x65 && c !== 0x45) return false;
    const sign = text.charCodeAt(this.pos + 1);
    const from = this.pos + (sign === code.plus || sign === code.minus ? 2 : 1);
    let i = from;
    while (i < text.length && isDigit(text.charCodeAt(i))) i++;
    this.pos = i;
    if (i === from) throw this.unexpected();
    const exponent = Number(text.slice(from, i)) * (sign === code.minus ? -1 : 1);
    // Java: the scale of a BigDecimal is an int
    if (Math.abs(exponent - fractionDigits) > MAX_EXPONENT) throw this.fail('a number with too large an exponent');
    return true;
  }

  numberText(): string {
    return this.#text.slice(this.#numberStart, this.pos);
  }

  /** The number as a double. */
  double(): number {
    // Adding 0 makes -0.0 to 0.0: Java's BigDecimal and integers have no -0
    return Number.isNaN(this.#exact) ? Number(this.numberText()) + 0 : this.#exact;
  }

  /** The integer of 53 bits or less, or the lowest 64 bits of what is longer. */
  long(): number | bigint {
    if (this.isIntegral) {
      return Number.isNaN(this.#exact) ? int64(BigInt.asIntN(64, BigInt(this.numberText()))) : this.#exact;
    }
    return int64(BigInt.asIntN(64, truncated(this.numberText())));
  }

  /** The lowest 32 bits. */
  int(): number {
    if (this.isIntegral && !Number.isNaN(this.#exact)) return this.#exact | 0;
    return Number(BigInt.asIntN(32, BigInt(this.long())));
  }

  /** Is it an integer that Java reads as an int? */
  isInt(): boolean {
    if (!this.isIntegral) return false;
    const value = this.double();
    return value >= -2147483648 && value <= 2147483647;
  }

  /** Goes past `true`, `false` or `null`. */
  readWord(word: string): void {
    const text = this.#text;
    if (!this.skipIf(word)) throw this.unexpected();
    const next = text.charCodeAt(this.pos);
    // Nearly always a comma, a bracket, or NaN at the end.
    if (
      next >= code.zero &&
      next !== code.closeObject &&
      next !== code.closeArray &&
      /[\p{L}\p{N}_$]/u.test(text.charAt(this.pos))
    )
      throw this.unexpected();
  }

  /** Goes past a value of any kind, which must be well-formed. */
  skipValue(): void {
    const c = this.peek();
    switch (c) {
      case code.quote:
        this.readString();
        break;
      case code.openObject:
        this.readMembers();
        break;
      case code.openArray:
        this.enter();
        if (this.isEmpty(code.closeArray)) break;
        do this.skipValue();
        while (this.hasNext(code.closeArray));
        break;
      case code.true:
        this.readWord('true');
        break;
      case code.false:
        this.readWord('false');
        break;
      case code.null:
        this.readWord('null');
        break;
      default:
        this.readNumber();
    }
  }

  /** Goes past an object. Where its members' values are: of several of one name, the last; `count` counts them all. */
  readMembers(): { readonly members: ReadonlyMap<string, Span>; readonly count: number } {
    const members = new Map<string, Span>();
    let count = 0;
    this.enter();
    if (this.isEmpty(code.closeObject)) return { members, count };
    do {
      const name = this.readName();
      this.peek();
      const start = this.pos;
      this.skipValue();
      members.set(name, { start, end: this.pos });
      count++;
    } while (this.hasNext(code.closeObject));
    return { members, count };
  }

  /** Called after the outermost value: a number or word must not run on into what follows it, which is not read. */
  checkEnd(first: number): void {
    if (first !== code.minus && !isDigit(first)) return;
    if (this.pos < this.#text.length && !/[ \t\r\n]/.test(this.#text.charAt(this.pos))) throw this.unexpected();
  }
}

const endsPlainText = (c: number): boolean => c === code.quote || c === code.backslash || c < 0x20;
