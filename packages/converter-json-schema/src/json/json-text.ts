import { DataError, int64 } from '@causeway/api';
import { code, isDigit } from './characters.ts';

/** Jackson's limits: StreamReadConstraints */
const MAX_DEPTH = 1000;
const MAX_NUMBER_LENGTH = 1000;

/** A number of at most so many digits is exact while it is added up as a double. */
const EXACT_DIGITS = 15;

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
 * After `readNumber`, the number methods speak of the number read.
 */
export class JsonText {
  pos = 0;
  #text = '';
  #depth = 0;
  #numberStart = 0;
  #isIntegral = false;
  /** The number read, if it could be told without its text, else NaN. */
  #exact = NaN;

  open(text: string): void {
    this.#text = text;
    this.pos = 0;
    this.#depth = 0;
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

  fail(problem: string): DataError {
    return new DataError(`Malformed JSON: ${problem} at character ${this.pos + 1}`);
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
    for (let i = start; i < text.length; i++) {
      if (i === start + LONG_STRING) i = endOfPlainText(text, i);
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
    if (digits > 1 && text.charCodeAt(digitsStart) === code.zero)
      throw this.fail('a number with leading zeros that ends');
    this.#isIntegral = true;
    this.#exact = digits > EXACT_DIGITS ? NaN : isNegative ? 0 - value : value;
    const c = text.charCodeAt(i);
    if (c === code.point || c === 0x65 || c === 0x45) this.#readFraction();
    if (this.pos - start > MAX_NUMBER_LENGTH) throw this.fail(`a number of more than ${MAX_NUMBER_LENGTH} characters`);
  }

  #readFraction(): void {
    const text = this.#text;
    this.#isIntegral = false;
    this.#exact = NaN;
    if (text.charCodeAt(this.pos) === code.point) this.#readDigits(this.pos + 1);
    const c = text.charCodeAt(this.pos);
    if (c !== 0x65 && c !== 0x45) return;
    const sign = text.charCodeAt(this.pos + 1);
    this.#readDigits(this.pos + (sign === code.plus || sign === code.minus ? 2 : 1));
  }

  #readDigits(from: number): void {
    let i = from;
    while (i < this.#text.length && isDigit(this.#text.charCodeAt(i))) i++;
    this.pos = i;
    if (i === from) throw this.unexpected();
  }

  numberText(): string {
    return this.#text.slice(this.#numberStart, this.pos);
  }

  /** Is the number read written without fraction and exponent? */
  get isIntegral(): boolean {
    return this.#isIntegral;
  }

  /** The number as a double; infinite where a double can't hold it. */
  double(): number {
    return Number.isNaN(this.#exact) ? Number(this.numberText()) : this.#exact;
  }

  /** The integer, in the normal form of INT64 if it fits there; null for a number with a fraction. 1.0 and 1e3 are integers. */
  integer(): number | bigint | null {
    if (!Number.isNaN(this.#exact)) return this.#exact;
    if (this.#isIntegral) return int64(BigInt(this.numberText()));
    return integerOf(this.numberText());
  }

  /** Goes past `true`, `false` or `null`. */
  readWord(word: string): void {
    if (!this.#text.startsWith(word, this.pos)) throw this.unexpected();
    this.pos += word.length;
  }

  /** Goes past a value of any kind, which must be well-formed. `onName` is told the names of its members, if it is an object. */
  skipValue(onName?: (name: string) => void): void {
    switch (this.peek()) {
      case code.quote:
        this.readString();
        break;
      case code.openObject:
        this.#skipMembers(onName);
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

  #skipMembers(onName?: (name: string) => void): void {
    this.enter();
    if (this.isEmpty(code.closeObject)) return;
    do {
      const name = this.readName();
      onName?.(name);
      this.skipValue();
    } while (this.hasNext(code.closeObject));
  }
}

/** Longest integer that is worth building, in digits: far more than 64 bits hold. */
const MAX_INTEGER_DIGITS = 400;

/** The integer that a number with a fraction or exponent is, such as 1.0, 1.5e1, 1000e-3; null if it is none. */
function integerOf(text: string): number | bigint | null {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)!;
  const digits = `${whole!}${fraction}`.replace(/0+$/, '');
  if (/^0*$/.test(digits)) return 0;
  const zeros = whole!.length - digits.length + Number(exponent);
  if (zeros < 0 || zeros > MAX_INTEGER_DIGITS) return null;
  return int64(BigInt(`${sign!}${digits}${'0'.repeat(zeros)}`));
}
