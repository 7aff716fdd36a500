import { AlreadyExistsError, ConfigError, type ConfigMap, type Logger, NotFoundError } from '@causeway/api';
import type { ConnectorOffset } from '../storage/connector-offsets.ts';
import { taskName, type TaskId } from '../config/task-id.ts';
import type { Config, RunState } from '../worker/protocol.ts';
import type { LostThread, Worker, WorkerListener } from '../worker/worker.ts';
import { ConnectorEntry } from './connector-entry.ts';
import { changeOffsets, requireStopped } from './connector-offsets.ts';
import { BadRequestError, requireClass, throwIfInvalid } from './errors.ts';
import type { Herder } from './herder.ts';
import type { Lost } from './losses.ts';
import { Recovery } from './recovery.ts';
import type { ConfigInfos, ConnectorInfo, ConnectorStateInfo, TargetState, TaskInfo } from './states.ts';

/**
 * Creates, changes and watches the connectors of one worker that stands alone. What happens to a connector happens in order, one thing after
 * the other; connectors do not wait for each other.
 */
export class StandaloneHerder implements Herder, WorkerListener {
  readonly #worker: Worker;
  readonly #workerId: () => string;
  readonly #logger: Logger;
  readonly #connectors = new Map<string, ConnectorEntry>();
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #recovery: Recovery;
  #isStopping = false;

