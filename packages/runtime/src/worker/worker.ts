import { availableParallelism } from 'node:os';
import { ConfigError, ConnectError, type Logger } from '@causeway/api';
import type { WorkerConfig } from '../config/worker-config.ts';
import { type LevelName, logLevels } from '../observability/log-levels.ts';
import { kafkaLog } from '../observability/logger.ts';
import { discoverPlugins } from '../plugins/discover.ts';
import { PluginRegistry, type PluginDescription } from '../plugins/registry.ts';
import { type ConnectorOffset, entriesToAlter, sourceOffsets } from '../storage/connector-offsets.ts';
import type { OffsetStore } from '../storage/offset-store.ts';
import { type TaskId, taskName } from '../config/task-id.ts';
import { within } from '../tasks/wait.ts';
import {
  type Config,
  type ConfigInfos,
  type ConfigKeyInfo,
  type GroupOffset,
  type MainMethods,
  offsetsOf,
  type RunState,
  type StoppedConnector,
  type TaskStart,
  type ValidationRequest,
  validationOf,
} from './protocol.ts';
import type { Owner } from './activity.ts';
import { type Loss, TaskThread } from './task-thread.ts';
import { connectorOwner, type Slot, taskOwner, ThreadPool } from './thread-pool.ts';

/** What was in a thread that is gone, and has to be started again. */
export interface LostThread {
  readonly connectors: readonly string[];
  readonly tasks: readonly TaskId[];
  readonly reason: Error;
  /** The one that is to blame, if it is one of these; null where nobody knows. */
  readonly culprit: { readonly connector: string; readonly task: number | null } | 'none of these' | null;
}

/** What happens in the worker, told to the herder. */
export interface WorkerListener {
  taskState(id: TaskId, state: RunState, trace: string | null): void;
  connectorFailed(name: string, trace: string): void;
  reconfigure(name: string): void;
  topicUsed(id: TaskId, topic: string): void;
  threadLost(lost: LostThread): void;
  /** These tasks have a busy thread to themselves if they are stopped and started again. */
  threadCrowded(tasks: readonly TaskId[]): void;
}

export interface WorkerParts {
  readonly config: WorkerConfig;
  readonly offsets: OffsetStore;
  readonly logger: Logger;
  readonly logFormat: 'json' | 'text';
}

