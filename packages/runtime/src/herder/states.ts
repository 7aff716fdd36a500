import type { ConfigInfos } from '../worker/protocol.ts';

export type ConnectorType = 'source' | 'sink' | 'unknown';
export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED';
export type State = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'RESTARTING' | 'STOPPED';

/** The bodies of REST answers, as Java has them. */
export interface ConnectorInfo {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly tasks: readonly { readonly connector: string; readonly task: number }[];
  readonly type: ConnectorType;
}

export interface StateInfo {
  readonly state: State;
  readonly worker_id: string;
  readonly version?: string;
  /** Left out where nothing failed. */
  readonly trace?: string;
}

export interface ConnectorStateInfo {
  readonly name: string;
  readonly connector: StateInfo;
  readonly tasks: readonly (StateInfo & { readonly id: number })[];
  readonly type: ConnectorType;
}

export interface TaskInfo {
  readonly id: { readonly connector: string; readonly task: number };
  readonly config: Readonly<Record<string, string>>;
}

export type { ConfigInfos };
