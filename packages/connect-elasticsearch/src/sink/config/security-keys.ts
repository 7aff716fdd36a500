import { between, type ConfigKey, int, list, password, string } from '@causeway/api';
import { choices } from './choices.ts';

const proxy = { importance: 'low', group: 'Proxy', width: 'long' } as const;
const security = { group: 'Security' } as const;
const kerberos = { importance: 'low', group: 'Kerberos', width: 'long' } as const;
const protocols = choices('plaintext', 'ssl');

export const TLS_PREFIX = 'elastic.https.';

/** Java numbers the embedded settings on from the number of keys before them. */
const FIRST_TLS_ORDER = 41;

/** The groups "Proxy", "Security" and "Kerberos". */
export const securityKeys = {
  'proxy.host': string({
    ...proxy,
    order: 0,
    default: '',
    displayName: 'Proxy Host',
    doc: 'Host of the HTTP proxy to connect through; none if empty.',
  }),
  'proxy.port': int({
    ...proxy,
    default: 8080,
    displayName: 'Proxy Port',
    validate: between(1, 65535),
    doc: 'Port of the proxy.',
  }),
  'proxy.username': string({ ...proxy, default: '', displayName: 'Proxy Username', doc: 'User name for the proxy.' }),
  'proxy.password': password({
    ...proxy,
    default: null,
    displayName: 'Proxy Password',
    doc: 'Password for the proxy.',
  }),
  'elastic.security.protocol': string({
    ...security,
    default: 'PLAINTEXT',
    importance: 'medium',
    width: 'short',
    displayName: 'Security protocol',
    validate: protocols.validate,
    recommender: protocols.recommender,
    doc: 'SSL uses the elastic.https.* settings for connections to https URLs; PLAINTEXT trusts the certificates that the platform trusts.',
  }),
  ...tlsKeys(),
  'kerberos.user.principal': string({
    ...kerberos,
    order: 0,
    default: null,
    displayName: 'Kerberos User Principal',
    doc: 'Kerberos principal to authenticate as. Needs kerberos.keytab.path.',
  }),
  'kerberos.keytab.path': string({
    ...kerberos,
    default: null,
    displayName: 'Kerberos Keytab Path',
    doc: 'Keytab file of the principal.',
  }),
};

/** Kafka's client settings for TLS, behind the prefix. */
function tlsKeys(): Record<string, ConfigKey> {
  const text = (importance: 'high' | 'medium' | 'low', value: string | null, doc: string) =>
    value === null
      ? string({ ...security, importance, default: null, doc })
      : string({ ...security, importance, default: value, doc });
  const secret = (doc: string) => password({ ...security, importance: 'high', default: null, doc });
  const texts = (importance: 'medium' | 'low', value: string[] | null, doc: string) =>
    value === null
      ? list({ ...security, importance, default: null, doc })
      : list({ ...security, importance, default: value, doc });
  const keys = {
    'ssl.protocol': text('medium', 'TLSv1.3', 'TLS version of the context.'),
    'ssl.provider': text('medium', null, 'Name of the security provider.'),
    'ssl.cipher.suites': texts('low', null, 'Cipher suites that may be used.'),
    'ssl.enabled.protocols': texts('medium', ['TLSv1.2', 'TLSv1.3'], 'TLS versions that may be used.'),
    'ssl.keystore.type': text('medium', 'JKS', 'Format of the key store: JKS, PKCS12 or PEM.'),
    'ssl.keystore.location': text('high', null, 'File with the key and certificate of the client.'),
    'ssl.keystore.password': secret('Password of the key store.'),
    'ssl.key.password': secret('Password of the key in the key store.'),
    'ssl.keystore.key': secret('Private key of the client, as PEM.'),
    'ssl.keystore.certificate.chain': secret('Certificates of the client, as PEM.'),
    'ssl.truststore.certificates': secret('Trusted certificates, as PEM.'),
    'ssl.truststore.type': text('medium', 'JKS', 'Format of the trust store: JKS, PKCS12 or PEM.'),
    'ssl.truststore.location': text('high', null, 'File with the trusted certificates.'),
    'ssl.truststore.password': secret('Password of the trust store.'),
    'ssl.keymanager.algorithm': text('low', 'SunX509', "Algorithm of Java's key manager."),
    'ssl.trustmanager.algorithm': text('low', 'PKIX', "Algorithm of Java's trust manager."),
    'ssl.endpoint.identification.algorithm': text(
      'low',
      'https',
      'How the host name is checked against the certificate; empty for not at all.',
    ),
    'ssl.secure.random.implementation': text('low', null, "Java's source of randomness."),
    'ssl.engine.factory.class': text('low', null, 'Class that makes TLS engines in Java.'),
  };
  return Object.fromEntries(
    Object.entries(keys).map(([name, key], i) => [`${TLS_PREFIX}${name}`, { ...key, order: FIRST_TLS_ORDER + i }]),
  );
}
