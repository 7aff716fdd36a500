import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskConfig, maskValue, scrub } from '../../../src/client/secrets/mask.ts';
import { isSecretName } from '../../../src/client/secrets/names.ts';

describe('the value of a secret', () => {
  test.each([
    ['is hidden', 'hush', '[hidden]'],
    ['is hidden if it only looks like a reference', '${hush}', '[hidden]'],
    ['is hidden if it holds more than a reference', 'x${file:/p:k}', '[hidden]'],
    ['is shown if it is a reference', '${file:/p:k}', '${file:/p:k}'],
    ['is shown if it is empty', '', ''],
  ])('%s', (_, value, shown) => {
    expect(maskValue(value, true).shown).toBe(shown);
  });
});

describe('a secret within another value', () => {
  test.each([
    ['an address', 'mysql://me:p:w@host:3306/db', 'mysql://me:[hidden]@host:3306/db'],
    ['an address with an @ in the password', 'http://me:p@w@host/', 'http://me:[hidden]@host/'],
    ['the second of two addresses', 'http://a:1,http://me:pw@b:2', 'http://a:1,http://me:[hidden]@b:2'],
    [
      'a query',
      'jdbc:mysql://h/db?user=me&password=pw&ssl=true',
      'jdbc:mysql://h/db?user=me&password=[hidden]&ssl=true',
    ],
    ['properties', 'jdbc:sqlserver://h;user=me;password=pw', 'jdbc:sqlserver://h;user=me;password=[hidden]'],
    ['an Oracle address', 'jdbc:oracle:thin:me/pw@h:1521', 'jdbc:oracle:thin:me/[hidden]@h:1521'],
    ['JSON', '{"user":"me","api_key": "a\\"b"}', '{"user":"me","api_key": "[hidden]"}'],
    ['quotes', 'Login required username="me" password="pw";', 'Login required username="me" password="[hidden]";'],
  ])('is hidden in %s', (_, value, shown) => {
    expect(maskValue(value, false).shown).toBe(shown);
  });

  test.each([
    ['an address without a password', 'http://me@host:8083/a:b'],
    ['a reference in an address', 'mysql://me:${env:PW}@host'],
    ['a reference in a query', 'jdbc:mysql://h/db?password=${env:PW}'],
    ['a query of a select', 'SELECT a FROM t WHERE b=1'],
    ['a class', 'org.apache.kafka.connect.json.JsonConverter'],
  ])('is not seen in %s', (_, value) => {
    expect(maskValue(value, false)).toEqual({ shown: value, secrets: [] });
  });
});

test('no secret is left in masked settings', () => {
  const secret = fc.stringMatching(/^Q[a-z0-9]{5,20}Z$/);
  const key = fc.constantFrom('connection.password', 'sasl.jaas.config', 'http.token', 'aws.secret.access.key');
  fc.assert(
    fc.property(secret, key, (hush, name) => {
      const config = { [name]: `a ${hush}`, 'connection.url': `jdbc:x://me:${hush}@h/?password=${hush}` };
      expect(JSON.stringify(maskConfig(config, isSecretName))).not.toContain(hush);
    }),
  );
});

describe('a text of others', () => {
  test.each<[what: string, text: string, secrets: string[], clean: string]>([
    ['every secret', 'hush1 and hush2', ['hush1', 'hush2'], '[hidden] and [hidden]'],
    ['a secret that is part of another one', 'hush12', ['hush1', 'hush12'], '[hidden]'],
    ['a secret within a word', 'xhush1x', ['hush1'], 'x[hidden]x'],
    ['a short secret that stands alone', 'Invalid value abc for key x', ['abc'], 'Invalid value [hidden] for key x'],
    ['no short secret within a word', 'the alphabet', ['a', 'bet'], 'the alphabet'],
    ['a secret of special characters', 'value $& (x', ['$&', '(x'], 'value [hidden] [hidden]'],
  ])('is freed of %s', (_, text, secrets, clean) => {
    expect(scrub(text, secrets)).toBe(clean);
  });
});
