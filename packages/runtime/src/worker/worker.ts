import { availableParallelism } from 'node:os';
import { ConfigError, ConnectError, type ConfigMap, type Logger } from '@causeway/api';
import type { WorkerConfig } from '../config/worker-config.ts';
import type { LogLevel } from '../observability/logger.ts';
import { discoverPlugins } from '../plugins/discover.ts';
import { PluginRegistry, type PluginDescription } from '../plugins/registry.ts';
import type { OffsetStore } from '../storage/offset-store.ts';
import { type TaskId, taskName } from '../tasks/task-id.ts';
import { within } from '../tasks/wait.ts';
import type { Config, ConfigInfos, ConfigKeyInfo, MainMethods, RunState, TaskStart } from './protocol.ts';
import { TaskThread } from './task-thread.ts';

/** What happens in the worker, told to the herder. */
export interface WorkerListener {
  taskState(id: TaskId, state: RunState, trace: string | null): void;
  connectorFailed(name: string, trace: string): void;
  reconfigure(name: string): void;
  topicUsed(id: TaskId, topic: string): void;
  /** A thread was lost with these in it; they have to be started again. */
  threadLost(connectors: readonly string[], tasks: readonly TaskId[], reason: Error): void;
}

export interface WorkerParts {
  readonly config: WorkerConfig;
  readonly offsets: OffsetStore;
  readonly logger: Logger;
  readonly logLevel: LogLevel;
  readonly logFormat: 'json' | 'text';
}

interface Slot {
  readonly thread: TaskThread;
  readonly connectors: Set<string>;
  readonly tasks: Map<string, TaskId>;
}

/** The connectors and tasks of this process, and the threads that they run in. Threads start when they are first needed. */
export class Worker {
  readonly #parts: WorkerParts;
  readonly #slots: Slot[] = [];
  readonly #maxThreads: number;
  #registry = new PluginRegistry([]);
  #listener: WorkerListener | null = null;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#maxThreads = parts.config.values['task.threads'] ?? availableParallelism();
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
      this.#anySlot().thread.rpc.call('describe', entry),
    );
    for (const { thread } of this.#slots) await thread.rpc.call('usePlugins', this.#registry.all);
    this.#checkConverters();
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

  async startConnector(name: string, config: Config): Promise<void> {
    const slot = this.#slotOf((s) => s.connectors.has(name));
    slot.connectors.add(name);
    await slot.thread.rpc.call('startConnector', { name, config });
  }

  async stopConnector(name: string): Promise<void> {
    const slot = this.#slots.find((s) => s.connectors.has(name));
    if (slot === undefined) return;
    slot.connectors.delete(name);
    await this.#patiently(`connector ${name}`, slot.thread.rpc.call('stopConnector', name));
  }

  taskConfigs(name: string, maxTasks: number): Promise<Config[]> {
    const slot = this.#slots.find((s) => s.connectors.has(name));
    if (slot === undefined) return Promise.reject(new ConnectError(`Connector ${name} is not running`));
    return slot.thread.rpc.call('taskConfigs', { name, maxTasks });
  }

  async startTask(start: TaskStart): Promise<void> {
    const key = taskName(start.id);
    const slot = this.#slotOf((s) => s.tasks.has(key));
    slot.tasks.set(key, start.id);
    await slot.thread.rpc.call('startTask', start);
  }

  /** Stops these tasks, all at once, within `task.shutdown.graceful.timeout.ms`. */
  async stopTasks(ids: readonly TaskId[]): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        const slot = this.#slots.find((s) => s.tasks.has(taskName(id)));
        slot?.tasks.delete(taskName(id));
        if (slot !== undefined) await this.#patiently(`task ${taskName(id)}`, slot.thread.rpc.call('stopTask', id));
      }),
    );
  }

  async setPaused(id: TaskId, isPaused: boolean): Promise<void> {
    const slot = this.#slots.find((s) => s.tasks.has(taskName(id)));
    await slot?.thread.rpc.call(isPaused ? 'pauseTask' : 'resumeTask', id);
  }

  validate(config: ConfigMap): Promise<ConfigInfos> {
    return this.#anySlot().thread.rpc.call('validate', config);
  }

  pluginConfig(plugin: PluginDescription): Promise<ConfigKeyInfo[]> {
    return this.#anySlot().thread.rpc.call('pluginConfig', plugin);
  }

  /** Ends the threads. Everything in them should have been stopped before. */
  async stop(): Promise<void> {
    await Promise.all(this.#slots.splice(0).map((s) => s.thread.terminate()));
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

  #anySlot(): Slot {
    return this.#slots[0] ?? this.#addSlot();
  }

  /** Where something runs already, else the thread with the least to do. */
  #slotOf(has: (slot: Slot) => boolean): Slot {
    const load = (s: Slot): number => s.tasks.size * 4 + s.connectors.size;
    const present = this.#slots.find(has);
    if (present !== undefined) return present;
    const idle = this.#slots.toSorted((a, b) => load(a) - load(b))[0];
    return idle !== undefined && (idle.tasks.size === 0 || this.#slots.length >= this.#maxThreads)
      ? idle
      : this.#addSlot();
  }

  #addSlot(): Slot {
    const { config, logger, logLevel, logFormat } = this.#parts;
    const thread = new TaskThread({
      data: { workerConfig: config.originals, logLevel, logFormat },
      main: this.#methods(),
      plugins: () => this.#registry.all,
      unresponsiveMs: config.values['task.thread.unresponsive.ms'],
      logger,
      onLost: (lost, reason) => this.#lost(lost, reason),
    });
    const slot: Slot = { thread, connectors: new Set(), tasks: new Map() };
    this.#slots.push(slot);
    return slot;
  }

  #lost(thread: TaskThread, reason: Error): void {
    const index = this.#slots.findIndex((s) => s.thread === thread);
    const [slot] = index < 0 ? [] : this.#slots.splice(index, 1);
    if (slot !== undefined) this.#listener?.threadLost([...slot.connectors], [...slot.tasks.values()], reason);
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
