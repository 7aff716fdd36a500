import { ConnectError, Decimal, int64, type SourceOffset, type SourcePartition } from '@causeway/api';
import type { TableId } from '../../dialect/dialect.ts';
import { type Instant, instantOfMs } from '../../time/instant.ts';

/** How far a table was read: above this number, behind this moment. null is "from the beginning". */
export interface Position {
  readonly incrementing: number | bigint | null;
  readonly timestamp: Instant | null;
}

export const BEGINNING: Position = { incrementing: null, timestamp: null };

/** Partition of a query, of which a task has one. */
export const queryPartition: SourcePartition = { query: 'query' };

/** Partition of a table, by its name in full. */
export const tablePartition = (fullName: string): SourcePartition => ({ protocol: '1', table: fullName });

/** Partition by the bare name: how the oldest versions stored offsets, and what bulk mode still names. */
export const barePartition = (table: TableId): SourcePartition => ({ table: table.table });

export const incrementingOffset = (incrementing: number | bigint): SourceOffset => ({ incrementing });

export const timestampOffset = ({ epochMs, nanos }: Instant): SourceOffset => ({
  timestamp_nanos: nanos,
  timestamp: epochMs,
});

export const timestampIncrementingOffset = (
  { epochMs, nanos }: Instant,
  incrementing: number | bigint,
): SourceOffset => ({
  timestamp_nanos: nanos,
  incrementing,
  timestamp: epochMs,
});

/** @throws ConnectError for an offset that this connector can't have stored */
export function positionOf(offset: SourceOffset | null): Position {
  if (offset === null) return BEGINNING;
  const epochMs = integerOf(offset, 'timestamp');
  const nanos = integerOf(offset, 'timestamp_nanos');
  return {
    incrementing: integerOf(offset, 'incrementing'),
    timestamp: epochMs === null ? null : instantOf(epochMs, nanos),
  };
}

function instantOf(epochMs: number | bigint, nanos: number | bigint | null): Instant {
  const ms = Number(epochMs);
  if (nanos === null) return instantOfMs(ms);
  // java.sql.Timestamp#setNanos: the milliseconds follow from the nanoseconds
  return { epochMs: Math.floor(ms / 1000) * 1000 + Math.floor(Number(nanos) / 1_000_000), nanos: Number(nanos) };
}

function integerOf(offset: SourceOffset, key: string): number | bigint | null {
  const value = offset[key] ?? null;
  if (value === null || typeof value === 'bigint' || Number.isSafeInteger(value))
    return value as number | bigint | null;
  throw new ConnectError(
    `The stored offset has "${key}": ${JSON.stringify(value)}, which is no integer. Alter or reset the connector's offsets`,
  );
}

const MAX_INT64 = 2n ** 63n - 1n;

/**
 * The value of an incrementing column as an offset.
 * @throws ConnectError if it is no integer of 64 bits
 */
export function incrementingValue(value: unknown, column: string): number | bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'bigint') return value;
  if (value instanceof Decimal) {
    if (value.scale === 0 && value.unscaled <= MAX_INT64) return int64(value.unscaled);
    throw new ConnectError(
      value.scale === 0
        ? `The incrementing column "${column}" has the value ${value.toString()}, which does not fit 64 bits`
        : `The incrementing column "${column}" is a decimal with a scale of ${value.scale}; it must have a scale of 0`,
    );
  }
  throw new ConnectError(
    value === null || value === undefined
      ? `The incrementing column "${column}" is null in a row; it must always have a value`
      : `The incrementing column "${column}" is not of an integer type, so rows can't be followed by it`,
  );
}
