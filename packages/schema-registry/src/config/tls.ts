import { readFileSync } from 'node:fs';
import { ConfigError, type Password, type Report } from '@causeway/api';
import type { SchemaRegistryValues } from './settings.ts';

/** What of Node's TLS options the settings give. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly pfx?: Buffer;
  readonly passphrase?: string;
  /** Given where the certificate's name is not to be compared with the address. */
  readonly checkServerIdentity?: () => undefined;
}

const prefix = 'schema.registry.ssl.';

export function checkTls(values: SchemaRegistryValues, report: Report): void {
  const key = values[`${prefix}keystore.key`];
  const chain = values[`${prefix}keystore.certificate.chain`];
  if ((key === null) !== (chain === null)) {
    const [missing, given] = ['keystore.key', 'keystore.certificate.chain'];
    report(
      prefix + (key === null ? missing : given),
      `${prefix}${key === null ? given : missing} is set: set ${prefix}${key === null ? missing : given} as well`,
    );
  }
}

/** @throws ConfigError that names the key and the file, never what is in it */
export function tlsSettings(values: SchemaRegistryValues): TlsSettings {
  const algorithm = values[`${prefix}endpoint.identification.algorithm`];
  const isNameChecked = algorithm !== '' && algorithm !== 'none';
  return {
    ...truststore(values),
    ...keystore(values),
    ...(isNameChecked ? {} : { checkServerIdentity: () => undefined }),
  };
}

function truststore(values: SchemaRegistryValues): TlsSettings {
  const inline = values[`${prefix}truststore.certificates`];
  if (inline !== null) return { ca: inline.value };
  const location = values[`${prefix}truststore.location`];
  if (location === null || location === '') return {};
  const name = `${prefix}truststore.location`;
  const store = readStore(name, location);
  if (isPem(store)) return { ca: store.toString('utf8') };
  throw unreadable(
    name,
    location,
    'a truststore must be a PEM file',
    'keytool -exportcert -rfc -keystore <file> -alias <name>',
  );
}

function keystore(values: SchemaRegistryValues): TlsSettings {
  const keyPassword = optional(values[`${prefix}key.password`]);
  const inline = values[`${prefix}keystore.key`];
  if (inline !== null)
    return {
      key: inline.value,
      cert: values[`${prefix}keystore.certificate.chain`]!.value,
      ...passphrase(keyPassword),
    };
  const location = values[`${prefix}keystore.location`];
  if (location === null || location === '') return {};
  const name = `${prefix}keystore.location`;
  const store = readStore(name, location);
  if (isPem(store)) return { key: store.toString('utf8'), cert: store.toString('utf8'), ...passphrase(keyPassword) };
  if (store[0] === DER_SEQUENCE)
    return { pfx: store, ...passphrase(optional(values[`${prefix}keystore.password`]) ?? keyPassword) };
  throw unreadable(
    name,
    location,
    'a keystore must be a PEM or PKCS12 file',
    'keytool -importkeystore -srckeystore <file> -destkeystore keystore.p12 -deststoretype PKCS12',
  );
}

const optional = (secret: Password | null): string | null => secret?.value ?? null;
const passphrase = (text: string | null): TlsSettings => (text === null ? {} : { passphrase: text });

/** With which every PKCS12 file begins. */
const DER_SEQUENCE = 0x30;

const isPem = (store: Buffer): boolean => store.includes('-----BEGIN ');

function readStore(name: string, location: string): Buffer {
  try {
    return readFileSync(location);
  } catch (cause) {
    throw new ConfigError(`${name}: the file ${location} can't be read`, { cause });
  }
}

function unreadable(name: string, location: string, what: string, command: string): ConfigError {
  return new ConfigError(`${name}: ${what}, which ${location} is not. Convert it: ${command}`);
}
