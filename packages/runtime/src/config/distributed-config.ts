import { between, ConfigError, type ConfigOf, defineConfig, int, list, rule, short, string } from '@causeway/api';
import { kafkaClientKeys, saslKeys } from './kafka-client-config.ts';
import { commonKeys, requireBrokers, withPrefix, type WorkerConfig } from './worker-config.ts';

const maxInt = 2_147_483_647;

/** What a Mac is called in Java, and the hash that Node makes it of. */
const macs = {
  HmacMD5: 'md5',
  HmacSHA1: 'sha1',
  HmacSHA224: 'sha224',
  HmacSHA256: 'sha256',
  HmacSHA384: 'sha384',
  HmacSHA512: 'sha512',
  'HmacSHA512/224': 'sha512-224',
  'HmacSHA512/256': 'sha512-256',
} as const;

/** The hash of a Mac; its name may be written in any case. Null for an unknown one. */
export function hashOfMac(name: string): string | null {
  const found = Object.entries(macs).find(([mac]) => mac.toLowerCase() === name.toLowerCase());
  return found?.[1] ?? null;
}

const mac = rule('Any MAC algorithm of HmacMD5, HmacSHA1, HmacSHA224, HmacSHA256, HmacSHA384, HmacSHA512', (v) => {
  const unknown = [v as string | readonly string[]].flat().find((name) => hashOfMac(name) === null);
  return unknown === undefined
    ? null
    : `the algorithm ${unknown} is not supported; choose one of ${Object.keys(macs).join(', ')}`;
});

const positiveOrDefault = (what: string) =>
  rule(`Positive number${what}, or -1 to use the broker's default`, (v) =>
    v === -1 || (v as number) > 0 ? null : `Value must be positive${what}, or -1 to use the broker's default`,
  );
const partitions = positiveOrDefault('');
const replication = rule(
  "Positive number not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default",
  (v) =>
    v === -1 || (v as number) > 0
      ? null
      : "Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default",
);

const protocols = ['eager', 'compatible', 'sessioned'] as const;
export type ProtocolSetting = (typeof protocols)[number];

const protocol = rule(`[${protocols.join(', ')}]`, (v) =>
  protocols.some((p) => p === String(v).toLowerCase()) ? null : 'Invalid Connect protocol compatibility',
);

const support = ['DISABLED', 'ENABLED', 'PREPARING'];
const exactlyOnce = rule(`(case insensitive) [${support.join(', ')}]`, (v) =>
  support.includes(String(v).toUpperCase()) ? null : `String must be one of (case insensitive): ${support.join(', ')}`,
);

const groupKeys = {
  'group.id': string({ importance: 'high', doc: 'Name of the Connect cluster: workers of one name work together.' }),
  'session.timeout.ms': int({
    default: 10_000,
    importance: 'high',
    doc: 'Milliseconds without a heartbeat after which the group goes on without a worker.',
  }),
  'rebalance.timeout.ms': int({
    default: 60_000,
    importance: 'high',
    doc: 'Milliseconds that workers have to stop what they give up when work is shared out anew.',
  }),
  'heartbeat.interval.ms': int({
    default: 3_000,
    importance: 'high',
    doc: 'Milliseconds between heartbeats; less than session.timeout.ms, best a third of it.',
  }),
  'worker.sync.timeout.ms': int({
    default: 3_000,
    importance: 'medium',
    doc: 'Milliseconds that a worker has to catch up with the others in the config topic.',
  }),
  'worker.unsync.backoff.ms': int({
    default: 300_000,
    importance: 'medium',
    doc: 'Most milliseconds that a worker which could not catch up stays out of the group.',
  }),
  'connect.protocol': string({
    default: 'sessioned',
    validate: protocol,
    importance: 'low',
    doc: 'How work is shared out: sessioned (cooperative, with signed requests between workers), compatible (cooperative) or eager.',
  }),
  'scheduled.rebalance.max.delay.ms': int({
    default: 300_000,
    validate: between(0, maxInt),
    importance: 'low',
    doc: 'Milliseconds to wait for a worker that left to come back before its work is given to others.',
  }),
  'exactly.once.source.support': string({
    default: 'disabled',
    validate: exactlyOnce,
    importance: 'high',
    doc: 'Exactly-once delivery for source connectors: disabled, preparing or enabled.',
  }),
};

