import type { ConfigMap } from '@causeway/api';
import type { TaskId } from '../config/task-id.ts';
import type { LevelName } from '../observability/log-levels.ts';
import type { ConnectorOffset } from '../storage/connector-offsets.ts';
import type { Config } from '../worker/protocol.ts';
import type { Worker } from '../worker/worker.ts';
import type { Signature } from './peers/signature.ts';
import type { ConfigInfos, ConnectorInfo, ConnectorStateInfo, TargetState, TaskInfo } from './states.ts';

/** What REST asks of a herder, of either kind. */
export interface Herder {
  readonly worker: Worker;
  connectors(): string[];
  /** @throws NotFoundError */
  connectorInfo(name: string): ConnectorInfo;
  /** @throws NotFoundError */
  connectorStatus(name: string): ConnectorStateInfo;
  /** @throws NotFoundError */
  taskInfos(name: string): TaskInfo[];
  topics(name: string): string[];
  resetTopics(name: string): Promise<void>;
  validate(config: ConfigMap): Promise<ConfigInfos>;
  putConnector(
    name: string,
    config: Config,
    options: { readonly replace: boolean; readonly targetState?: TargetState },
  ): Promise<{ created: boolean; info: ConnectorInfo }>;
  patchConnector(name: string, patch: ConfigMap): Promise<ConnectorInfo>;
  deleteConnector(name: string): Promise<void>;
  setTargetState(name: string, targetState: TargetState): Promise<void>;
  /** Alters offsets of a connector that is stopped, or resets them all (null), and says what was done. @throws BadRequestError unless it is stopped */
  alterOffsets(name: string, offsets: readonly ConnectorOffset[] | null): Promise<string>;
  restartConnector(name: string): Promise<void>;
  restartTask(id: TaskId): Promise<void>;
  restart(
    name: string,
    options: { readonly includeTasks: boolean; readonly onlyFailed: boolean },
  ): Promise<ConnectorStateInfo>;
  /** What only a worker of a cluster can do; a worker that stands alone has none of it. */
  readonly cluster?: ClusterRequests;
}

/** What workers of a cluster ask of each other, signed. @throws SignatureError, WrongWorkerError */
export interface ClusterRequests {
  putTaskConfigs(name: string, tasks: readonly Config[], body: Uint8Array, signature: Signature | null): Promise<void>;
  fence(name: string, body: Uint8Array, signature: Signature | null): Promise<void>;
  /** Sets the level of a logger on all workers. */
  setLogLevel?(logger: string, level: LevelName): Promise<unknown>;
  /** A sentence that says what the worker is doing. */
  stage(): string;
  /** Resolves when it is not too busy to do something. */
  probe(): Promise<void>;
}
