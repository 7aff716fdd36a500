import { ConfigError } from '@causeway/api';
import type { ClientProperties } from '../port.ts';
import { Settings } from '../settings.ts';

export type OffsetReset = 'earliest' | 'latest' | 'none';

export interface ConsumerConfig {
  /** null reads without a group. */
  readonly groupId: string | null;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly maxPollRecords: number;
  readonly offsetReset: OffsetReset;
  readonly fetchMinBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly fetchMaxBytes: number;
  readonly partitionMaxBytes: number;
  readonly isReadCommitted: boolean;
  readonly checkCrcs: boolean;
  readonly allowAutoCreateTopics: boolean;
  readonly apiTimeoutMs: number;
}

/**
 * Java's default is 500. What a poll returns is what a sink task gets in one `put`, and sinks write in batches of 2000 or 3000: with
 * this default they fill them. Whoever sets `max.poll.records` gets exactly that.
 */
const defaultMaxPollRecords = 2000;

export function readConsumerConfig(properties: ClientProperties): ConsumerConfig {
  const settings = new Settings(properties);
  const sessionTimeoutMs = settings.int('session.timeout.ms', 45_000);
  const heartbeatIntervalMs = settings.int('heartbeat.interval.ms', 3000, 1);
  if (heartbeatIntervalMs >= sessionTimeoutMs) {
    throw new ConfigError(
      'Heartbeat must be set lower than the session timeout: heartbeat.interval.ms, session.timeout.ms',
    );
  }
  if (settings.oneOf('group.protocol', 'classic', ['classic', 'consumer']) === 'consumer') {
    throw new ConfigError('Invalid value consumer for configuration group.protocol: only classic is supported');
  }
  return {
    groupId: settings.text('group.id', '') || null,
    sessionTimeoutMs,
    heartbeatIntervalMs,
    maxPollIntervalMs: settings.int('max.poll.interval.ms', 300_000, 1),
    maxPollRecords: settings.int('max.poll.records', defaultMaxPollRecords, 1),
    offsetReset: settings.oneOf('auto.offset.reset', 'latest', ['earliest', 'latest', 'none']),
    fetchMinBytes: settings.int('fetch.min.bytes', 1),
    fetchMaxWaitMs: settings.int('fetch.max.wait.ms', 500),
    fetchMaxBytes: settings.int('fetch.max.bytes', 52_428_800),
    partitionMaxBytes: settings.int('max.partition.fetch.bytes', 1_048_576),
    isReadCommitted:
      settings.oneOf('isolation.level', 'read_uncommitted', ['read_uncommitted', 'read_committed']) ===
      'read_committed',
    checkCrcs: settings.boolean('check.crcs', true),
    allowAutoCreateTopics: settings.boolean('allow.auto.create.topics', true),
    apiTimeoutMs: settings.int('default.api.timeout.ms', 60_000),
  };
}
