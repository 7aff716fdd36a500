import { describe, expect, test } from 'vitest';
import type { ConfigKeyInfo } from '../../../src/client/api/answers.ts';
import { RefusedError, UnreachableError } from '../../../src/client/errors.ts';
import { SecretKeeper } from '../../../src/client/secrets/secret-keeper.ts';

const key = (name: string, type: string): ConfigKeyInfo => ({
  name,
  type,
  required: false,
  default_value: null,
  importance: 'LOW',
  documentation: '',
});
const plugins: Readonly<Record<string, ConfigKeyInfo[]>> = {
  Source: [key('door', 'PASSWORD'), key('window', 'STRING')],
  Converter: [key('pin', 'PASSWORD')],
  Upper: [key('pin', 'PASSWORD')],
};

function keeper(): { secrets: SecretKeeper; asked: string[] } {
  const asked: string[] = [];
  const pluginConfig = async (name: string): Promise<ConfigKeyInfo[]> => {
    asked.push(name);
    if (name === 'Down') throw new UnreachableError('down');
    const keys = plugins[name];
    if (keys === undefined) throw new RefusedError('unknown', null, { status: 404, body: null });
    return keys;
  };
  return { secrets: new SecretKeeper({ pluginConfig }), asked };
}

const config = {
  'connector.class': 'Source',
  door: 'sesame',
  window: 'open',
  pin: 'no secret here',
  'value.converter': 'Converter',
  'value.converter.pin': '4711',
  transforms: 'up',
  'transforms.up.type': 'Upper',
  'transforms.up.pin': '0815',
  'key.converter.pin': 'worker',
};

describe('secrets', () => {
  test('are what the definitions of the plugins call passwords', async () => {
    const { secrets, asked } = keeper();
    expect(await secrets.mask(config)).toEqual({
      ...config,
      door: '[hidden]',
      'value.converter.pin': '[hidden]',
      'transforms.up.pin': '[hidden]',
    });
    expect(asked).toEqual(['Source', 'Converter', 'Upper']);
  });

  test('are asked for once a plugin', async () => {
    const { secrets, asked } = keeper();
    await secrets.mask(config);
    await secrets.mask(config);
    expect(asked).toHaveLength(3);
  });

  test('are known by their names where a plugin is not there', async () => {
    const { secrets } = keeper();
    expect(await secrets.mask({ 'connector.class': 'Gone', door: 'a', 'x.password': 'b' })).toEqual({
      'connector.class': 'Gone',
      door: 'a',
      'x.password': '[hidden]',
    });
  });

  test('that can not be asked for are no guess', async () => {
    const { secrets } = keeper();
    await expect(secrets.mask({ 'connector.class': 'Down', door: 'a' })).rejects.toThrow('down');
  });

  test('that were seen are taken out of texts', async () => {
    const { secrets } = keeper();
    await secrets.learn(config);
    expect(secrets.scrub('sesame, 4711 and open')).toBe('[hidden], [hidden] and open');
    expect(secrets.scrubAll({ a: ['sesame', 1, null], b: 'open' })).toEqual({ a: ['[hidden]', 1, null], b: 'open' });
  });
});
