import type { TaskId } from '../config/task-id.ts';
import type { Config } from '../worker/protocol.ts';
import type { ConnectorInfo, ConnectorStateInfo, ConnectorType, State, StateInfo, TargetState } from './states.ts';

/** A connector as the herder knows it: what it should be and what it is. */
export class ConnectorEntry {
  readonly name: string;
  /** As it was given, with its name. */
  readonly config: Config;
  readonly type: ConnectorType;
  readonly topics = new Set<string>();
  targetState: TargetState;
  readonly #version: string;
  readonly #workerId: string;
  #taskConfigs: readonly Config[] = [];
  #connectorState: StateInfo;
  readonly #taskStates = new Map<number, StateInfo>();

  constructor(
    name: string,
    config: Config,
    targetState: TargetState,
    plugin: { type: ConnectorType; version: string },
    workerId: string,
  ) {
    this.name = name;
    this.config = config;
    this.targetState = targetState;
    this.type = plugin.type;
    this.#version = plugin.version;
    this.#workerId = workerId;
    this.#connectorState = this.#state('UNASSIGNED', null);
  }

  get taskConfigs(): readonly Config[] {
    return this.#taskConfigs;
  }

  get connectorState(): StateInfo {
    return this.#connectorState;
  }

  get taskStates(): ReadonlyMap<number, StateInfo> {
    return this.#taskStates;
  }

  setTaskConfigs(configs: readonly Config[]): void {
    this.#taskConfigs = configs;
    this.#taskStates.clear();
    configs.forEach((_, task) => this.#taskStates.set(task, this.#state('UNASSIGNED', null)));
  }

  setConnectorState(state: State, trace: string | null = null): void {
    this.#connectorState = this.#state(state, trace);
  }

  /** States of tasks that are no more are ignored. */
  setTaskState(task: number, state: State, trace: string | null = null): void {
    if (task < this.#taskConfigs.length) this.#taskStates.set(task, this.#state(state, trace));
  }

  taskIds(): TaskId[] {
    return this.#taskConfigs.map((_, task) => ({ connector: this.name, task }));
  }

  info(): ConnectorInfo {
    return { name: this.name, config: this.config, tasks: this.taskIds(), type: this.type };
  }

  status(): ConnectorStateInfo {
    const tasks = [...this.#taskStates].map(([id, state]) => ({ id, ...state })).toSorted((a, b) => a.id - b.id);
    return { name: this.name, connector: this.#connectorState, tasks, type: this.type };
  }

  #state(state: State, trace: string | null): StateInfo {
    return { state, worker_id: this.#workerId, version: this.#version, ...(trace === null ? {} : { trace }) };
  }
}
