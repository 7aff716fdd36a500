import {
  atLeast,
  boolean,
  className,
  type ConfigOf,
  defineConfig,
  int,
  list,
  long,
  nonEmpty,
  oneOf,
  rule,
  string,
} from '@causeway/api';
import { ConfigError } from '@causeway/api';
import { restKeys } from './rest-config.ts';
import { tlsKeys } from './tls-config.ts';

const discovery = ['ONLY_SCAN', 'SERVICE_LOAD', 'HYBRID_WARN', 'HYBRID_FAIL'];

const version = (converter: string) =>
  string({
    default: null,
    importance: 'low',
    doc: `Version of ${converter}, or a range of versions; the newest by default.`,
  });

const metricKeys = {
  'metrics.sample.window.ms': long({
    default: 30_000,
    validate: atLeast(0),
    importance: 'low',
    doc: 'Accepted for compatibility: milliseconds that one sample of a metric covers.',
  }),
  'metrics.num.samples': int({
    default: 2,
    validate: atLeast(1),
    importance: 'low',
    doc: 'Accepted for compatibility: samples that a metric is computed from.',
  }),
  'metrics.recording.level': string({
    default: 'INFO',
    validate: oneOf('INFO', 'DEBUG'),
    importance: 'low',
    doc: 'Accepted for compatibility: most detailed level of metrics to record.',
  }),
  'metric.reporters': list({
    default: ['org.apache.kafka.common.metrics.JmxReporter'],
    importance: 'low',
    doc: "Accepted for compatibility: classes that report metrics are Java's.",
  }),
};

/** Settings that Java's workers do not have. */
export const ownKeys = {
  'task.threads': int({
    default: null,
    validate: rule('[1,...]', (v) => (v === null || (v as number) >= 1 ? null : 'Value must be at least 1')),
    importance: 'low',
    doc: 'Most threads that run connectors and tasks; by default one for each processor. Causeway only.',
  }),
  'task.thread.unresponsive.ms': long({
    default: 30_000,
    validate: atLeast(1_000),
    importance: 'low',
    doc: 'Milliseconds without a sign of life after which a task thread is replaced and its tasks are restarted. Causeway only.',
  }),
};

/** Settings of every worker. Those of Kafka's clients (`security.protocol` …) are passed on as they are. */
export const commonKeys = {
  'bootstrap.servers': list({
    importance: 'high',
    doc: 'Brokers to find the Kafka cluster by: host:port, separated by commas.',
  }),
  'client.dns.lookup': string({
    default: 'use_all_dns_ips',
    validate: oneOf('use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'),
    importance: 'medium',
    doc: 'Accepted for compatibility: the addresses of a broker are tried one after another.',
  }),
  'key.converter': className({ importance: 'high', doc: 'Converter of record keys.' }),
  'key.converter.plugin.version': version('key.converter'),
  'value.converter': className({ importance: 'high', doc: 'Converter of record values.' }),
  'value.converter.plugin.version': version('value.converter'),
  'header.converter': className({
    default: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    importance: 'low',
    doc: 'Converter of record headers.',
  }),
  'header.converter.plugin.version': version('header.converter'),
  'plugin.path': list({
    default: null,
    importance: 'low',
    doc: 'Folders that hold plugin packages, separated by commas.',
  }),
  'plugin.discovery': string({
    default: 'hybrid_warn',
    validate: rule(`(case insensitive) [${discovery.join(', ')}]`, (v) =>
      discovery.includes(String(v).toUpperCase())
        ? null
        : 'Invalid plugin.discovery value, must be one of [only_scan, hybrid_warn, hybrid_fail, service_load]',
    ),
    importance: 'low',
    doc: 'Accepted for compatibility: plugins are always found by their manifests.',
  }),
  ...restKeys,
  ...tlsKeys,
  'offset.flush.interval.ms': long({
    default: 60_000,
    importance: 'low',
    doc: 'Milliseconds between two commits of offsets.',
  }),
  'offset.flush.timeout.ms': long({
    default: 5_000,
    importance: 'low',
    doc: 'Most milliseconds to wait for records to be acknowledged and offsets to be stored before a commit is given up until the next time.',
  }),
  'task.shutdown.graceful.timeout.ms': long({
    default: 5_000,
    importance: 'low',
    doc: 'Milliseconds that all tasks together have to stop in order.',
  }),
  'topic.creation.enable': boolean({
    default: true,
    importance: 'low',
    doc: 'May source connectors create topics by their topic.creation.* settings?',
  }),
  'topic.tracking.enable': boolean({
    default: true,
    importance: 'low',
    doc: 'Keep track of the topics that each connector uses?',
  }),
  'topic.tracking.allow.reset': boolean({
    default: true,
    importance: 'low',
    doc: 'May that list be reset through REST?',
  }),
  'config.providers': list({
    default: [],
    importance: 'low',
    doc: 'Names of config providers; each has config.providers.NAME.class.',
  }),
  'connector.client.config.override.policy': string({
    default: 'All',
    importance: 'medium',
    doc: 'Which settings of Kafka clients a connector may override: All, None, Principal or Allowlist.',
  }),
  ...metricKeys,
  ...ownKeys,
};

const commonConfig = defineConfig(commonKeys);

export const standaloneConfig = defineConfig({
  ...commonKeys,
  'offset.storage.file.filename': string({
    validate: nonEmpty,
    importance: 'high',
    doc: 'File that keeps the offsets of source connectors.',
  }),
});

/** A worker's settings: typed, and as they were written. */
export interface WorkerConfig {
  readonly values: ConfigOf<typeof commonConfig>;
  readonly originals: Readonly<Record<string, string>>;
}

export interface StandaloneWorkerConfig extends WorkerConfig {
  readonly values: ConfigOf<typeof standaloneConfig>;
}

/** What workers of every kind have. @throws ConfigError naming the key, its value and what is wrong */
export function readWorkerConfig(originals: Readonly<Record<string, string>>): WorkerConfig {
  return { values: commonConfig.parse(originals), originals };
}

/** @throws ConfigError naming the key, its value and what is wrong */
export function standaloneWorkerConfig(originals: Readonly<Record<string, string>>): StandaloneWorkerConfig {
  const values = standaloneConfig.parse(originals);
  requireBrokers(values);
  return { values, originals };
}

export function requireBrokers(values: WorkerConfig['values']): void {
  if (values['bootstrap.servers'].length === 0) {
    throw new ConfigError('Invalid value for configuration bootstrap.servers: name at least one broker as host:port');
  }
}

/** The settings below a prefix, without it. */
export function withPrefix(config: Readonly<Record<string, string | null>>, prefix: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [key, value] of Object.entries(config)) {
    if (key.startsWith(prefix) && key.length > prefix.length && value !== null)
      result[key.slice(prefix.length)] = value;
  }
  return result;
}
