import type { ConfigMap, PluginKind } from '@causeway/api';
import type { LevelSettings } from '../observability/log-levels.ts';
import type { PluginDescription } from '../plugins/registry.ts';
import type { TopicPartitionOffset } from '../kafka/port.ts';
import type { OffsetEntry } from '../storage/offset-store.ts';
import type { TaskId } from '../config/task-id.ts';

/** What the main thread and the task threads say to each other. No record ever crosses. */

export interface ThreadData {
  readonly workerConfig: Readonly<Record<string, string>>;
  readonly logLevels: LevelSettings;
  readonly logFormat: 'json' | 'text';
  /** See SharedBoard. */
  readonly board: SharedArrayBuffer;
}

export type Config = Readonly<Record<string, string>>;

/** `definition` and `value` as they stand in the answer of a validation request. */
export interface ConfigInfo {
  readonly definition: ConfigKeyInfo | null;
  readonly value: ConfigValueInfo;
}

export interface ConfigKeyInfo {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default_value: string | null;
  readonly importance: string;
  readonly documentation: string;
  readonly group: string | null;
  readonly width: string;
  readonly display_name: string;
  readonly dependents: readonly string[];
  readonly order_in_group: number;
}

export interface ConfigValueInfo {
  readonly name: string;
  readonly value: string | null;
  readonly recommended_values: readonly string[];
  readonly errors: readonly string[];
  readonly visible: boolean;
}

export interface ConfigInfos {
  readonly name: string;
  readonly error_count: number;
  readonly groups: readonly string[];
  readonly configs: readonly ConfigInfo[];
}

export interface TaskStart {
  readonly id: TaskId;
  readonly kind: 'source' | 'sink';
  readonly connectorConfig: Config;
  readonly taskConfig: Config;
  readonly isPaused: boolean;
}

export interface ValidationRequest {
  readonly config: ConfigMap;
  /** The connector is to be created or changed, not only looked at. */
  readonly isToRun: boolean;
}

/** A connector whose offsets are asked for or changed; it does not run. */
export interface StoppedConnector {
  readonly name: string;
  readonly config: Config;
}

/** Offset null takes away what the group has committed for the partition. */
export type GroupOffset = Omit<TopicPartitionOffset, 'offset'> & { readonly offset: number | null };

/** A validation in words, by which one that hung is known again. */
export const validationOf = (config: ConfigMap): string =>
  `validation of ${config['connector.class'] ?? 'a connector'}`;

/** The same for a change of offsets. */
export const offsetsOf = (connector: string): string => `altering the offsets of connector ${connector}`;

/** Offered by a task thread. */
export interface ThreadMethods {
  /** Which plugins there are; sent before anything else. */
  usePlugins(plugins: readonly PluginDescription[]): void;
  setLogLevels(levels: LevelSettings): void;
  /** Answers as long as the event loop turns. */
  ping(nothing: null): void;
  /** The plugins that a module exports. */
  describe(entry: string): Promise<{ kind: PluginKind; class: string }[]>;
  /** Resolves when the connector has started. */
  startConnector(start: { name: string; config: Config }): Promise<void>;
  stopConnector(name: string): Promise<void>;
  taskConfigs(request: { name: string; maxTasks: number }): Promise<Config[]>;
  /** Resolves when the task has begun to start; its states come as events. */
  startTask(start: TaskStart): Promise<void>;
  pauseTask(id: TaskId): void;
  resumeTask(id: TaskId): void;
  /** It tells of each topic once more, with the next record. */
  forgetTopics(id: TaskId): void;
  /** Resolves when the task has stopped in order. */
  stopTask(id: TaskId): Promise<void>;
  validate(request: ValidationRequest): Promise<ConfigInfos>;
  pluginConfig(plugin: PluginDescription): Promise<ConfigKeyInfo[]>;
  /** What the consumer group of a sink connector has committed. */
  groupOffsets(connector: StoppedConnector): Promise<TopicPartitionOffset[]>;
  /** Stores the entries if the connector does not object; true if it promises that they take effect. */
  alterSourceOffsets(request: StoppedConnector & { readonly entries: readonly OffsetEntry[] }): Promise<boolean>;
  /** The same for the consumer group of a sink; null deletes the group. */
  alterSinkOffsets(request: StoppedConnector & { readonly offsets: readonly GroupOffset[] | null }): Promise<boolean>;
}

export type RunState = 'RUNNING' | 'PAUSED' | 'FAILED';

/** Offered by the main thread. */
export interface MainMethods {
  readOffsets(keys: readonly Uint8Array[]): Promise<(Uint8Array | null)[]>;
  writeOffsets(entries: readonly OffsetEntry[]): Promise<void>;
  taskState(event: { id: TaskId; state: RunState; trace: string | null }): void;
  connectorFailed(event: { name: string; trace: string }): void;
  reconfigure(name: string): void;
  topicUsed(event: { id: TaskId; topic: string }): void;
}
