import { ConfigError, type ConfigType, parseValue, type Password } from '@causeway/api';
import { describe, expect, test } from 'vitest';

describe('parseValue', () => {
  test.each<[ConfigType, string, unknown]>([
    ['INT', '-0', 0],
    ['INT', '\u0967\u0968', 12],
    ['LONG', '9007199254740991', Number.MAX_SAFE_INTEGER],
    ['LONG', '9223372036854775807', 2 ** 63],
    ['DOUBLE', '-0x1.8p1', -3],
    ['DOUBLE', '5.d', 5],
    ['DOUBLE', '.5', 0.5],
    ['LIST', ' a , b ', ['a', 'b']],
    ['BOOLEAN', ' True ', true],
  ])('reads %s %s as %j', (type, text, value) => {
    expect(parseValue('key', type, text)).toEqual(value);
  });

  test.each<[ConfigType, string]>([
    ['INT', '0x10'],
    ['INT', '2147483648'],
    ['SHORT', '32768'],
    ['LONG', '9223372036854775808'],
    ['LONG', '1.0'],
    ['DOUBLE', '0x10'],
    ['DOUBLE', '0b1'],
    ['DOUBLE', '0x.p1'],
    ['DOUBLE', '1 2'],
    ['BOOLEAN', '1'],
  ])('refuses %s %s with the name of the key', (type, text) => {
    const parse = () => parseValue('the.key', type, text);
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(/the\.key/);
  });

  test('hides a password', () => {
    const password = parseValue('key', 'PASSWORD', ' s3cret ');
    expect(String(password)).toBe('[hidden]');
    expect((password as Password).value).toBe('s3cret');
  });
});
