import { readFileSync } from 'node:fs';
import { ConfigError } from '@causeway/api';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { KafkajsSasl } from '../kafkajs-internals.ts';
import type { Settings } from '../settings.ts';

/** Messages of this file name keys and paths, never values: they may hold secrets. */

const mechanisms = { PLAIN: 'plain', 'SCRAM-SHA-256': 'scram-sha-256', 'SCRAM-SHA-512': 'scram-sha-512' } as const;
const loginModules = {
  plain: 'PlainLoginModule',
  'scram-sha-256': 'ScramLoginModule',
  'scram-sha-512': 'ScramLoginModule',
} as const;

export function readSasl(settings: Settings): KafkajsSasl {
  const name = settings.text('sasl.mechanism', 'GSSAPI');
  const mechanism = (mechanisms as Readonly<Record<string, KafkajsSasl['mechanism']>>)[name];
  if (mechanism === undefined) {
    throw new ConfigError(
      `Invalid value ${name} for configuration sasl.mechanism: use one of ${Object.keys(mechanisms).join(', ')}`,
    );
  }
  const jaas = settings.text('sasl.jaas.config', null);
  if (jaas === null) throw new ConfigError(`sasl.jaas.config must be set for sasl.mechanism ${name}`);
  const options = parseJaas(jaas, loginModules[mechanism]);
  const username = options.get('username');
  const password = options.get('password');
  if (username === undefined || password === undefined) {
    throw new ConfigError('sasl.jaas.config must give username="…" and password="…"');
  }
  return { mechanism, username, password };
}

/** One entry of JAAS: `some.LoginModule required key="value" …;` with backslash escapes inside quotes. */
export function parseJaas(text: string, loginModule: string): Map<string, string> {
  const head = /^\s*(\S+)\s+(required|requisite|sufficient|optional)\b/i.exec(text);
  if (head === null || !text.trimEnd().endsWith(';')) {
    throw new ConfigError('sasl.jaas.config must read: <login module> required username="…" password="…";');
  }
  if (!head[1]!.endsWith(loginModule)) {
    throw new ConfigError(`sasl.jaas.config must name the login module that goes with sasl.mechanism: …${loginModule}`);
  }
  const options = new Map<string, string>();
  const pair = /([\w.]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s;"']+))/g;
  for (const [, key, double, single, bare] of text.slice(head[0].length).matchAll(pair)) {
    const quoted = double ?? single;
    options.set(key!, quoted === undefined ? bare! : quoted.replace(/\\(.)/g, '$1'));
  }
  return options;
}

export function readTls(settings: Settings): TlsOptions {
  const options: TlsOptions = { ...readTruststore(settings), ...readKeystore(settings) };
  // Java: an empty algorithm switches the check of the broker's name off.
  if (settings.text('ssl.endpoint.identification.algorithm', 'https') === '')
    options.checkServerIdentity = () => undefined;
  return options;
}

function readTruststore(settings: Settings): TlsOptions {
  const inline = settings.text('ssl.truststore.certificates', null);
  if (inline !== null) return { ca: inline };
  const location = settings.text('ssl.truststore.location', null);
  if (location === null) return {};
  requirePem(settings, 'ssl.truststore.type', location);
  return { ca: readPem('ssl.truststore.location', location) };
}

function readKeystore(settings: Settings): TlsOptions {
  const passphrase = settings.text('ssl.key.password', null);
  const secret = passphrase === null ? {} : { passphrase };
  const key = settings.text('ssl.keystore.key', null);
  const chain = settings.text('ssl.keystore.certificate.chain', null);
  if (key !== null && chain !== null) return { key, cert: chain, ...secret };
  const location = settings.text('ssl.keystore.location', null);
  if (location === null) return {};
  requirePem(settings, 'ssl.keystore.type', location);
  const pem = readPem('ssl.keystore.location', location);
  return { key: pem, cert: pem, ...secret };
}

function requirePem(settings: Settings, name: string, location: string): void {
  const type = settings.text(name, 'JKS').toUpperCase();
  if (type === 'PEM') return;
  throw new ConfigError(
    `${name}=${type} is not supported for ${location}: convert the store to PEM (keytool -exportcert -rfc, or openssl pkcs12) and set ${name}=PEM`,
  );
}

function readPem(name: string, location: string): string {
  try {
    return readFileSync(location, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${name}: the file ${location} can't be read`, { cause });
  }
}
