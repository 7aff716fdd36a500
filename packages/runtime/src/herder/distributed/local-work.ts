import { ConfigError, type Logger } from '@causeway/api';
import { taskName, type TaskId } from '../../config/task-id.ts';
import type { ClusterConfig } from '../../storage/config/cluster-config.ts';
import type { Properties, TargetState } from '../../storage/config/config-record.ts';
import { within } from '../../tasks/wait.ts';
import type { Config, RunState } from '../../worker/protocol.ts';
import type { Worker } from '../../worker/worker.ts';
import { taskIdOf, type Work } from '../assignment/work.ts';
import type { ConnectorType } from '../states.ts';
import type { Statuses } from './statuses.ts';

/** A connector or task from its start on this worker to its stop. A later start is another run. */
export interface Run {
  readonly version: string | null;
  target: TargetState;
  isFailed: boolean;
  /** The connector itself runs: it is not paused, nor still starting. */
  isActive: boolean;
  /** Settles when the worker has begun to run it. */
  starting: Promise<void>;
}

export interface TaskRun extends Run {
  readonly id: TaskId;
}

export interface LocalWorkParts {
  readonly worker: Worker;
  readonly config: ClusterConfig;
  readonly statuses: Statuses;
  readonly logger: Logger;
  /** A connector has begun to run: it may want other tasks than it has. */
  readonly reconfigure: (connector: string) => void;
}

/**
 * The connectors and tasks that this worker runs, and what the cluster is told of them. Stops are waited for, with a limit; starts are not:
 * a plugin may take its time.
 */
export class LocalWork {
  readonly #parts: LocalWorkParts;
  readonly #connectors = new Map<string, Run>();
  readonly #tasks = new Map<string, TaskRun>();

  constructor(parts: LocalWorkParts) {
    this.#parts = parts;
  }

  connectorRun(name: string): Run | undefined {
    return this.#connectors.get(name);
  }

  taskRun(id: TaskId): TaskRun | undefined {
    return this.#tasks.get(taskName(id));
  }

