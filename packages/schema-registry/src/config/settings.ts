import { ConfigError, type ConfigMap, type ConfigValues, type Password, type Report } from '@causeway/api';
import { type SubjectNameStrategy, subjectNameStrategy } from '../subject-name.ts';
import { type ClientKeyName, clientKeys } from './client-keys.ts';
import { serdeKeys } from './serde-keys.ts';
import { type TlsSettings, checkTls, tlsSettings } from './tls.ts';
import { checkUnsupported } from './unsupported.ts';
import { checkUrls, parseUrls } from './urls.ts';

/** The settings of a converter that works with a schema registry: spread them into its `defineConfig`. */
export const schemaRegistryKeys = { ...serdeKeys, ...clientKeys } as const;

export type SchemaRegistryValues = ConfigValues<typeof schemaRegistryKeys>;

/** An address of the registry; credentials are kept apart, so that the address may be shown. */
export interface RegistryUrl {
  /** Without user, password and a slash at its end. */
  readonly base: string;
  /** `user:password` from the address; null without. */
  readonly userInfo: string | null;
}

/** How the registry is reached. Holds secrets: never print it. */
export interface ConnectionSettings {
  readonly urls: readonly RegistryUrl[];
  /** `user:password` for every address; null to take those of the addresses. */
  readonly userInfo: string | null;
  readonly bearerToken: string | null;
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsSettings;
  /** `http://host:port`; null is none. */
  readonly proxy: string | null;
  /** 0 is no limit. */
  readonly connectTimeoutMs: number;
  /** 0 is no limit. */
  readonly readTimeoutMs: number;
  readonly maxRetries: number;
  readonly retryWaitMs: number;
  readonly retryMaxWaitMs: number;
}

/** What the settings mean. */
export interface RegistrySettings extends ConnectionSettings {
  readonly autoRegister: boolean;
  readonly useLatestVersion: boolean;
  readonly latestCompatibilityStrict: boolean;
  readonly idCompatibilityStrict: boolean;
  /** null is none. */
  readonly useSchemaId: number | null;
  readonly normalize: boolean;
  /** How many schemas are kept in memory. */
  readonly cacheSize: number;
  readonly latestCacheSize: number;
  /** null is for ever. */
  readonly latestTtlMs: number | null;
  readonly keySubject: SubjectNameStrategy;
  readonly valueSubject: SubjectNameStrategy;
}

/** Java: a setting with the prefix `schema.registry.` wins over the one without. */
function setting<N extends ClientKeyName>(values: SchemaRegistryValues, name: N): SchemaRegistryValues[N] {
  return (values[`schema.registry.${name}`] ?? values[name]) as SchemaRegistryValues[N];
}

/** Rules across the registry's settings: call it in the `validate` of the converter's `defineConfig`. */
export function checkSchemaRegistry(values: SchemaRegistryValues, report: Report, raw: ConfigMap = {}): void {
  checkGiven(values, report);
  checkUnsupported(raw, report);
  checkUrls(values['schema.registry.url'], report);
  checkBasic(values, report);
  checkBearer(values, report);
  checkTls(values, report);
  const hasHost = setting(values, 'proxy.host') !== '';
  const hasPort = setting(values, 'proxy.port') > 0;
  if (hasHost && !hasPort) report('proxy.port', 'proxy.host is set: set proxy.port as well');
  if (hasPort && !hasHost) report('proxy.host', 'proxy.port is set: set proxy.host as well');
}

const basicSource = (values: SchemaRegistryValues): string => setting(values, 'basic.auth.credentials.source');

function bearerSource(values: SchemaRegistryValues): string | null {
  const source = setting(values, 'bearer.auth.credentials.source');
  return source === '' ? null : source;
}

const textOf = (secret: Password | null): string => secret?.value.trim() ?? '';

/** A setting may be given as null in REST, which no setting with a default can be. */
function checkGiven(values: SchemaRegistryValues, report: Report): void {
  for (const [name, { defaultValue }] of Object.entries(schemaRegistryKeys)) {
    if (defaultValue !== null && (values as Readonly<Record<string, unknown>>)[name] === null)
      report(name, `Configuration ${name} has no value: give it one or leave it out`);
  }
}

