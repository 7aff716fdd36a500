import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigMap, ConfigError, defineConfig } from '@causeway/api';
import { afterAll, describe, expect, test } from 'vitest';
import { type RegistrySettings, checkSchemaRegistry, registrySettings, schemaRegistryKeys } from '../../src/index.ts';

const config = defineConfig({ ...schemaRegistryKeys }, { validate: checkSchemaRegistry });
const folder = mkdtempSync(join(tmpdir(), 'schema-registry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const url = 'schema.registry.url';
const settings = (raw: ConfigMap): RegistrySettings =>
  registrySettings(config.parse({ [url]: 'http://a:8081', ...raw }), raw);

async function problems(raw: ConfigMap): Promise<string[]> {
  const results = await config.validate({ [url]: 'http://a:8081', ...raw });
  return results.flatMap(({ name, errorMessages }) => errorMessages.map((message) => `${name}: ${message}`));
}

describe('settings', () => {
  test('the defaults are those of Java', () => {
    expect(settings({})).toMatchObject({
      urls: [{ base: 'http://a:8081', userInfo: null }],
      autoRegister: true,
      useLatestVersion: false,
      useSchemaId: null,
      normalize: false,
      cacheSize: 1000,
      latestTtlMs: null,
      connectTimeoutMs: 60000,
      maxRetries: 3,
      userInfo: null,
      bearerToken: null,
      proxy: null,
      tls: {},
    });
  });

  test.each<[string, ConfigMap, object]>([
    [
      'several addresses',
      { [url]: 'http://a:1/, https://b:2/apis/ccompat/v7' },
      {
        urls: [
          { base: 'http://a:1', userInfo: null },
          { base: 'https://b:2/apis/ccompat/v7', userInfo: null },
        ],
      },
    ],
    [
      'a user in the address',
      { [url]: 'http://me:p%40ss@a:1' },
      { urls: [{ base: 'http://a:1', userInfo: 'me:p@ss' }], userInfo: null },
    ],
    [
      'USER_INFO',
      { 'basic.auth.credentials.source': 'USER_INFO', 'basic.auth.user.info': 'me:secret' },
      { userInfo: 'me:secret' },
    ],
    [
      'the prefixed form, which wins',
      {
        'basic.auth.credentials.source': 'USER_INFO',
        'basic.auth.user.info': 'me:a',
        'schema.registry.basic.auth.user.info': 'me:b',
        'schema.registry.max.retries': '0',
      },
      { userInfo: 'me:b', maxRetries: 0 },
    ],
    [
      'a bearer token',
      { 'bearer.auth.credentials.source': 'STATIC_TOKEN', 'bearer.auth.token': 'abc' },
      { bearerToken: 'abc' },
    ],
    ['request headers', { 'request.header.X-Tenant': 'one' }, { headers: { 'X-Tenant': 'one' } }],
    ['a proxy', { 'proxy.host': 'proxy', 'proxy.port': '3128' }, { proxy: 'http://proxy:3128' }],
    [
      'the latest version, for a minute',
      { 'auto.register.schemas': 'false', 'use.latest.version': 'true', 'latest.cache.ttl.sec': '60' },
      { autoRegister: false, useLatestVersion: true, latestTtlMs: 60000 },
    ],
    ['certificates in PEM', { 'schema.registry.ssl.truststore.certificates': 'pem' }, { tls: { ca: 'pem' } }],
    [
      'key and chain in PEM',
      {
        'schema.registry.ssl.keystore.key': 'k',
        'schema.registry.ssl.keystore.certificate.chain': 'c',
        'schema.registry.ssl.key.password': 'p',
      },
      { tls: { key: 'k', cert: 'c', passphrase: 'p' } },
    ],
    [
      'a truststore file',
      { 'schema.registry.ssl.truststore.location': file('ca.pem', '-----BEGIN CERTIFICATE-----\n') },
      { tls: { ca: '-----BEGIN CERTIFICATE-----\n' } },
    ],
    [
      'a PKCS12 keystore, whatever its type is said to be',
      {
        'schema.registry.ssl.keystore.location': file('store.p12', Buffer.from('3082', 'hex')),
        'schema.registry.ssl.keystore.password': 'p',
      },
      { tls: { pfx: Buffer.from('3082', 'hex'), passphrase: 'p' } },
    ],
    [
      'no check of the name',
      { 'schema.registry.ssl.endpoint.identification.algorithm': '' },
      { tls: { checkServerIdentity: expect.any(Function) as unknown } },
    ],
  ])('%s', (_, raw, expected) => {
    expect(settings(raw)).toMatchObject(expected);
  });

  test.each<[string, ConfigMap, string]>([
    ['no address', { [url]: '' }, 'schema.registry.url names no address'],
    ['an address without http', { [url]: 'a:8081' }, 'http:// or https://'],
    ['a mocked registry', { [url]: 'mock://x' }, 'mocked'],
    ['an unknown strategy', { 'value.subject.name.strategy': 'Mine' }, 'TopicRecordNameStrategy'],
    ['SASL_INHERIT', { 'basic.auth.credentials.source': 'SASL_INHERIT' }, 'USER_INFO'],
    ['USER_INFO without a user', { 'basic.auth.credentials.source': 'USER_INFO' }, 'basic.auth.user.info: '],
    ['OAUTHBEARER', { 'bearer.auth.credentials.source': 'OAUTHBEARER' }, 'only STATIC_TOKEN'],
    ['a token source without a token', { 'bearer.auth.credentials.source': 'STATIC_TOKEN' }, 'bearer.auth.token: '],
    [
      'two kinds of authentication',
      { 'bearer.auth.credentials.source': 'STATIC_TOKEN', 'bearer.auth.token': 'x', [url]: 'http://u:p@a:1' },
      'can not be used together',
    ],
    ['a key without its chain', { 'schema.registry.ssl.keystore.key': 'k' }, 'keystore.certificate.chain: '],
    ['a proxy without port', { 'proxy.host': 'p' }, 'proxy.port: '],
    [
      'ids in headers',
      { 'value.schema.id.serializer': 'HeaderSchemaIdSerializer' },
      'value.schema.id.serializer is not supported',
    ],
    ['a setting without value', { 'max.retries': null }, 'max.retries'],
  ])('%s is reported', async (_, raw, text) => {
    expect((await problems(raw)).join('\n')).toContain(text);
    expect(() => settings(raw)).toThrow(ConfigError);
  });

  test.each<[string, ConfigMap, string]>([
    [
      'a Java keystore',
      { 'schema.registry.ssl.keystore.location': file('a.jks', Buffer.from('feedfeed', 'hex')) },
      'keytool -importkeystore',
    ],
    [
      'a Java truststore',
      { 'schema.registry.ssl.truststore.location': file('b.jks', Buffer.from('feedfeed', 'hex')) },
      'keytool -exportcert',
    ],
    ['a file that is not there', { 'schema.registry.ssl.truststore.location': join(folder, 'none') }, "can't be read"],
  ])('%s is refused with what to do', (_, raw, text) => {
    expect(() => settings(raw)).toThrow(text);
  });

  test('no message shows a secret', async () => {
    const raw = {
      [url]: 'htp://me:hunter2@a:1,http://me:hun%ter2@b:1',
      'basic.auth.credentials.source': 'X',
      'basic.auth.user.info': 'me:hunter2',
    };
    expect((await problems(raw)).join('\n')).not.toMatch(/hunter2|hun%ter2/);
  });
});
