import { type ConfigKey, atLeast, between, int, password, string } from '@causeway/api';

const group = 'Schema Registry';
const prefix = 'schema.registry.';

/** How the registry is reached. */
const plainKeys = {
  'basic.auth.credentials.source': string({
    default: 'URL',
    importance: 'medium',
    group,
    doc: 'Where user and password come from: URL (from schema.registry.url, if it has them) or USER_INFO (from basic.auth.user.info).',
  }),
  'basic.auth.user.info': password({
    default: null,
    importance: 'medium',
    group,
    doc: 'User and password as <user>:<password>. Used where basic.auth.credentials.source is USER_INFO.',
  }),
  'bearer.auth.credentials.source': string({
    default: null,
    importance: 'medium',
    group,
    doc: 'Where a bearer token comes from: STATIC_TOKEN (from bearer.auth.token). Not together with basic authentication.',
  }),
  'bearer.auth.token': password({
    default: null,
    importance: 'medium',
    group,
    doc: 'The bearer token. Used where bearer.auth.credentials.source is STATIC_TOKEN.',
  }),
  'proxy.host': string({
    default: '',
    importance: 'low',
    group,
    doc: 'Host of the HTTP proxy through which the registry is reached; none if empty. Goes with proxy.port.',
  }),
  'proxy.port': int({
    default: -1,
    validate: between(-1, 65535),
    importance: 'low',
    group,
    doc: 'Port of the HTTP proxy; -1 is none. Goes with proxy.host.',
  }),
  'http.connect.timeout.ms': int({
    default: 60_000,
    validate: atLeast(0),
    importance: 'low',
    group,
    doc: 'Longest time to wait for a connection to the registry, in milliseconds; 0 is no limit.',
  }),
  'http.read.timeout.ms': int({
    default: 60_000,
    validate: atLeast(0),
    importance: 'low',
    group,
    doc: "Longest time to wait for the registry's answer, in milliseconds; 0 is no limit.",
  }),
  'max.retries': int({
    default: 3,
    validate: atLeast(0),
    importance: 'low',
    group,
    doc: 'How often a request is tried again after every address of schema.registry.url failed to answer it, or answered that it is overloaded or broken.',
  }),
  'retries.wait.ms': int({
    default: 1000,
    validate: atLeast(0),
    importance: 'low',
    group,
    doc: 'Longest time to wait before the first retry, in milliseconds. It doubles with each one, and each time a random part of it is waited.',
  }),
  'retries.max.wait.ms': int({
    default: 20_000,
    validate: atLeast(0),
    importance: 'low',
    group,
    doc: 'Longest time to wait before any retry, in milliseconds.',
  }),
} as const;

/** Only with the prefix `schema.registry.`, as in Java: without it they are settings of the Kafka client. */
const tlsKeys = {
  'schema.registry.ssl.truststore.location': string({
    default: null,
    importance: 'medium',
    group,
    doc: 'PEM file with the certificates that are trusted, instead of those that Node.js trusts.',
  }),
  'schema.registry.ssl.truststore.type': string({
    default: 'JKS',
    importance: 'low',
    group,
    doc: 'Format of the truststore. The file itself decides; it must be PEM.',
  }),
  'schema.registry.ssl.truststore.password': password({
    default: null,
    importance: 'low',
    group,
    doc: 'Password of the truststore. PEM files have none.',
  }),
  'schema.registry.ssl.truststore.certificates': password({
    default: null,
    importance: 'low',
    group,
    doc: 'The certificates that are trusted, themselves, in PEM.',
  }),
  'schema.registry.ssl.keystore.location': string({
    default: null,
    importance: 'medium',
    group,
    doc: 'File with the private key and the certificate chain shown to the registry: PEM or PKCS12.',
  }),
  'schema.registry.ssl.keystore.type': string({
    default: 'JKS',
    importance: 'low',
    group,
    doc: 'Format of the keystore. The file itself decides; it must be PEM or PKCS12.',
  }),
  'schema.registry.ssl.keystore.password': password({
    default: null,
    importance: 'low',
    group,
    doc: 'Password of a PKCS12 keystore.',
  }),
  'schema.registry.ssl.keystore.certificate.chain': password({
    default: null,
    importance: 'low',
    group,
    doc: 'The certificate chain shown to the registry, itself, in PEM. Goes with schema.registry.ssl.keystore.key.',
  }),
  'schema.registry.ssl.keystore.key': password({
    default: null,
    importance: 'low',
    group,
    doc: 'The private key, itself, in PEM (PKCS8). Goes with schema.registry.ssl.keystore.certificate.chain.',
  }),
  'schema.registry.ssl.key.password': password({
    default: null,
    importance: 'low',
    group,
    doc: 'Password of the private key, where it is encrypted.',
  }),
  'schema.registry.ssl.endpoint.identification.algorithm': string({
    default: 'https',
    importance: 'low',
    group,
    doc: "How the name in the registry's certificate is compared with its address: https, or empty or none for not at all.",
  }),
} as const;

type PlainKeys = typeof plainKeys;
type Nullable<K> = K extends ConfigKey<infer T> ? ConfigKey<T | null> : never;
type PrefixedKeys = { readonly [N in keyof PlainKeys as `schema.registry.${N}`]: Nullable<PlainKeys[N]> };

/** Java: every setting of the client may also be written with the prefix, which then wins. Without a default, so that it shows if it was given. */
function withPrefix(keys: PlainKeys): PrefixedKeys {
  const entries = Object.entries(keys).map(([name, key]) => [
    prefix + name,
    {
      ...key,
      hasDefault: true,
      defaultValue: null,
      validator: null,
      internal: name !== 'basic.auth.user.info',
      documentation: `The same as ${name}, over which it wins.`,
    },
  ]);
  return Object.fromEntries(entries) as PrefixedKeys;
}

export const clientKeys = { ...plainKeys, ...withPrefix(plainKeys), ...tlsKeys } as const;
export type ClientKeyName = keyof PlainKeys;
