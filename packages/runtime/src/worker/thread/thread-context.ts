import type { OffsetStorageReader, SourceOffset, SourcePartition } from '@causeway/api';
import type { WorkerConfig } from '../../config/worker-config.ts';
import type { KafkaPort } from '../../kafka/port.ts';
import type { WorkerLogger } from '../../observability/logger.ts';
import type { PluginLoader } from '../../plugins/loader.ts';
import { decodeOffset, encodePartition } from '../../storage/offset-codec.ts';
import type { OffsetStore } from '../../storage/offset-store.ts';
import type { MainMethods } from '../protocol.ts';
import type { Rpc } from '../rpc.ts';
import type { Activities } from './activities.ts';
import type { ConfigVariables } from './config-variables.ts';

/** What everything in a task thread shares. */
export interface ThreadContext {
  readonly worker: WorkerConfig;
  readonly loader: PluginLoader;
  readonly kafka: KafkaPort;
  readonly main: Rpc<MainMethods>;
  readonly logger: WorkerLogger;
  readonly offsets: Pick<OffsetStore, 'read' | 'write'>;
  readonly variables: ConfigVariables;
  readonly activities: Activities;
}

/** Offsets as a connector or task asks for them. */
export function offsetReader(connector: string, store: Pick<OffsetStore, 'read'>): OffsetStorageReader {
  const offsets = async (partitions: readonly SourcePartition[]): Promise<(SourceOffset | null)[]> => {
    const values = await store.read(partitions.map((partition) => encodePartition(connector, partition)));
    return values.map(decodeOffset);
  };
  return { offsets, offset: async (partition) => (await offsets([partition]))[0] ?? null };
}
