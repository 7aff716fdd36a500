import { int64 } from '../data/numbers.ts';
import type { DataError } from '../errors.ts';
import { isDigit, jsonCode as code } from './characters.ts';
import { type JsonGrammar, strictJson } from './grammar.ts';
import { integerOf } from './integer-of.ts';

/** Jackson's limits: StreamReadConstraints */
const MAX_DEPTH = 1000;
const MAX_NUMBER_LENGTH = 1000;

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

/** From here on a search is faster than a look at each character. */
const LONG_STRING = 200;
/** Control characters are not allowed there. */
const plainTextEnd = /["\\\u0000-\u001f]/g;

function endOfPlainText(text: string, from: number): number {
  plainTextEnd.lastIndex = from;
  return plainTextEnd.exec(text)?.index ?? text.length;
}

const endsPlainText = (c: number): boolean => c === code.quote || c === code.backslash || c < 0x20;

/**
 * A place in a JSON text, and the reading of what stands there. `JSON.parse` would spoil integers past 2^53 and the digits of decimals.
 *
 * After `readNumber`, `isIntegral`, `integer`, `double` and `numberText` speak of the number read. One object can read many texts, one after the
 * other; it is done with a text when `checkEnd` says so.
 *
 * All that reads throws the grammar's error, with its place, where the text is malformed.
 */
export class JsonText {
  pos = 0;
  /** Is the number read written without fraction and exponent? */
  isIntegral = false;
  readonly #grammar: JsonGrammar;
  /** Makes -0 to 0 when it is added, unless it is -0 itself. */
  readonly #zero: number;
  #text = '';
  #depth = 0;
  #numberStart = 0;
  /** The number read, if it could be told without its text, else NaN. */
  #exact = NaN;

  constructor(grammar: JsonGrammar = strictJson) {
    this.#grammar = grammar;
    this.#zero = grammar.hasNegativeZero ? -0 : 0;
  }

  /** `depth` is how many arrays and objects are around what is read. */
  open(text: string, pos = 0, depth = 0): void {
    this.#text = text;
    this.pos = pos;
    this.#depth = depth;
  }

  get text(): string {
    return this.#text;
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

  /** The error of a problem here. */
  fail(problem: string): DataError {
    return this.#grammar.malformed(problem, this.pos + 1);
  }

  /** Of a character that can't stand where it does. */
  unexpected(): DataError {
    return this.fail(this.pos < this.#text.length ? 'an unexpected character' : 'an unexpected end');
  }

  /** @throws DataError if something follows the document */
  checkEnd(): void {
    if (this.peek() !== -1) throw this.fail('an unexpected character after the document');
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
    const end = Math.min(text.length, start + LONG_STRING);
    for (let i = start; i < end; i++) {
      const c = text.charCodeAt(i);
      if (c === code.quote) {
        this.pos = i + 1;
        return text.slice(start, i);
      }
      if (c === code.backslash || c < 0x20) return this.#readEscaped(start, i);
    }
    return this.#readEscaped(start, endOfPlainText(text, end));
  }

  /** The rest of a string, from `plainEnd` on: up to there it is plain. */
  #readEscaped(start: number, plainEnd: number): string {
    const text = this.#text;
    let value = text.slice(start, plainEnd);
    let i = plainEnd;
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
      const isUnicode = text.charCodeAt(i + 1) === code.unicode;
      this.pos = i;
      value += isUnicode ? this.#unicodeEscape(i + 2) : this.#simpleEscape(i + 1);
      i += isUnicode ? 6 : 2;
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
    const isNegative = text.charCodeAt(i) === code.minus;
    if (isNegative) i++;
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
    const digits = i - digitsStart;
    if (digits === 0) throw this.unexpected();
    if (digits > 1 && text.charCodeAt(digitsStart) === code.zero && !this.#grammar.allowsLeadingZeros)
      throw this.fail('a number with leading zeros that ends');
    this.isIntegral = true;
    this.#exact = digits > EXACT_DIGITS ? NaN : isNegative ? 0 - value : value;
    if (i < text.length) {
      const c = text.charCodeAt(i);
      if (c === code.point || c === 0x65 || c === 0x45) this.#readFraction(value, digits, isNegative);
    }
    if (this.pos - start > MAX_NUMBER_LENGTH) throw this.fail(`a number of more than ${MAX_NUMBER_LENGTH} characters`);
  }

  #readFraction(integer: number, integerDigits: number, isNegative: boolean): void {
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
    // Both are exact doubles, so that their quotient is the double nearest to the number.
    const magnitude = isExact ? value / powersOfTen[fractionDigits]! : NaN;
    this.#exact = isNegative ? -magnitude : magnitude;
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
    if (Math.abs(exponent - fractionDigits) > this.#grammar.maxScale)
      throw this.fail('a number with too large an exponent');
    return true;
  }

  /** The number as it is written, for what needs all of its digits. */
  numberText(): string {
    return this.#text.slice(this.#numberStart, this.pos);
  }

  /** The number as a double; infinite where a double can't hold it. */
  double(): number {
    return (Number.isNaN(this.#exact) ? Number(this.numberText()) : this.#exact) + this.#zero;
  }

  /** The integer, in the normal form of INT64 if it fits there; null for a number with a fraction. 1.0 and 1e3 are integers. */
  integer(): number | bigint | null {
    const exact = this.#exact;
    if (this.isIntegral) return Number.isNaN(exact) ? this.#longInteger() : exact;
    if (Number.isNaN(exact)) return integerOf(this.numberText());
    return Number.isInteger(exact) ? exact + 0 : null;
  }

  #longInteger(): number | bigint {
    const value = BigInt(this.numberText());
    return int64(this.#grammar.wrapsIntegers ? BigInt.asIntN(64, value) : value);
  }

  /** Goes past `true`, `false` or `null`. */
  readWord(word: string): void {
    if (!this.skipIf(word)) throw this.unexpected();
  }

  /** Goes past a value of any kind, which must be well-formed. */
  skipValue(): void {
    switch (this.peek()) {
      case code.quote:
        this.readString();
        break;
      case code.openObject:
        this.#skipMembers();
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

  #skipMembers(): void {
    this.enter();
    if (this.isEmpty(code.closeObject)) return;
    do {
      this.readName();
      this.skipValue();
    } while (this.hasNext(code.closeObject));
  }
}
