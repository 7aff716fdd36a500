import { ConfigError } from '../errors.ts';
import { type ConfigType, Password } from './config-key.ts';

const integer = (type: ConfigType, min: number, max: number) => (name: string, text: string) => {
  const value = /^[+-]?\p{Nd}+$/u.test(text) ? Number(withAsciiDigits(text)) : NaN;
  if (!(value >= min && value <= max)) throw invalid(name, text, `Not a number of type ${type}`);
  return value === 0 ? 0 : value;
};

const MAX_INT64 = 2n ** 63n - 1n;

/** The nearest number: of the longs past 2^53, which stand for "without end" in practice, the last digits are lost. */
function long(name: string, text: string): number {
  const value = /^[+-]?\p{Nd}+$/u.test(text) ? BigInt(withAsciiDigits(text).replace('+', '')) : null;
  if (value === null || value > MAX_INT64 || value < -MAX_INT64 - 1n) {
    throw invalid(name, text, 'Not a number of type LONG');
  }
  return Number(value);
}

/** Java reads the digits of all scripts. They stand in runs of ten, from zero to nine. */
function withAsciiDigits(text: string): string {
  return text.replace(/(?!\d)\p{Nd}/gu, (digit) => {
    let before = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - before - 1))) before++;
    return String(before % 10);
  });
}

/** Java: Double.parseDouble takes hexadecimal numbers, a type suffix, and the words NaN and Infinity. */
function double(name: string, text: string): number {
  if (/^[+-]?NaN$/.test(text)) return NaN;
  if (/^[+-]?(Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?)$/.test(text))
    return Number(text.replace(/[dDfF]$/, ''));
  const hex = /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)[dDfF]?$/.exec(text);
  const [, sign, whole = '', fraction = '', exponent] = hex ?? [];
  if (`${whole}${fraction}` === '') throw invalid(name, text, 'Not a number of type DOUBLE');
  const size = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -size : size;
}

const parsers: Readonly<Record<ConfigType, (name: string, text: string) => unknown>> = {
  STRING: (_, text) => text,
  CLASS: (_, text) => text,
  PASSWORD: (_, text) => new Password(text),
  LIST: (_, text) => (text === '' ? [] : text.split(/\s*,\s*/)),
  INT: integer('INT', -2147483648, 2147483647),
  SHORT: integer('SHORT', -32768, 32767),
  LONG: long,
  DOUBLE: double,
  BOOLEAN: (name, text) => {
    const lower = text.toLowerCase();
    if (lower !== 'true' && lower !== 'false') throw invalid(name, text, 'Expected value to be either true or false');
    return lower === 'true';
  },
};

/** Java: String#trim, which takes away control characters and blanks, but no other white space. */
const trim = (text: string): string => text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');

/**
 * The value of a setting from its text.
 * @throws ConfigError that names the key, the value and what was expected
 */
export function parseValue(name: string, type: ConfigType, text: string): unknown {
  return parsers[type](name, trim(text));
}

export function invalid(name: string, value: unknown, reason: string): ConfigError {
  const shown = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return new ConfigError(`Invalid value ${shown} for configuration ${name}: ${reason}`, { code: 'ERR_CONFIG_INVALID' });
}