/** The connectors and tasks of this process, and the threads that they run in. */
export class Worker {
  readonly #parts: WorkerParts;
  readonly #pool: ThreadPool;
  #registry = new PluginRegistry([]);
  #listener: WorkerListener | null = null;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    logLevels.know(kafkaLog);
    this.#pool = new ThreadPool({
      maxThreads: parts.config.values['task.threads'] ?? availableParallelism(),
      start: (onLost) => this.#startThread(onLost),
      onLost: (slot, loss) => this.#listener?.threadLost(lostThread(slot, loss)),
      onCrowded: (tasks) => this.#listener?.threadCrowded(tasks),
    });
  }

  get plugins(): PluginRegistry {
    return this.#registry;
  }

  get config(): WorkerConfig {
    return this.#parts.config;
  }

  /** From now on the herder is told what happens. */
  tell(listener: WorkerListener): void {
    this.#listener = listener;
  }

  /** Finds the plugins of the plugin path. @throws ConfigError if the worker's own converters are not among them */
  async findPlugins(): Promise<void> {
    const paths = this.#parts.config.values['plugin.path'] ?? [];
    this.#registry = await discoverPlugins(paths, this.#parts.logger, (entry) =>
      this.#pool.borrow({ kind: 'request', name: `importing ${entry}` }, ({ rpc }) => rpc.call('describe', entry)),
    );
    this.#pool.release();
    this.#checkConverters();
  }

  /** A connector logs under the name of its class. */
  #knowLogger(config: Config): void {
    const plugin = this.#registry.find(['source', 'sink'], config['connector.class'] ?? '');
    if (plugin !== null) logLevels.know(plugin.class);
  }

  #checkConverters(): void {
    for (const key of ['key.converter', 'value.converter', 'header.converter'] as const) {
      const kind = key === 'header.converter' ? 'header_converter' : 'converter';
      const name = this.config.values[key];
      if (this.#registry.find([kind], name) !== null) continue;
      const nearest = this.#registry.nearest([kind], name);
      const hint =
        nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : 'Is its package in a folder of plugin.path?';
      throw new ConfigError(
        `Invalid value ${name} for configuration ${key}: Class ${name} could not be found. ${hint}`,
      );
    }
  }

  /** Sets the level of a logger here and in all threads. @returns the names of the loggers that it changed */
  async setLogLevel(logger: string, level: LevelName): Promise<string[]> {
    const changed = logLevels.set(logger, level);
    const settings = logLevels.settings();
    await Promise.all(this.#pool.slots.map(({ thread }) => thread.rpc.call('setLogLevels', settings)));
    return changed;
  }

  async startConnector(name: string, config: Config): Promise<void> {
    this.#knowLogger(config);
    const slot = this.#pool.place(connectorOwner(name));
    slot.connectors.add(name);
    await slot.thread.rpc.call('startConnector', { name, config });
  }

  async stopConnector(name: string): Promise<void> {
    const slot = this.#pool.find(connectorOwner(name));
    if (slot === undefined) return;
    slot.connectors.delete(name);
    await this.#patiently(`connector ${name}`, slot.thread.rpc.call('stopConnector', name));
    this.#pool.tidy(slot);
  }

  taskConfigs(name: string, maxTasks: number): Promise<Config[]> {
    const slot = this.#pool.find(connectorOwner(name));
    if (slot === undefined) return Promise.reject(new ConnectError(`Connector ${name} is not running`));
    return slot.thread.rpc.call('taskConfigs', { name, maxTasks });
  }

  async startTask(start: TaskStart): Promise<void> {
    const slot = this.#pool.place(taskOwner(start.id));
    slot.tasks.set(taskName(start.id), start.id);
    await slot.thread.rpc.call('startTask', start);
  }

  /** Stops these tasks, all at once, within `task.shutdown.graceful.timeout.ms`. */
  async stopTasks(ids: readonly TaskId[]): Promise<void> {
    await Promise.all(ids.map((id) => this.#stopTask(id)));
  }

  /** A task that does not stop in time keeps its place: started elsewhere, it would run twice. */
  async #stopTask(id: TaskId): Promise<void> {
    await this.#patiently(`task ${taskName(id)}`, this.ended(id));
  }

  /** Stops a task, however long it takes. */
  async ended(id: TaskId): Promise<void> {
    const slot = this.#pool.find(taskOwner(id));
    if (slot === undefined) return;
    try {
      await slot.thread.rpc.call('stopTask', id);
    } finally {
      slot.tasks.delete(taskName(id));
      this.#pool.tidy(slot);
    }
  }

  async setPaused(id: TaskId, isPaused: boolean): Promise<void> {
    await this.#pool.find(taskOwner(id))?.thread.rpc.call(isPaused ? 'pauseTask' : 'resumeTask', id);
  }

  /** These tasks tell of their topics once more. */
  async forgetTopics(ids: readonly TaskId[]): Promise<void> {
    await Promise.all(ids.map(async (id) => this.#pool.find(taskOwner(id))?.thread.rpc.call('forgetTopics', id)));
  }

  /** The connector has new settings, or is gone: what was held against it is forgotten. */
  trust(connector: string): void {
    this.#pool.trust(connector);
  }

  validate(request: ValidationRequest): Promise<ConfigInfos> {
    return this.#pool.borrow({ kind: 'request', name: validationOf(request.config) }, ({ rpc }) =>
      rpc.call('validate', request),
    );
  }

  pluginConfig(plugin: PluginDescription): Promise<ConfigKeyInfo[]> {
    const name = `reading the settings of ${plugin.class}`;
    return this.#pool.borrow({ kind: 'request', name }, ({ rpc }) => rpc.call('pluginConfig', plugin));
  }

  /** Is there still a task of this connector, be it one that does not stop? */
  hasTasksOf(connector: string): boolean {
    return this.#pool.slots.some(({ tasks }) => [...tasks.values()].some((id) => id.connector === connector));
  }

  /** What a connector has read or written up to. Its type says where that is kept. */
  async offsets(type: 'source' | 'sink', connector: StoppedConnector): Promise<ConnectorOffset[]> {
    if (type === 'source') return sourceOffsets(this.#parts.offsets, connector.name);
    const owner: Owner = { kind: 'request', name: `reading the offsets of connector ${connector.name}` };
    const offsets = await this.#pool.borrow(owner, ({ rpc }) => rpc.call('groupOffsets', connector));
    return offsets.map(({ topic, partition, offset }) => ({
      partition: { kafka_topic: topic, kafka_partition: partition },
      offset: { kafka_offset: offset },
    }));
  }

  /** Stores these offsets of a source connector, unless it objects; null takes all away. True if it promises that they take effect. */
  async alterSourceOffsets(connector: StoppedConnector, offsets: readonly ConnectorOffset[] | null): Promise<boolean> {
    const entries = await entriesToAlter(this.#parts.offsets, connector.name, offsets);
    const owner: Owner = { kind: 'request', name: offsetsOf(connector.name) };
    return this.#pool.borrow(owner, ({ rpc }) => rpc.call('alterSourceOffsets', { ...connector, entries }));
  }

  /** The same for a sink connector, whose offsets its consumer group has. */
  alterSinkOffsets(connector: StoppedConnector, offsets: readonly GroupOffset[] | null): Promise<boolean> {
    const owner: Owner = { kind: 'request', name: offsetsOf(connector.name) };
    return this.#pool.borrow(owner, ({ rpc }) => rpc.call('alterSinkOffsets', { ...connector, offsets }));
  }

  /** Ends the threads. Everything in them should have been stopped before. */
  async stop(): Promise<void> {
    await this.#pool.terminate();
  }

  async #patiently(what: string, stopping: Promise<void>): Promise<void> {
    const ms = this.config.values['task.shutdown.graceful.timeout.ms'];
    const done = await within(
      ms,
      stopping.catch((error: unknown) =>
        this.#parts.logger.warn(`Stopping ${what} failed: ${(error as Error).message}`),
      ),
    );
    if (done === null)
      this.#parts.logger.error(
        `Graceful stop of ${what} failed: it took longer than task.shutdown.graceful.timeout.ms=${ms}`,
      );
  }

  #startThread(onLost: (thread: TaskThread, loss: Loss) => void): TaskThread {
    const { config, logger, logFormat } = this.#parts;
    return new TaskThread({
      data: { workerConfig: config.originals, logLevels: logLevels.settings(), logFormat },
      main: this.#methods(),
      plugins: () => this.#registry.all,
      unresponsiveMs: config.values['task.thread.unresponsive.ms'],
      logger,
      onLost,
    });
  }

  #methods(): MainMethods {
    const { offsets } = this.#parts;
    return {
      readOffsets: (keys) => offsets.read(keys),
      writeOffsets: (entries) => offsets.write(entries),
      taskState: ({ id, state, trace }) => this.#listener?.taskState(id, state, trace),
      connectorFailed: ({ name, trace }) => this.#listener?.connectorFailed(name, trace),
      reconfigure: (name) => this.#listener?.reconfigure(name),
      topicUsed: ({ id, topic }) => this.#listener?.topicUsed(id, topic),
    };
  }
}

function lostThread(slot: Slot, { reason, culprit }: Loss): LostThread {
  const [connectors, tasks] = [[...slot.connectors], [...slot.tasks.values()]];
  if (culprit === null) return { connectors, tasks, reason, culprit };
  const task = culprit.kind === 'task' ? slot.tasks.get(culprit.name) : undefined;
  if (task !== undefined) return { connectors, tasks, reason, culprit: task };
  const isConnector = culprit.kind === 'connector' && slot.connectors.has(culprit.name);
  return {
    connectors,
    tasks,
    reason,
    culprit: isConnector ? { connector: culprit.name, task: null } : 'none of these',
  };
}
