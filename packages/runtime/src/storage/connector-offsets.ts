import type { SourceOffset, SourcePartition } from '@causeway/api';
import { decodeKey, decodeOffset, encodeOffset, encodePartition } from './offset-codec.ts';
import type { OffsetEntry, OffsetStore } from './offset-store.ts';

/** An offset of a connector as REST shows and takes it; of a sink the fields are Kafka's. */
export interface ConnectorOffset {
  readonly partition: SourcePartition;
  readonly offset: SourceOffset | null;
}

interface Known extends ConnectorOffset {
  readonly key: Uint8Array;
}

/** The offsets of one source connector among all that are stored. */
export async function sourceOffsets(store: Pick<OffsetStore, 'entries'>, connector: string): Promise<Known[]> {
  return (await store.entries()).flatMap(({ key, value }) => {
    const owned = decodeKey(key);
    const offset = owned?.connector === connector ? decodeOffset(value) : null;
    return owned === null || offset === null ? [] : [{ key, partition: owned.partition, offset }];
  });
}

/**
 * What is to be stored so that these offsets hold; null takes all away. A partition whose fields stand in another order than the connector
 * wrote them is still that partition.
 */
export async function entriesToAlter(
  store: Pick<OffsetStore, 'entries'>,
  connector: string,
  offsets: readonly ConnectorOffset[] | null,
): Promise<OffsetEntry[]> {
  const known = await sourceOffsets(store, connector);
  if (offsets === null) return known.map(({ key }) => ({ key, value: null }));
  const keys = new Map(known.map(({ partition, key }) => [sorted(connector, partition), key]));
  return offsets.map(({ partition, offset }) => ({
    key: keys.get(sorted(connector, partition)) ?? encodePartition(connector, partition),
    value: offset === null ? null : encodeOffset(offset),
  }));
}

const sorted = (connector: string, partition: SourcePartition): string =>
  encodePartition(
    connector,
    Object.fromEntries(Object.entries(partition).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  ).toString();
