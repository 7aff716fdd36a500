/** What the REST API answers and takes, as Kafka Connect has it. */
export type Config = Readonly<Record<string, string>>;

export interface RootInfo {
  readonly version: string;
  readonly commit: string;
  readonly kafka_cluster_id: string;
}

export interface Health {
  readonly status: string;
  readonly message: string;
}

export interface ConnectorInfo {
  readonly name: string;
  readonly config: Config;
  readonly tasks: readonly { readonly connector: string; readonly task: number }[];
  readonly type: string;
}

export interface StateInfo {
  readonly state: string;
  readonly worker_id: string;
  readonly version?: string;
  readonly trace?: string;
}

export interface TaskState extends StateInfo {
  readonly id: number;
}

export interface ConnectorStatus {
  readonly name: string;
  readonly connector: StateInfo;
  readonly tasks: readonly TaskState[];
  readonly type: string;
}

/** One connector in the answer to `GET /connectors?expand=info&expand=status`. */
export interface ExpandedConnector {
  readonly info?: ConnectorInfo;
  readonly status?: ConnectorStatus;
}

export type InitialState = 'RUNNING' | 'PAUSED' | 'STOPPED';

export interface CreateRequest {
  readonly name: string;
  readonly config: Config;
  readonly initial_state?: InitialState;
}

/** Partitions and offsets are whatever the connector says; a null offset forgets the partition. */
export interface ConnectorOffset {
  readonly partition: unknown;
  readonly offset: unknown;
}

export interface ConnectorOffsets {
  readonly offsets: readonly ConnectorOffset[];
}

export interface Message {
  readonly message: string;
}

export interface PluginInfo {
  readonly class: string;
  readonly type: string;
  readonly version?: string;
}

export interface ConfigKeyInfo {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default_value: string | null;
  readonly importance: string;
  readonly documentation: string;
}

export interface ConfigInfo {
  readonly definition: ConfigKeyInfo | null;
  readonly value: {
    readonly name: string;
    readonly value: string | null;
    readonly errors: readonly string[];
  };
}

export interface ConfigInfos {
  readonly name: string;
  readonly error_count: number;
  readonly configs: readonly ConfigInfo[];
}

export interface LoggerLevel {
  readonly level: string | null;
  readonly last_modified: number | null;
}
