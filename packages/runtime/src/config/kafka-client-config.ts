import {
  atLeast,
  className,
  double,
  int,
  list,
  long,
  password,
  rule,
  short,
  string,
  between,
  boolean,
} from '@causeway/api';

const ignoringCase = (...values: readonly string[]) =>
  rule(`(case insensitive) [${values.join(', ')}]`, (v) =>
    values.includes(String(v).toUpperCase()) ? null : `String must be one of (case insensitive): ${values.join(', ')}`,
  );

/** Settings of the connections to Kafka that a distributed worker's own clients share. */
export const kafkaClientKeys = {
  'client.id': string({ default: '', importance: 'low', doc: 'Name of this client in the logs of the brokers.' }),
  'connections.max.idle.ms': long({
    default: 540_000,
    importance: 'medium',
    doc: 'Milliseconds after which an idle connection is closed.',
  }),
  'metadata.max.age.ms': long({
    default: 300_000,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Milliseconds after which metadata is refreshed even if nothing seems to have changed.',
  }),
  'metadata.recovery.strategy': string({
    default: 'rebootstrap',
    validate: ignoringCase('REBOOTSTRAP', 'NONE'),
    importance: 'low',
    doc: 'What a client does when none of the brokers that it knows is left.',
  }),
  'metadata.recovery.rebootstrap.trigger.ms': long({
    default: 300_000,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Milliseconds without metadata after which a client begins anew with bootstrap.servers.',
  }),
  'receive.buffer.bytes': int({
    default: 32_768,
    validate: atLeast(-1),
    importance: 'medium',
    doc: 'Size of the TCP receive buffer; accepted for compatibility.',
  }),
  'send.buffer.bytes': int({
    default: 131_072,
    validate: atLeast(-1),
    importance: 'medium',
    doc: 'Size of the TCP send buffer; accepted for compatibility.',
  }),
  'reconnect.backoff.ms': long({
    default: 50,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Milliseconds before the first attempt to connect again.',
  }),
  'reconnect.backoff.max.ms': long({
    default: 1_000,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Most milliseconds between two attempts to connect.',
  }),
  'request.timeout.ms': int({
    default: 40_000,
    validate: atLeast(0),
    importance: 'medium',
    doc: 'Milliseconds to wait for the answer to a request.',
  }),
  'retry.backoff.ms': long({
    default: 100,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Milliseconds before a request that failed is made again.',
  }),
  'retry.backoff.max.ms': long({
    default: 1_000,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Most milliseconds between two attempts of a request.',
  }),
  'socket.connection.setup.timeout.ms': long({
    default: 10_000,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Milliseconds to wait for a connection.',
  }),
  'socket.connection.setup.timeout.max.ms': long({
    default: 30_000,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Most milliseconds to wait for a connection after several failed.',
  }),
  'security.protocol': string({
    default: 'PLAINTEXT',
    validate: ignoringCase('SASL_SSL', 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT'),
    importance: 'medium',
    doc: 'How to talk to the brokers: plain or encrypted, with or without SASL.',
  }),
};

const unused = 'Accepted for compatibility: this mechanism is not supported.';

/** Authentication at the brokers. */
export const saslKeys = {
  'sasl.mechanism': string({ default: 'GSSAPI', importance: 'medium', doc: 'SASL mechanism.' }),
  'sasl.jaas.config': password({
    default: null,
    importance: 'medium',
    doc: 'Login module with its options, such as user name and password.',
  }),
  'sasl.client.callback.handler.class': className({ default: null, importance: 'medium', doc: unused }),
  'sasl.login.callback.handler.class': className({ default: null, importance: 'medium', doc: unused }),
  'sasl.login.class': className({ default: null, importance: 'medium', doc: unused }),
  'sasl.kerberos.service.name': string({ default: null, importance: 'medium', doc: unused }),
  'sasl.kerberos.kinit.cmd': string({ default: '/usr/bin/kinit', importance: 'low', doc: unused }),
  'sasl.kerberos.ticket.renew.window.factor': double({ default: 0.8, importance: 'low', doc: unused }),
  'sasl.kerberos.ticket.renew.jitter': double({ default: 0.05, importance: 'low', doc: unused }),
  'sasl.kerberos.min.time.before.relogin': long({ default: 60_000, importance: 'low', doc: unused }),
  'sasl.login.refresh.window.factor': double({
    default: 0.8,
    validate: between(0.5, 1),
    importance: 'low',
    doc: 'Part of its life after which a token is renewed.',
  }),
  'sasl.login.refresh.window.jitter': double({
    default: 0.05,
    validate: between(0, 0.25),
    importance: 'low',
    doc: 'Part of its life by which that is varied.',
  }),
  'sasl.login.refresh.min.period.seconds': short({
    default: 60,
    validate: between(0, 900),
    importance: 'low',
    doc: 'Least seconds before a token is renewed.',
  }),
  'sasl.login.refresh.buffer.seconds': short({
    default: 300,
    validate: between(0, 3600),
    importance: 'low',
    doc: 'Seconds that a token should still have when it is renewed.',
  }),
  'sasl.login.connect.timeout.ms': int({
    default: null,
    importance: 'low',
    doc: 'Milliseconds to wait for a connection to the token endpoint.',
  }),
  'sasl.login.read.timeout.ms': int({
    default: null,
    importance: 'low',
    doc: 'Milliseconds to wait for the answer of the token endpoint.',
  }),
  'sasl.login.retry.backoff.ms': long({
    default: 100,
    importance: 'low',
    doc: 'Milliseconds before the token endpoint is asked again.',
  }),
  'sasl.login.retry.backoff.max.ms': long({
    default: 10_000,
    importance: 'low',
    doc: 'Most milliseconds between two such attempts.',
  }),
  'sasl.oauthbearer.token.endpoint.url': string({
    default: null,
    importance: 'medium',
    doc: 'Where tokens are issued.',
  }),
  'sasl.oauthbearer.scope': string({ default: null, importance: 'medium', doc: 'Scope of the tokens to ask for.' }),
  'sasl.oauthbearer.client.credentials.client.id': string({
    default: null,
    importance: 'medium',
    doc: 'Client id for the token endpoint.',
  }),
  'sasl.oauthbearer.client.credentials.client.secret': password({
    default: null,
    importance: 'medium',
    doc: 'Client secret for the token endpoint.',
  }),
  'sasl.oauthbearer.header.urlencode': boolean({
    default: false,
    importance: 'low',
    doc: 'Are client id and secret URL-encoded in the header?',
  }),
  'sasl.oauthbearer.scope.claim.name': string({
    default: 'scope',
    importance: 'low',
    doc: 'Claim that holds the scope.',
  }),
  'sasl.oauthbearer.sub.claim.name': string({
    default: 'sub',
    importance: 'low',
    doc: 'Claim that holds the subject.',
  }),
  'sasl.oauthbearer.jwt.retriever.class': className({
    default: 'org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever',
    importance: 'medium',
    doc: unused,
  }),
  'sasl.oauthbearer.jwt.validator.class': className({
    default: 'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator',
    importance: 'medium',
    doc: unused,
  }),
  'sasl.oauthbearer.jwks.endpoint.url': string({ default: null, importance: 'medium', doc: unused }),
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': long({ default: 3_600_000, importance: 'low', doc: unused }),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': long({ default: 100, importance: 'low', doc: unused }),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': long({ default: 10_000, importance: 'low', doc: unused }),
  'sasl.oauthbearer.clock.skew.seconds': int({ default: 30, importance: 'low', doc: unused }),
  'sasl.oauthbearer.expected.audience': list({ default: [], importance: 'high', doc: unused }),
  'sasl.oauthbearer.expected.issuer': string({ default: null, importance: 'high', doc: unused }),
  'sasl.oauthbearer.assertion.algorithm': string({
    default: 'RS256',
    validate: ignoringCase('ES256', 'RS256'),
    importance: 'medium',
    doc: unused,
  }),
  'sasl.oauthbearer.assertion.claim.aud': string({ default: null, importance: 'medium', doc: unused }),
  'sasl.oauthbearer.assertion.claim.exp.seconds': int({
    default: 300,
    validate: between(0, 86_400),
    importance: 'low',
    doc: unused,
  }),
  'sasl.oauthbearer.assertion.claim.iss': string({ default: null, importance: 'medium', doc: unused }),
  'sasl.oauthbearer.assertion.claim.jti.include': boolean({ default: false, importance: 'medium', doc: unused }),
  'sasl.oauthbearer.assertion.claim.nbf.seconds': int({
    default: 60,
    validate: between(0, 3_600),
    importance: 'low',
    doc: unused,
  }),
  'sasl.oauthbearer.assertion.claim.sub': string({ default: null, importance: 'medium', doc: unused }),
  'sasl.oauthbearer.assertion.file': string({ default: null, importance: 'medium', doc: unused }),
  'sasl.oauthbearer.assertion.private.key.file': string({ default: null, importance: 'medium', doc: unused }),
  'sasl.oauthbearer.assertion.private.key.passphrase': password({ default: null, importance: 'medium', doc: unused }),
  'sasl.oauthbearer.assertion.template.file': string({ default: null, importance: 'medium', doc: unused }),
};