function checkBasic(values: SchemaRegistryValues, report: Report): void {
  const name = 'basic.auth.credentials.source';
  const source = basicSource(values);
  if (source === 'SASL_INHERIT') {
    report(
      name,
      `${name}=SASL_INHERIT is not supported: a converter is not told the Kafka client's sasl.jaas.config. Use USER_INFO and basic.auth.user.info`,
    );
  } else if (source === 'USER_INFO') {
    if (textOf(setting(values, 'basic.auth.user.info')) === '')
      report('basic.auth.user.info', `${name} is USER_INFO: give user and password as <user>:<password>`);
  } else if (source !== 'URL' && source !== '') {
    report(name, `Invalid value ${source} for configuration ${name}: use URL or USER_INFO`);
  }
}

function checkBearer(values: SchemaRegistryValues, report: Report): void {
  const name = 'bearer.auth.credentials.source';
  const source = bearerSource(values);
  if (source === null) return;
  if (source !== 'STATIC_TOKEN') {
    report(
      name,
      `Invalid value ${source} for configuration ${name}: only STATIC_TOKEN is supported, with bearer.auth.token`,
    );
  } else if (textOf(setting(values, 'bearer.auth.token')) === '') {
    report('bearer.auth.token', `${name} is STATIC_TOKEN: give the token`);
  }
  const hasUserInUrl = parseUrls(values['schema.registry.url']).some((url) => url.userInfo !== null);
  if (basicSource(values) === 'USER_INFO' || hasUserInUrl)
    report(name, 'Basic and bearer authentication can not be used together: set one of them');
}

/**
 * What the settings mean. Reads the files of the keystore and truststore.
 * @param values as `defineConfig` parsed them
 * @param raw the settings as they were given, for those that begin with `request.header.`
 * @throws ConfigError that lists what `checkSchemaRegistry` reports
 */
export function registrySettings(values: SchemaRegistryValues, raw: ConfigMap = {}): RegistrySettings {
  const problems: string[] = [];
  checkSchemaRegistry(values, (_, message) => problems.push(message), raw);
  if (problems.length > 0) throw new ConfigError(problems.join('\n'), { code: 'ERR_CONFIG_INVALID' });
  const ttl = values['latest.cache.ttl.sec'];
  const id = values['use.schema.id'];
  return {
    ...connectionSettings(values, raw),
    autoRegister: values['auto.register.schemas'],
    useLatestVersion: values['use.latest.version'],
    latestCompatibilityStrict: values['latest.compatibility.strict'],
    idCompatibilityStrict: values['id.compatibility.strict'],
    useSchemaId: id < 0 ? null : id,
    normalize: values['normalize.schemas'],
    cacheSize: values['max.schemas.per.subject'],
    latestCacheSize: values['latest.cache.size'],
    latestTtlMs: ttl < 0 ? null : ttl * 1000,
    keySubject: subjectNameStrategy(values['key.subject.name.strategy'])!,
    valueSubject: subjectNameStrategy(values['value.subject.name.strategy'])!,
  };
}

function connectionSettings(values: SchemaRegistryValues, raw: ConfigMap): ConnectionSettings {
  const host = setting(values, 'proxy.host');
  return {
    urls: parseUrls(values['schema.registry.url']),
    userInfo: basicSource(values) === 'USER_INFO' ? textOf(setting(values, 'basic.auth.user.info')) : null,
    bearerToken: bearerSource(values) === null ? null : textOf(setting(values, 'bearer.auth.token')),
    headers: requestHeaders(raw),
    tls: tlsSettings(values),
    proxy: host === '' ? null : `http://${host}:${setting(values, 'proxy.port')}`,
    connectTimeoutMs: setting(values, 'http.connect.timeout.ms'),
    readTimeoutMs: setting(values, 'http.read.timeout.ms'),
    maxRetries: setting(values, 'max.retries'),
    retryWaitMs: setting(values, 'retries.wait.ms'),
    retryMaxWaitMs: setting(values, 'retries.max.wait.ms'),
  };
}

const headerPrefix = 'request.header.';

/** Java: `request.header.<name>` are headers of each request */
function requestHeaders(raw: ConfigMap): Record<string, string> {
  const headers = Object.entries(raw).filter(([name, value]) => name.startsWith(headerPrefix) && value !== null);
  return Object.fromEntries(headers.map(([name, value]) => [name.slice(headerPrefix.length), value!]));
}
