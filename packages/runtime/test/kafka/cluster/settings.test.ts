import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@causeway/api';
import { describe, expect, it, test } from 'vitest';
import {
  checkResolvable,
  parseBootstrap,
  readConnectionSettings,
} from '../../../src/kafka/cluster/connection-settings.ts';
import { parseJaas } from '../../../src/kafka/cluster/security.ts';

const bootstrap = { 'bootstrap.servers': 'localhost:9092' };
const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule';

describe('bootstrap.servers', () => {
  test.each([
    ['one address', 'localhost:9092', [['localhost', 9092]]],
    [
      'several, with blanks',
      ' a:1 , b:2,',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ['a scheme before it', 'PLAINTEXT://kafka:9092', [['kafka', 9092]]],
    ['IPv6', '[::1]:9092', [['::1', 9092]]],
  ])('takes %s', (_, text, expected) => {
    expect(parseBootstrap(text).map(({ host, port }) => [host, port])).toEqual(expected);
  });

  test.each([
    ['', 'No resolvable bootstrap urls given in bootstrap.servers'],
    ['localhost', 'Invalid url in bootstrap.servers: localhost'],
    ['a:1,b', 'Invalid url in bootstrap.servers: b'],
    ['a:99999', 'Invalid port in bootstrap.servers: a:99999'],
  ])('refuses "%s" in words of Java', (text, message) => {
    expect(() => parseBootstrap(text)).toThrow(new ConfigError(message));
  });

  it('must hold a host that resolves', async () => {
    await expect(checkResolvable([{ host: 'no-such-host.invalid', port: 1 }])).rejects.toThrow(
      'No resolvable bootstrap urls',
    );
    await expect(
      checkResolvable([
        { host: 'no-such-host.invalid', port: 1 },
        { host: '127.0.0.1', port: 1 },
      ]),
    ).resolves.toBeUndefined();
  });
});

describe('settings of a connection', () => {
  it('are those of Java by default', () => {
    expect(readConnectionSettings(bootstrap, 'me')).toMatchObject({
      clientId: 'me',
      tls: null,
      sasl: null,
      requestTimeoutMs: 30_000,
      retryBackoffMs: 100,
      metadataMaxAgeMs: 300_000,
    });
  });

  test.each([
    ['security.protocol', 'TLS', 'String must be one of'],
    ['request.timeout.ms', 'soon', 'Not a number'],
    ['retry.backoff.ms', '-1', 'at least 0'],
  ])('refuse %s=%s', (name, value, why) => {
    expect(() => readConnectionSettings({ ...bootstrap, [name]: value }, 'me')).toThrow(
      `Invalid value ${value} for configuration ${name}: `,
    );
    expect(() => readConnectionSettings({ ...bootstrap, [name]: value }, 'me')).toThrow(why);
  });
});

describe('SASL', () => {
  const sasl = (settings: Record<string, string>): unknown =>
    readConnectionSettings({ ...bootstrap, 'security.protocol': 'SASL_PLAINTEXT', ...settings }, 'me').sasl;

  test.each([
    ['PLAIN', plain, 'plain'],
    ['SCRAM-SHA-256', 'org.apache.kafka.common.security.scram.ScramLoginModule', 'scram-sha-256'],
    ['SCRAM-SHA-512', 'org.apache.kafka.common.security.scram.ScramLoginModule', 'scram-sha-512'],
  ])('%s takes its credentials from sasl.jaas.config', (name, module, mechanism) => {
    const jaas = `${module} required username="me" password="s\\"e;c\\\\ret";`;
    expect(sasl({ 'sasl.mechanism': name, 'sasl.jaas.config': jaas })).toEqual({
      mechanism,
      username: 'me',
      password: 's"e;c\\ret',
    });
  });

  test.each([
    ['no mechanism we know', { 'sasl.mechanism': 'GSSAPI' }],
    ['no jaas', { 'sasl.mechanism': 'PLAIN' }],
    [
      'no semicolon',
      { 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': `${plain} required username="me" password="hidden"` },
    ],
    [
      'another module',
      { 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': 'x.ScramLoginModule required username="me" password="hidden";' },
    ],
    ['no user', { 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': `${plain} required password="hidden";` }],
  ])('with %s is refused without a word of the secret', (_, settings) => {
    let message = '';
    try {
      sasl(settings);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      message = String(error);
    }
    expect(message).toContain('sasl.');
    expect(message).not.toContain('hidden');
  });

  it('reads options with and without quotes', () => {
    expect(Object.fromEntries(parseJaas(`${plain} required a=b c='d e' f="g";`, 'PlainLoginModule'))).toEqual({
      a: 'b',
      c: 'd e',
      f: 'g',
    });
  });
});

describe('TLS', () => {
  const tls = (settings: Record<string, string>): unknown =>
    readConnectionSettings({ ...bootstrap, 'security.protocol': 'SSL', ...settings }, 'me').tls;
  const file = join(mkdtempSync(join(tmpdir(), 'tls-')), 'store.pem');
  writeFileSync(file, 'PEM');

  test.each([
    ['nothing but the protocol', {}, {}],
    ['certificates inline', { 'ssl.truststore.certificates': 'CA' }, { ca: 'CA' }],
    ['a PEM truststore', { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': file }, { ca: 'PEM' }],
    [
      'a PEM keystore',
      { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': file, 'ssl.key.password': 'p' },
      { key: 'PEM', cert: 'PEM', passphrase: 'p' },
    ],
    ['a key inline', { 'ssl.keystore.key': 'K', 'ssl.keystore.certificate.chain': 'C' }, { key: 'K', cert: 'C' }],
  ])('takes %s', (_, settings, expected) => {
    expect(tls(settings)).toEqual(expected);
  });

  it('does not check the name of the broker where the algorithm is empty', () => {
    expect(tls({ 'ssl.endpoint.identification.algorithm': '' })).toHaveProperty('checkServerIdentity');
  });

  test.each([
    [
      'a JKS store',
      { 'ssl.truststore.location': '/store.jks' },
      'ssl.truststore.type=JKS is not supported for /store.jks',
    ],
    [
      'a file that is not there',
      { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': '/no/such' },
      'ssl.keystore.location: the file /no/such',
    ],
  ])('refuses %s', (_, settings, message) => {
    expect(() => tls(settings)).toThrow(message);
  });
});
