import { NotFoundError } from '@causeway/api';
import { type TaskId } from '../../config/task-id.ts';
import type { ClusterConfig } from '../../storage/config/cluster-config.ts';
import type { State, Status } from '../../storage/status/status-record.ts';
import type { StatusStore } from '../../storage/status/status-store.ts';
import { within } from '../../tasks/wait.ts';
import type { ConnectorStateInfo, ConnectorType, StateInfo } from '../states.ts';

export interface StatusesParts {
  readonly store: StatusStore;
  /** `host:port` of this worker. */
  readonly workerId: () => string;
  /** Of the group. */
  readonly generation: () => number;
}

const flushMs = 5_000;

/** What this worker says of connectors and tasks in the status topic, and what all of them said. Java: AbstractHerder#onStartup and so on */
export class Statuses {
  readonly #parts: StatusesParts;

  constructor(parts: StatusesParts) {
    this.#parts = parts;
  }

  /** `version`: of the plugin, where it runs. */
  connector(name: string, state: State, version: string | null): void {
    this.#parts.store.putConnector(name, this.#status(state, null, version));
  }

  task(id: TaskId, state: State, version: string | null): void {
    this.#parts.store.putTask(id, this.#status(state, null, version));
  }

  /** Unless another worker has taken over meanwhile, as with all that is said of something that no longer runs. */
  connectorFailed(name: string, trace: string, version: string | null): void {
    this.#parts.store.putConnectorIfSafe(name, this.#status('FAILED', trace, version));
  }

  taskFailed(id: TaskId, trace: string, version: string | null): void {
    this.#parts.store.putTaskIfSafe(id, this.#status('FAILED', trace, version));
  }

  connectorStopped(name: string): void {
    this.#parts.store.putConnectorIfSafe(name, this.#status('UNASSIGNED', null, null));
  }

  taskStopped(id: TaskId): void {
    this.#parts.store.putTaskIfSafe(id, this.#status('UNASSIGNED', null, null));
  }

  topicUsed({ connector, task }: TaskId, topic: string): void {
    const { store } = this.#parts;
    if (!store.status.usesTopic(connector, topic)) store.putTopic({ topic, connector, task, discoveredMs: Date.now() });
  }

  topics(connector: string): string[] {
    return this.#parts.store.status.topics(connector).map(({ topic }) => topic);
  }

  removeTopics(connector: string): void {
    const { store } = this.#parts;
    for (const { topic } of store.status.topics(connector)) store.removeTopic(connector, topic);
  }

  /** What is said of connectors and tasks that are no more. The leader's duty. */
  removeDeleted(config: ClusterConfig): void {
    const { store } = this.#parts;
    const { status } = store;
    for (const connector of status.connectors()) {
      const count = config.tasks(connector).length;
      for (const [task] of status.tasks(connector)) if (task >= count) store.putTask({ connector, task }, null);
      if (!config.has(connector) && status.connector(connector) !== null) store.putConnector(connector, null);
    }
  }

  /** Resolves when what was said is written; not longer than a few seconds. */
  async flush(): Promise<void> {
    await within(flushMs, this.#parts.store.flush());
  }

  connectorState(name: string): Status | null {
    return this.#parts.store.status.connector(name);
  }

  taskStates(connector: string): readonly (readonly [task: number, status: Status])[] {
    return this.#parts.store.status.tasks(connector);
  }

  /** @throws NotFoundError if nothing was said of the connector */
  info(name: string, type: ConnectorType): ConnectorStateInfo {
    const connector = this.connectorState(name);
    if (connector === null) throw new NotFoundError(`No status found for connector ${name}`);
    const tasks = this.taskStates(name).map(([id, status]) => ({ id, ...stateInfo(status) }));
    return { name, connector: stateInfo(connector), tasks, type };
  }

  #status(state: State, trace: string | null, version: string | null): Status {
    return { state, trace, workerId: this.#parts.workerId(), generation: this.#parts.generation(), version };
  }
}

export function stateInfo({ state, trace, workerId, version }: Status): StateInfo {
  return {
    state,
    worker_id: workerId,
    ...(version === null ? {} : { version }),
    ...(trace === null || trace === '' ? {} : { trace }),
  };
}
