import {
  atLeast,
  ConfigError,
  type ConfigValue,
  defineConfig,
  int,
  list,
  nonEmpty,
  oneOf,
  password,
  Password,
  string,
} from '@causeway/api';
import { describe, expect, test } from 'vitest';

const definition = defineConfig(
  {
    host: string({ validate: nonEmpty, importance: 'high', doc: 'Where.', group: 'Connection' }),
    port: int({ default: 80, validate: atLeast(1), importance: 'low', doc: 'Door.', group: 'Connection' }),
    secret: password({ default: null, importance: 'high', doc: 'Key.' }),
    tags: list({ default: [], importance: 'low', doc: 'Words.' }),
    mode: string({ default: 'a', validate: oneOf('a', 'b'), importance: 'low', doc: 'How.' }),
  },
  {
    validate({ mode, secret }, report) {
      if (mode === 'b' && secret === null) report('secret', 'Mode b needs a secret');
    },
  },
);

const errorsOf = (values: readonly ConfigValue[]) =>
  Object.fromEntries(values.filter((v) => v.errorMessages.length > 0).map((v) => [v.name, v.errorMessages]));

describe('ConfigDefinition', () => {
  test('parses texts to typed values, with defaults', () => {
    const values = definition.parse({ host: ' h ', tags: 'a , b', unknown: 'x', secret: 's' });
    expect(values).toMatchObject({ host: 'h', port: 80, tags: ['a', 'b'], mode: 'a' });
    expect(values.secret?.value).toBe('s');
  });

  test.each([
    [{}, 'Missing required configuration "host" which has no default value.'],
    [{ host: '' }, 'Invalid value  for configuration host: String must be non-empty'],
    [{ host: 'h', port: 'x' }, 'Invalid value x for configuration port: Not a number of type INT'],
    [{ host: 'h', port: '0' }, 'Invalid value 0 for configuration port: Value must be at least 1'],
    [{ host: 'h', mode: 'c' }, 'Invalid value c for configuration mode: String must be one of: a, b'],
  ])('refuses %j: %s', (raw, message) => {
    const parse = () => definition.parse(raw);
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(message);
  });

  test('lists every problem of every key, and of the rules across keys', async () => {
    expect(errorsOf(await definition.validate({ port: 'x', mode: 'b' }))).toMatchObject({
      host: ['Missing required configuration "host" which has no default value.'],
      port: [
        'Invalid value x for configuration port: Not a number of type INT',
        'Invalid value null for configuration port: Value must be non-null',
      ],
      secret: ['Mode b needs a secret'],
    });
    expect(errorsOf(await definition.validate({ host: 'h', mode: 'b' }, { keysOnly: true }))).toEqual({});
  });

  test('throws all problems together before start', async () => {
    await expect(definition.parseAndCheck({ port: '0', mode: 'b' })).rejects.toThrow(/host.*\n.*port.*\n.*secret/s);
    await expect(definition.parseAndCheck({ host: 'h' })).resolves.toMatchObject({ host: 'h' });
  });

  test('numbers the keys of a group in the order they are written', () => {
    const { host, port, mode } = definition.keys;
    expect([host.order, port.order, mode.order]).toEqual([1, 2, null]);
  });
});

describe('Password', () => {
  const secret = new Password('s3cret');

  test.each([
    ['as a text', String(secret)],
    ['in JSON', JSON.stringify({ secret })],
    ['by its own method', secret.toString()],
  ])('is hidden %s', (_, shown) => {
    expect(shown).toContain('[hidden]');
    expect(shown).not.toContain('s3cret');
  });
});