  constructor(worker: Worker, workerId: () => string, logger: Logger) {
    this.#worker = worker;
    this.#workerId = workerId;
    this.#logger = logger;
    this.#recovery = new Recovery({
      logger,
      entryOf: (name) => this.#connectors.get(name),
      restart: (entry, lost) => void this.#inOrder(entry.name, () => this.#recover(entry, lost)),
      ended: (id) => worker.ended(id),
    });
  }

  get worker(): Worker {
    return this.#worker;
  }

  // --- reading ---

  connectors(): string[] {
    return [...this.#connectors.keys()];
  }

  /** @throws NotFoundError */
  connectorInfo(name: string): ConnectorInfo {
    return this.#get(name).info();
  }

  /** @throws NotFoundError */
  connectorStatus(name: string): ConnectorStateInfo {
    const entry = this.#connectors.get(name);
    if (entry === undefined) throw new NotFoundError(`No status found for connector ${name}`);
    return entry.status();
  }

  taskInfos(name: string): TaskInfo[] {
    return this.#get(name).taskConfigs.map((config, task) => ({ id: { connector: name, task }, config }));
  }

  topics(name: string): string[] {
    return [...(this.#connectors.get(name)?.topics ?? [])];
  }

  /** From the next record on, its tasks tell of their topics again. */
  async resetTopics(name: string): Promise<void> {
    const entry = this.#connectors.get(name);
    if (entry === undefined) return;
    entry.topics.clear();
    await this.#worker.forgetTopics(entry.taskIds());
  }

  /** @throws ConfigError without a class, or for an unknown one */
  validate(config: ConfigMap): Promise<ConfigInfos> {
    return this.#worker.validate({ config, isToRun: false });
  }

  // --- changing ---

  /** Checks and starts a connector; replaces the one of this name if `replace`. Resolves when its tasks have begun to start. */
  async putConnector(
    name: string,
    config: Config,
    options: { replace: boolean; targetState?: TargetState },
  ): Promise<{ created: boolean; info: ConnectorInfo }> {
    await this.#check(config);
    return this.#inOrder(name, () => this.#put(name, config, options));
  }

  /** Changes some settings; null removes one. Patches of one connector are made one after the other, so that none is lost. */
  patchConnector(name: string, patch: ConfigMap): Promise<ConnectorInfo> {
    return this.#inOrder(name, async () => {
      const config: Record<string, string> = { ...this.#get(name).config };
      for (const [key, value] of Object.entries(patch)) {
        if (value === null) Reflect.deleteProperty(config, key);
        else config[key] = value;
      }
      await this.#check(config);
      return (await this.#put(name, config, { replace: true })).info;
    });
  }

  deleteConnector(name: string): Promise<void> {
    return this.#inOrder(name, async () => {
      const entry = this.#get(name);
      await this.#halt(entry);
      this.#forgive(name);
      this.#connectors.delete(name);
      this.#logger.info(`Deleted connector ${name}`, { connector: name });
    });
  }

  setTargetState(name: string, targetState: TargetState): Promise<void> {
    return this.#inOrder(name, async () => {
      const entry = this.#get(name);
      if (entry.targetState === targetState) return;
      this.#logger.info(`Connector ${name} goes from ${entry.targetState} to ${targetState}`, { connector: name });
      entry.targetState = targetState;
      if (targetState === 'STOPPED') await this.#stopAll(entry);
      else if (targetState === 'PAUSED') await this.#pause(entry);
      else await this.#resume(entry);
    });
  }

  alterOffsets(name: string, offsets: readonly ConnectorOffset[] | null): Promise<string> {
    return this.#inOrder(name, () => {
      const entry = this.#get(name);
      requireStopped(name, entry.targetState, entry.taskConfigs.length);
      return changeOffsets(this.#worker, entry.info(), offsets);
    });
  }

  /** Restarts the connector itself, not its tasks. */
  restartConnector(name: string): Promise<void> {
    return this.#inOrder(name, async () => {
      const entry = this.#get(name);
      await this.#worker.stopConnector(name);
      await this.#startConnector(entry);
      await this.#updateTasks(entry);
    });
  }

  restartTask({ connector, task }: TaskId): Promise<void> {
    return this.#inOrder(connector, async () => {
      const entry = this.#get(connector);
      if (entry.taskConfigs[task] === undefined)
        throw new NotFoundError(`Could not find task: ${taskName({ connector, task })}`);
      await this.#restartTasks(entry, [task]);
    });
  }

  /** Restarts the connector and its tasks, or those of them that failed; answers with the state in which what restarts is RESTARTING. */
  restart(
    name: string,
    { includeTasks, onlyFailed }: { includeTasks: boolean; onlyFailed: boolean },
  ): Promise<ConnectorStateInfo> {
    const entry = this.#get(name);
    const withConnector = !onlyFailed || entry.connectorState.state === 'FAILED';
    const tasks = includeTasks
      ? entry.taskConfigs.map((_, t) => t).filter((t) => !onlyFailed || entry.taskStates.get(t)?.state === 'FAILED')
      : [];
    // as in Java, what had failed keeps its trace until it runs again
    if (withConnector) entry.setConnectorState('RESTARTING', entry.connectorState.trace ?? null);
    for (const task of tasks) entry.setTaskState(task, 'RESTARTING', entry.taskStates.get(task)?.trace ?? null);
    const status = entry.status();
    void this.#inOrder(name, async () => {
      if (this.#connectors.get(name) !== entry) return; // replaced or deleted meanwhile: nothing of it is left to restart
      if (withConnector) {
        await this.#worker.stopConnector(name);
        await this.#startConnector(entry);
      }
      await this.#restartTasks(entry, tasks);
      if (withConnector) await this.#updateTasks(entry);
    }).catch((error: unknown) =>
      this.#logger.error(`Restarting connector ${name} failed: ${(error as Error).message}`),
    );
    return Promise.resolve(status);
  }

  /** Stops all connectors. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#recovery.stop();
    await Promise.all(
      [...this.#connectors.values()].map((entry) => this.#inOrder(entry.name, () => this.#halt(entry))),
    );
  }

  // --- what the worker tells ---

  taskState({ connector, task }: TaskId, state: RunState, trace: string | null): void {
    this.#connectors.get(connector)?.setTaskState(task, state, trace);
  }

  connectorFailed(name: string, trace: string): void {
    this.#connectors.get(name)?.setConnectorState('FAILED', trace);
    this.#logger.error(`Connector ${name} failed: ${trace}`, { connector: name });
  }

  reconfigure(name: string): void {
    void this.#inOrder(name, async () => {
      const entry = this.#connectors.get(name);
      if (entry !== undefined) await this.#updateTasks(entry);
    });
  }

  topicUsed({ connector }: TaskId, topic: string): void {
    if (this.#worker.config.values['topic.tracking.enable']) this.#connectors.get(connector)?.topics.add(topic);
  }

  /** Who is to blame has failed and is tried again later; the others go on at once. */
  threadLost(lost: LostThread): void {
    this.#recovery.threadLost(lost);
  }

  threadCrowded(tasks: readonly TaskId[]): void {
    this.#recovery.threadCrowded(tasks);
  }

  // --- doing ---

  /** @throws BadRequestError that lists what is wrong with the settings */
  async #check(config: Config): Promise<void> {
    requireClass(config);
    this.#requirePlugin(config);
    throwIfInvalid(await this.#worker.validate({ config, isToRun: true }));
  }

  async #put(
    name: string,
    config: Config,
    options: { replace: boolean; targetState?: TargetState },
  ): Promise<{ created: boolean; info: ConnectorInfo }> {
    const present = this.#connectors.get(name);
    if (present !== undefined && !options.replace) throw new AlreadyExistsError(`Connector ${name} already exists`);
    const targetState = options.targetState ?? present?.targetState ?? 'STARTED';
    if (present !== undefined) await this.#halt(present);
    this.#forgive(name);
    const entry = new ConnectorEntry(name, config, targetState, this.#pluginOf(config), this.#workerId());
    for (const topic of present?.topics ?? []) entry.topics.add(topic);
    this.#connectors.set(name, entry);
    this.#logger.info(`${present === undefined ? 'Created' : 'Reconfigured'} connector ${name}`, { connector: name });
    await this.#launch(entry);
    return { created: present === undefined, info: entry.info() };
  }

  async #recover(entry: ConnectorEntry, { withConnector, tasks }: Lost): Promise<void> {
    const isPresent = this.#connectors.get(entry.name) === entry;
    if (!isPresent || this.#isStopping || entry.targetState === 'STOPPED') return;
    if (withConnector && entry.targetState === 'STARTED') await this.#startConnector(entry);
    else if (withConnector) entry.setConnectorState('PAUSED');
    await this.#restartTasks(
      entry,
      tasks.filter((t) => t < entry.taskConfigs.length),
    );
  }

  async #launch(entry: ConnectorEntry): Promise<void> {
    if (entry.targetState === 'STARTED') {
      await this.#startConnector(entry);
      await this.#updateTasks(entry);
    } else {
      entry.setConnectorState(entry.targetState);
    }
  }

  async #startConnector(entry: ConnectorEntry): Promise<void> {
    if (entry.targetState !== 'STARTED') return;
    try {
      await this.#worker.startConnector(entry.name, entry.config);
      entry.setConnectorState('RUNNING');
    } catch (error) {
      this.connectorFailed(entry.name, (error as Error).message);
    }
  }

  /** Asks the connector for its tasks and starts them anew if anything changed. Java: StandaloneHerder#updateConnectorTasks */
  async #updateTasks(entry: ConnectorEntry): Promise<void> {
    if (entry.connectorState.state !== 'RUNNING' || this.#isStopping) return;
    let configs: Config[];
    try {
      configs = await this.#worker.taskConfigs(entry.name, Number(entry.config['tasks.max'] ?? 1));
    } catch (error) {
      this.connectorFailed(entry.name, (error as Error).message);
      return;
    }
    if (JSON.stringify(configs) === JSON.stringify(entry.taskConfigs)) return;
    await this.#worker.stopTasks(entry.taskIds());
    entry.setTaskConfigs(configs);
    await this.#startTasks(entry, entry.taskIds());
  }

  async #restartTasks(entry: ConnectorEntry, tasks: readonly number[]): Promise<void> {
    const ids = tasks.map((task) => ({ connector: entry.name, task }));
    await this.#worker.stopTasks(ids);
    await this.#startTasks(entry, ids);
  }

  async #startTasks(entry: ConnectorEntry, ids: readonly TaskId[]): Promise<void> {
    const { type, config, targetState } = entry;
    if (type === 'unknown') throw new ConfigError(`Connector ${entry.name} is neither a source nor a sink`);
    for (const id of ids) {
      const start = {
        id,
        kind: type,
        connectorConfig: config,
        taskConfig: entry.taskConfigs[id.task]!,
        isPaused: targetState === 'PAUSED',
      };
      try {
        await this.#worker.startTask(start);
      } catch (error) {
        entry.setTaskState(id.task, 'FAILED', (error as Error).message);
      }
    }
  }

  async #pause(entry: ConnectorEntry): Promise<void> {
    await this.#worker.stopConnector(entry.name);
    entry.setConnectorState('PAUSED');
    for (const id of entry.taskIds()) await this.#worker.setPaused(id, true);
  }

  async #resume(entry: ConnectorEntry): Promise<void> {
    await this.#startConnector(entry);
    for (const id of entry.taskIds()) await this.#worker.setPaused(id, false);
    await this.#updateTasks(entry);
  }

  async #stopAll(entry: ConnectorEntry): Promise<void> {
    await this.#halt(entry);
    entry.setTaskConfigs([]);
    entry.setConnectorState('STOPPED');
  }

  async #halt(entry: ConnectorEntry): Promise<void> {
    this.#recovery.cancel(entry.name);
    await this.#worker.stopTasks(entry.taskIds());
    await this.#worker.stopConnector(entry.name);
  }

  /** New settings, or none: what happened with the old ones counts no more. */
  #forgive(name: string): void {
    this.#recovery.forget(name);
    this.#worker.trust(name);
  }

  #pluginOf(config: Config): { type: 'source' | 'sink'; version: string } {
    const plugin = this.#worker.plugins.get(
      ['source', 'sink'],
      config['connector.class'] ?? '',
      config['connector.plugin.version'] ?? null,
    );
    return { type: plugin.kind as 'source' | 'sink', version: plugin.version };
  }

  #requirePlugin(config: Config): void {
    try {
      this.#pluginOf(config);
    } catch (cause) {
      throw new BadRequestError((cause as Error).message, { cause });
    }
  }

  #get(name: string): ConnectorEntry {
    const entry = this.#connectors.get(name);
    if (entry === undefined) throw new NotFoundError(`Connector ${name} not found`);
    return entry;
  }

  #inOrder<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(name) ?? Promise.resolve();
    const result = before.then(work, work);
    this.#queues.set(
      name,
      result.catch(() => undefined),
    );
    return result;
  }
}
