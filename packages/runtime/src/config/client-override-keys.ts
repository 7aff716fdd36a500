import type { ConfigKey, ConfigType, Importance } from '@causeway/api';
import { kafkaClientKeys, saslKeys } from './kafka-client-config.ts';
import { tlsKeys } from './tls-config.ts';

type Row = readonly [type: ConfigType, defaultValue: string | number | boolean | readonly string[] | null, Importance];

/** Type, default and importance of settings as Kafka's own clients know them. */
const producerRows: Readonly<Record<string, Row>> = {
  acks: ['STRING', 'all', 'LOW'],
  'batch.size': ['INT', 16_384, 'MEDIUM'],
  'buffer.memory': ['LONG', 33_554_432, 'HIGH'],
  'compression.type': ['STRING', 'none', 'HIGH'],
  'delivery.timeout.ms': ['INT', 120_000, 'MEDIUM'],
  'enable.idempotence': ['BOOLEAN', true, 'LOW'],
  'linger.ms': ['LONG', 5, 'MEDIUM'],
  'max.block.ms': ['LONG', 60_000, 'MEDIUM'],
  'max.in.flight.requests.per.connection': ['INT', 5, 'LOW'],
  'max.request.size': ['INT', 1_048_576, 'MEDIUM'],
  'metadata.max.idle.ms': ['LONG', 300_000, 'LOW'],
  'partitioner.class': ['CLASS', null, 'MEDIUM'],
  'partitioner.ignore.keys': ['BOOLEAN', false, 'MEDIUM'],
  'request.timeout.ms': ['INT', 30_000, 'MEDIUM'],
  retries: ['INT', 2_147_483_647, 'HIGH'],
  'transaction.timeout.ms': ['INT', 60_000, 'LOW'],
  'transactional.id': ['STRING', null, 'LOW'],
};

const consumerRows: Readonly<Record<string, Row>> = {
  'allow.auto.create.topics': ['BOOLEAN', true, 'MEDIUM'],
  'auto.commit.interval.ms': ['INT', 5_000, 'LOW'],
  'auto.offset.reset': ['STRING', 'latest', 'MEDIUM'],
  'check.crcs': ['BOOLEAN', true, 'LOW'],
  'client.rack': ['STRING', '', 'LOW'],
  'default.api.timeout.ms': ['INT', 60_000, 'MEDIUM'],
  'enable.auto.commit': ['BOOLEAN', true, 'MEDIUM'],
  'exclude.internal.topics': ['BOOLEAN', true, 'MEDIUM'],
  'fetch.max.bytes': ['INT', 52_428_800, 'MEDIUM'],
  'fetch.max.wait.ms': ['INT', 500, 'LOW'],
  'fetch.min.bytes': ['INT', 1, 'HIGH'],
  'group.id': ['STRING', null, 'HIGH'],
  'group.instance.id': ['STRING', null, 'MEDIUM'],
  'heartbeat.interval.ms': ['INT', 3_000, 'HIGH'],
  'isolation.level': ['STRING', 'read_uncommitted', 'MEDIUM'],
  'max.partition.fetch.bytes': ['INT', 1_048_576, 'HIGH'],
  'max.poll.interval.ms': ['INT', 300_000, 'MEDIUM'],
  'max.poll.records': ['INT', 500, 'MEDIUM'],
  'receive.buffer.bytes': ['INT', 65_536, 'MEDIUM'],
  'request.timeout.ms': ['INT', 30_000, 'MEDIUM'],
  'session.timeout.ms': ['INT', 45_000, 'HIGH'],
};

const adminRows: Readonly<Record<string, Row>> = {
  'default.api.timeout.ms': ['INT', 60_000, 'MEDIUM'],
  'receive.buffer.bytes': ['INT', 65_536, 'MEDIUM'],
  'request.timeout.ms': ['INT', 30_000, 'MEDIUM'],
  retries: ['INT', 2_147_483_647, 'LOW'],
};

const shared: Readonly<Record<string, ConfigKey>> = { ...kafkaClientKeys, ...saslKeys, ...tlsKeys };

function keysOf(rows: Readonly<Record<string, Row>>): Record<string, ConfigKey> {
  const own = Object.entries(rows).map(([name, [type, defaultValue, importance]]): [string, ConfigKey] => [
    name,
    { ...bare, type, defaultValue, importance },
  ]);
  return { ...shared, 'bootstrap.servers': { ...bare, type: 'LIST', importance: 'HIGH' }, ...Object.fromEntries(own) };
}

const bare: ConfigKey = {
  type: 'STRING',
  hasDefault: true,
  defaultValue: null,
  importance: 'MEDIUM',
  documentation: 'See the documentation of the clients of Kafka.',
  validator: null,
  group: null,
  order: null,
  width: 'NONE',
  displayName: null,
  dependents: [],
  recommender: null,
  internal: false,
};

export type ClientKind = 'producer' | 'consumer' | 'admin';

/** What `producer.override.`, `consumer.override.` and `admin.override.` may be followed by, as far as it is known. */
export const clientKeys: Readonly<Record<ClientKind, Readonly<Record<string, ConfigKey>>>> = {
  producer: keysOf(producerRows),
  consumer: keysOf(consumerRows),
  admin: keysOf(adminRows),
};