  taskIds(connector: string): TaskId[] {
    return [...this.#tasks.values()].map(({ id }) => id).filter((id) => id.connector === connector);
  }

  get all(): Work {
    return { connectors: new Set(this.#connectors.keys()), tasks: new Set(this.#tasks.keys()) };
  }

  /** Starts what does not run yet. What the config topic does not know (any more) is left out: the next round takes it away. */
  startMissing({ connectors, tasks }: Work): void {
    for (const name of connectors) {
      if (!this.#connectors.has(name)) this.startConnector(name).catch(() => undefined); // it is said to have failed
    }
    for (const task of tasks) if (!this.#tasks.has(task)) this.startTask(taskIdOf(task)).catch(() => undefined);
  }

  async stop({ connectors, tasks }: Work): Promise<void> {
    await Promise.all([
      ...[...connectors].map((name) => this.stopConnector(name)),
      this.stopTasks([...tasks].map(taskIdOf)),
    ]);
  }

  // --- connectors ---

  /** Resolves when the connector runs, or is paused or stopped as it should be. Rejects with the reason why it does not start. */
  async startConnector(name: string): Promise<void> {
    const { config, statuses, logger } = this.#parts;
    const settings = config.config(name);
    const target = config.targetState(name);
    if (settings === null || target === null) return;
    const { version } = pluginOf(this.#parts.worker, settings);
    const run: Run = { version, target, isFailed: false, isActive: false, starting: Promise.resolve() };
    this.#connectors.set(name, run);
    if (target !== 'STARTED') {
      statuses.connector(name, target, version);
      return;
    }
    logger.info(`Starting connector ${name}`, { connector: name });
    const launch = this.#launch(name, run, textOf(settings));
    run.starting = launch.catch(() => undefined);
    await launch;
  }

  async #launch(name: string, run: Run, settings: Config): Promise<void> {
    const { worker, statuses, reconfigure } = this.#parts;
    try {
      await worker.startConnector(name, settings);
    } catch (error) {
      this.connectorFailed(name, (error as Error).message, run);
      throw error;
    }
    if (this.#connectors.get(name) !== run || run.isFailed) return;
    run.isActive = true;
    statuses.connector(name, 'RUNNING', run.version);
    reconfigure(name);
  }

  async stopConnector(name: string): Promise<void> {
    const run = this.#connectors.get(name);
    if (run === undefined) return;
    this.#connectors.delete(name);
    await this.#halt(name, run);
    this.#parts.statuses.connectorStopped(name);
  }

  /** The connector stays here, and does what the config topic says. Java: Worker#setTargetState */
  async applyTargetState(name: string): Promise<void> {
    const target = this.#parts.config.targetState(name);
    if (target === null) return;
    const run = this.#connectors.get(name);
    if (run !== undefined) await this.#transition(name, run, target);
    const ids = this.taskIds(name);
    if (target === 'STOPPED') await this.stopTasks(ids);
    else await Promise.all(ids.map((id) => this.#parts.worker.setPaused(id, target === 'PAUSED')));
  }

  async #transition(name: string, run: Run, target: TargetState): Promise<void> {
    const { logger, statuses } = this.#parts;
    if (run.target === target) return; // it was started so already
    if (run.isFailed && target !== 'STOPPED') {
      logger.warn(`Connector ${name} stays FAILED: restart it to have it ${target}`, { connector: name });
    } else if (target === 'STARTED') {
      this.startConnector(name).catch(() => undefined);
    } else {
      run.target = target;
      await this.#halt(name, run);
      run.isFailed = false;
      logger.info(`Connector ${name} is ${target}`, { connector: name });
      statuses.connector(name, target, run.version);
    }
  }

  async #halt(name: string, run: Run): Promise<void> {
    const { worker } = this.#parts;
    run.isActive = false;
    // a stop that overtook the start would leave the connector running
    await within(worker.config.values['task.shutdown.graceful.timeout.ms'], run.starting);
    await worker.stopConnector(name);
  }

  connectorFailed(name: string, trace: string, run = this.#connectors.get(name)): void {
    if (run === undefined || this.#connectors.get(name) !== run) return;
    run.isFailed = true;
    run.isActive = false;
    this.#parts.logger.error(`Connector ${name} failed: ${trace}`, { connector: name });
    this.#parts.statuses.connectorFailed(name, trace, run.version);
  }

  // --- tasks ---

  /** Resolves when the task has begun to start. Rejects with the reason why it does not. */
  async startTask(id: TaskId): Promise<void> {
    const { config, worker, logger } = this.#parts;
    const connectorConfig = config.config(id.connector);
    const taskConfig = config.tasks(id.connector)[id.task];
    const target = config.targetState(id.connector);
    if (connectorConfig === null || taskConfig === undefined || target === null || target === 'STOPPED') return;
    const { type, version } = pluginOf(worker, connectorConfig);
    const run: TaskRun = { id, version, target, isFailed: false, isActive: false, starting: Promise.resolve() };
    this.#tasks.set(taskName(id), run);
    logger.info(`Starting task ${taskName(id)}`, { ...id });
    try {
      if (type === 'unknown') throw new ConfigError(`No plugin is installed for ${connectorConfig['connector.class']}`);
      const start = {
        id,
        kind: type,
        connectorConfig: textOf(connectorConfig),
        taskConfig: textOf(taskConfig),
        isPaused: target === 'PAUSED',
      };
      const starting = worker.startTask(start);
      run.starting = starting.catch(() => undefined);
      await starting;
    } catch (error) {
      if (this.#tasks.get(taskName(id)) === run) this.taskState(id, 'FAILED', (error as Error).message);
      throw error;
    }
  }

  /** Those of them that run here. */
  async stopTasks(ids: readonly TaskId[]): Promise<void> {
    const { worker, statuses } = this.#parts;
    const runs = ids.map((id) => this.taskRun(id)).filter((run) => run !== undefined);
    for (const { id } of runs) this.#tasks.delete(taskName(id));
    const graceMs = worker.config.values['task.shutdown.graceful.timeout.ms'];
    await Promise.all(
      runs.map(async ({ id, starting, isFailed }) => {
        await within(graceMs, starting);
        await worker.stopTasks([id]);
        if (!isFailed) statuses.taskStopped(id);
      }),
    );
  }

  /** What the task itself tells. */
  taskState(id: TaskId, state: RunState, trace: string | null): void {
    const { statuses } = this.#parts;
    const run = this.taskRun(id);
    if (run === undefined) return; // of a run that was stopped
    run.isFailed = state === 'FAILED';
    if (state === 'FAILED') statuses.taskFailed(id, trace ?? '', run.version);
    else statuses.task(id, state, run.version);
  }
}

/** `unknown` and no version where there is no such plugin. */
export function pluginOf(worker: Worker, settings: Properties): { type: ConnectorType; version: string | null } {
  const name = settings['connector.class'] ?? '';
  try {
    const found = worker.plugins.find(['source', 'sink'], name, settings['connector.plugin.version'] ?? null);
    if (found !== null) return { type: found.kind as 'source' | 'sink', version: found.version };
  } catch {
    // a version that is none: starting the connector says so
  }
  return { type: 'unknown', version: null };
}

/** Settings of the config topic as the worker takes them. */
export function textOf(settings: Properties): Config {
  return Object.fromEntries(Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== null));
}
