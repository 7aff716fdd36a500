import { ConfigError } from '@causeway/api';
import type { ClientProperties } from '../port.ts';
import { compressionTypes } from '../record-batch/format.ts';
import type { CompressionType } from '../record-batch/format.ts';
import { maxTimerMs, Settings } from '../settings.ts';

export interface ProducerConfig {
  /** -1 is all. */
  readonly acks: number;
  readonly isIdempotent: boolean;
  readonly batchBytes: number;
  /** After as many bytes records without a key go to another partition. */
  readonly stickyBytes: number;
  readonly ignoreKeys: boolean;
  readonly lingerMs: number;
  readonly maxInFlight: number;
  readonly maxRequestBytes: number;
  readonly bufferBytes: number;
  readonly compression: CompressionType;
  readonly compressionLevel: number | null;
  readonly retries: number;
  readonly deliveryTimeoutMs: number;
  readonly maxBlockMs: number;
}

/**
 * With one request in flight (Connect's default) a partition moves one batch per round trip, so that Java's 16 KiB would bound it to some
 * 30 MB/s. Unless the user says otherwise a batch grows to this size; no record waits for that, since a batch leaves as soon as there is
 * room for a request. It stays below a topic's default max.message.bytes (1 MiB); where a topic allows less, batches are split.
 */
const defaultBatchBytes = 512 * 1024;

/** More often than a batch is full, so that partitions fill evenly. */
const defaultStickyBytes = 64 * 1024;

export function readProducerConfig(properties: ClientProperties): ProducerConfig {
  const settings = new Settings(properties);
  const acks = { all: -1, '-1': -1, '0': 0, '1': 1 }[settings.oneOf('acks', 'all', ['all', '-1', '0', '1'])];
  const retries = settings.int('retries', maxTimerMs);
  const maxInFlight = settings.int('max.in.flight.requests.per.connection', 5, 1);
  const compression = settings.oneOf('compression.type', 'none', compressionTypes);
  const maxRequestBytes = settings.int('max.request.size', 1_048_576);
  const batchBytes = settings.int('batch.size', Math.min(defaultBatchBytes, maxRequestBytes));
  return {
    acks,
    isIdempotent: readIdempotence(settings, acks, retries, maxInFlight),
    batchBytes,
    stickyBytes: settings.has('batch.size') ? batchBytes : defaultStickyBytes,
    ignoreKeys: settings.boolean('partitioner.ignore.keys', false),
    // Java's 5 ms buy bigger batches; here they grow while the request before them is in flight.
    lingerMs: settings.int('linger.ms', 0),
    maxInFlight,
    maxRequestBytes,
    bufferBytes: settings.int('buffer.memory', 33_554_432),
    compression,
    compressionLevel: readLevel(settings, compression),
    retries,
    deliveryTimeoutMs: settings.int('delivery.timeout.ms', 120_000),
    maxBlockMs: settings.int('max.block.ms', 60_000),
  };
}

/** Java: ProducerConfig#postProcessAndValidateIdempotenceConfigs; on by default, unless other settings rule it out. */
function readIdempotence(settings: Settings, acks: number, retries: number, maxInFlight: number): boolean {
  const conflict =
    acks !== -1
      ? 'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.'
      : retries === 0
        ? 'Must set retries to non-zero when using the idempotent producer.'
        : maxInFlight > 5
          ? 'Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.'
          : null;
  if (!settings.has('enable.idempotence')) return conflict === null;
  const wanted = settings.boolean('enable.idempotence', true);
  if (wanted && conflict !== null) throw new ConfigError(conflict);
  return wanted;
}

function readLevel(settings: Settings, compression: CompressionType): number | null {
  const name = `compression.${compression}.level`;
  if ((compression !== 'gzip' && compression !== 'zstd') || !settings.has(name)) return null;
  return settings.int(name, 0, Number.NEGATIVE_INFINITY);
}