const signingKeys = {
  'inter.worker.key.generation.algorithm': string({
    default: 'HmacSHA256',
    validate: mac,
    importance: 'low',
    doc: 'Algorithm of the keys with which workers sign their requests to each other.',
  }),
  'inter.worker.key.size': int({
    default: null,
    importance: 'low',
    doc: 'Size of such keys in bits; that of the algorithm by default.',
  }),
  'inter.worker.key.ttl.ms': int({
    default: 3_600_000,
    validate: between(0, maxInt),
    importance: 'low',
    doc: 'Milliseconds after which a new key is made.',
  }),
  'inter.worker.signature.algorithm': string({
    default: 'HmacSHA256',
    validate: mac,
    importance: 'low',
    doc: 'Algorithm by which requests are signed.',
  }),
  'inter.worker.verification.algorithms': list({
    default: ['HmacSHA256'],
    validate: mac,
    importance: 'low',
    doc: 'Algorithms of signatures that are accepted; the one that this worker signs with must be among them.',
  }),
};

const topicKeys = {
  'offset.storage.topic': string({ importance: 'high', doc: 'Topic that keeps the offsets of source connectors.' }),
  'offset.storage.partitions': int({
    default: 25,
    validate: partitions,
    importance: 'low',
    doc: 'Partitions of that topic, where it has to be created.',
  }),
  'offset.storage.replication.factor': short({
    default: 3,
    validate: replication,
    importance: 'low',
    doc: 'Replication factor of that topic, where it has to be created.',
  }),
  'config.storage.topic': string({ importance: 'high', doc: 'Topic that keeps connectors and the settings of tasks.' }),
  'config.storage.replication.factor': short({
    default: 3,
    validate: replication,
    importance: 'low',
    doc: 'Replication factor of that topic, where it has to be created.',
  }),
  'status.storage.topic': string({ importance: 'high', doc: 'Topic that keeps the states of connectors and tasks.' }),
  'status.storage.partitions': int({
    default: 5,
    validate: partitions,
    importance: 'low',
    doc: 'Partitions of that topic, where it has to be created.',
  }),
  'status.storage.replication.factor': short({
    default: 3,
    validate: replication,
    importance: 'low',
    doc: 'Replication factor of that topic, where it has to be created.',
  }),
};

export const distributedConfig = defineConfig({
  ...commonKeys,
  ...groupKeys,
  ...topicKeys,
  ...signingKeys,
  ...kafkaClientKeys,
  ...saslKeys,
});

export interface DistributedWorkerConfig extends WorkerConfig {
  readonly values: ConfigOf<typeof distributedConfig>;
}

/** @throws ConfigError naming the key, its value and what is wrong */
export function distributedWorkerConfig(originals: Readonly<Record<string, string>>): DistributedWorkerConfig {
  const values = distributedConfig.parse(originals);
  requireBrokers(values);
  if (values['heartbeat.interval.ms'] >= values['session.timeout.ms']) {
    throw new ConfigError(
      `Heartbeat must be set lower than the session timeout: heartbeat.interval.ms=${values['heartbeat.interval.ms']}, session.timeout.ms=${values['session.timeout.ms']}`,
    );
  }
  requireOwnSignature(values);
  if (values['exactly.once.source.support'].toUpperCase() === 'ENABLED') {
    throw new ConfigError(
      'Invalid value enabled for configuration exactly.once.source.support: a distributed worker of Causeway delivers at least once; set it to disabled',
    );
  }
  return { values, originals };
}

function requireOwnSignature(values: DistributedWorkerConfig['values']): void {
  const own = values['inter.worker.signature.algorithm'];
  const accepted = values['inter.worker.verification.algorithms'];
  if (accepted.includes(own)) return;
  throw new ConfigError(
    `Invalid value ${own} for configuration inter.worker.signature.algorithm: it must be one of inter.worker.verification.algorithms=${accepted.join(',')}`,
  );
}

export const protocolSetting = ({ values }: DistributedWorkerConfig): ProtocolSetting =>
  values['connect.protocol'].toLowerCase() as ProtocolSetting;

/** An internal topic as it is created where it is missing. */
export interface InternalTopicSettings {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
  /** Settings of the topic that were given but can't be changed. */
  readonly ignored: readonly string[];
}

const howToCreate = ['topic', 'partitions', 'replication.factor'];

/** `offset.storage.X` and its like are settings of the topic, but for those that say how to create it. */
export function internalTopic(
  { values, originals }: DistributedWorkerConfig,
  store: 'offset' | 'config' | 'status',
): InternalTopicSettings {
  const isIgnored = (key: string): boolean => key === 'cleanup.policy' || (store === 'config' && key === 'partitions');
  const keys = Object.entries(withPrefix(originals, `${store}.storage.`));
  const ignored = keys.filter(([key]) => isIgnored(key)).map(([key]) => `${store}.storage.${key}`);
  const configs = Object.fromEntries(keys.filter(([key]) => !isIgnored(key) && !howToCreate.includes(key)));
  return {
    topic: values[`${store}.storage.topic`],
    partitions: store === 'config' ? 1 : values[`${store}.storage.partitions`],
    replicationFactor: values[`${store}.storage.replication.factor`],
    configs,
    ignored,
  };
}
