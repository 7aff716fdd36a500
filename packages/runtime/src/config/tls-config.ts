import { className, list, oneOf, password, string } from '@causeway/api';

/** Settings of encrypted connections to Kafka. Java has them for the REST API too, which is served over http here. */
export const tlsKeys = {
  'ssl.client.auth': string({
    default: 'none',
    validate: oneOf('required', 'requested', 'none'),
    importance: 'low',
    doc: 'Accepted for compatibility: the REST API is served over http.',
  }),
  'ssl.protocol': string({ default: 'TLSv1.3', importance: 'medium', doc: 'Newest version of TLS to use.' }),
  'ssl.enabled.protocols': list({
    default: ['TLSv1.2', 'TLSv1.3'],
    importance: 'medium',
    doc: 'Versions of TLS that may be used.',
  }),
  'ssl.provider': string({ default: null, importance: 'medium', doc: 'Accepted for compatibility.' }),
  'ssl.cipher.suites': list({ default: [], importance: 'low', doc: 'Ciphers that may be used; all by default.' }),
  'ssl.keystore.type': string({ default: 'JKS', importance: 'medium', doc: 'Format of the key store: PEM or PKCS12.' }),
  'ssl.keystore.location': string({ default: null, importance: 'high', doc: 'File with the key and its certificate.' }),
  'ssl.keystore.password': password({ default: null, importance: 'high', doc: 'Password of that file.' }),
  'ssl.keystore.key': password({ default: null, importance: 'high', doc: 'The key itself, as PEM text.' }),
  'ssl.keystore.certificate.chain': password({
    default: null,
    importance: 'high',
    doc: 'The certificates of the key, as PEM text.',
  }),
  'ssl.key.password': password({ default: null, importance: 'high', doc: 'Password of the key.' }),
  'ssl.truststore.type': string({
    default: 'JKS',
    importance: 'medium',
    doc: 'Format of the trust store: PEM or PKCS12.',
  }),
  'ssl.truststore.location': string({
    default: null,
    importance: 'high',
    doc: 'File with the certificates that are trusted.',
  }),
  'ssl.truststore.password': password({ default: null, importance: 'high', doc: 'Password of that file.' }),
  'ssl.truststore.certificates': password({
    default: null,
    importance: 'high',
    doc: 'The certificates that are trusted, as PEM text.',
  }),
  'ssl.endpoint.identification.algorithm': string({
    default: 'https',
    importance: 'low',
    doc: 'https checks that a certificate is the one of the host; an empty text does not.',
  }),
  'ssl.keymanager.algorithm': string({ default: 'SunX509', importance: 'low', doc: 'Accepted for compatibility.' }),
  'ssl.trustmanager.algorithm': string({ default: 'PKIX', importance: 'low', doc: 'Accepted for compatibility.' }),
  'ssl.secure.random.implementation': string({ default: null, importance: 'low', doc: 'Accepted for compatibility.' }),
  'ssl.engine.factory.class': className({ default: null, importance: 'low', doc: 'Accepted for compatibility.' }),
};
