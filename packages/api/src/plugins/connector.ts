import type { ConfigMap } from '../config/config-key.ts';
import type { TopicPartitionOffset } from '../records/sink-record.ts';
import type { SourceOffset, SourcePartition } from '../records/source-record.ts';
import type { OffsetStorageReader, PluginContext } from './context.ts';

/** Settings of a task, without a null. */
export type TaskConfig = Readonly<Record<string, string>>;

export interface ConnectorContext extends PluginContext {
  /** Asks the worker to call `taskConfigs` again, for instance because there are new tables. */
  requestTaskReconfiguration(): void;
  /** Fails the connector. */
  raiseError(error: Error): void;
}

export interface SourceConnectorContext extends ConnectorContext {
  readonly offsetStorageReader: OffsetStorageReader;
}

interface Connector<C extends ConnectorContext> {
  /** Called once, with all of the connector's settings. @throws ConfigError, which fails the connector */
  start(config: ConfigMap, context: C): void | Promise<void>;
  /** One entry a task, at most `maxTasks`. */
  taskConfigs(maxTasks: number): TaskConfig[] | Promise<TaskConfig[]>;
  stop(): void | Promise<void>;
}

/** Says how the work of a source is shared out over tasks, and watches for changes. Moves no data itself. */
export interface SourceConnector extends Connector<SourceConnectorContext> {
  /**
   * Asked before offsets are altered or reset through REST (`offset` null = reset). True says that the change was checked and takes effect.
   * @throws ConnectError to refuse
   */
  alterOffsets?(
    config: ConfigMap,
    offsets: readonly { readonly partition: SourcePartition; readonly offset: SourceOffset | null }[],
  ): boolean | Promise<boolean>;
  exactlyOnceSupport?(config: ConfigMap): 'SUPPORTED' | 'UNSUPPORTED' | null;
  canDefineTransactionBoundaries?(config: ConfigMap): 'SUPPORTED' | 'UNSUPPORTED';
}

export interface SinkConnector extends Connector<ConnectorContext> {
  /** As for a source, with `offset` null for a partition whose offset is deleted. */
  alterOffsets?(
    config: ConfigMap,
    offsets: readonly (Omit<TopicPartitionOffset, 'offset'> & { readonly offset: number | null })[],
  ): boolean | Promise<boolean>;
}
