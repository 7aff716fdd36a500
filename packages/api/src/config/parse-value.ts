import { ConfigError } from '../errors.ts';
import { type ConfigType, Password } from './config-key.ts';

const integer = (type: ConfigType, min: number, max: number) => (name: string, text: string) => {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw invalid(name, text, `Not a number of type ${type}`);
  return value === 0 ? 0 : value;
};

const parsers: Readonly<Record<ConfigType, (name: string, text: string) => unknown>> = {
  STRING: (_, text) => text,
  CLASS: (_, text) => text,
  PASSWORD: (_, text) => new Password(text),
  LIST: (_, text) => (text === '' ? [] : text.split(/\s*,\s*/)),
  INT: integer('INT', -2147483648, 2147483647),
  SHORT: integer('SHORT', -32768, 32767),
  LONG: integer('LONG', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  DOUBLE: (name, text) => {
    // Java: Double.parseDouble also takes a type suffix and the words NaN and Infinity
    const plain = text.replace(/[dDfF]$/, '');
    const value = /^[+-]?(NaN|Infinity)$/.test(text)
      ? Number(text.replace(/^[+-](?=NaN)/, ''))
      : Number(plain === '' ? NaN : plain);
    if (Number.isNaN(value) && !text.endsWith('NaN')) throw invalid(name, text, 'Not a number of type DOUBLE');
    return value;
  },
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
