import type {
  Logger,
  SourceConnectorContext,
  SourceOffset,
  SourcePartition,
  SourceRecord,
  SourceTask,
  TaskConfig,
} from '@causeway/api';
import { JdbcSourceConnector } from '../../src/source/connector.ts';
import { JdbcSourceTask } from '../../src/source/task.ts';

export type Config = Record<string, string>;

/** Offsets by partition, as a worker's store keeps them. */
export class OffsetStore {
  readonly #offsets = new Map<string, { partition: SourcePartition; offset: SourceOffset }>();

  set(partition: SourcePartition, offset: SourceOffset | null): void {
    const key = JSON.stringify(partition);
    if (offset === null) this.#offsets.delete(key);
    else this.#offsets.set(key, { partition, offset });
  }

  clear(): void {
    this.#offsets.clear();
  }

  list(): { partition: SourcePartition; offset: SourceOffset }[] {
    return [...this.#offsets.values()];
  }

  async offset(partition: SourcePartition): Promise<SourceOffset | null> {
    return this.#offsets.get(JSON.stringify(partition))?.offset ?? null;
  }

  async offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | null)[]> {
    return await Promise.all(partitions.map(async (partition) => await this.offset(partition)));
  }
}

export class LogDouble implements Logger {
  readonly lines: string[] = [];
  debug = (message: string): void => void this.lines.push(`debug ${message}`);
  info = (message: string): void => void this.lines.push(`info ${message}`);
  warn = (message: string): void => void this.lines.push(`warn ${message}`);
  error = (message: string): void => void this.lines.push(`error ${message}`);
}

class RunningTask {
  readonly #stopped = new AbortController();
  readonly #task: SourceTask = new JdbcSourceTask();
  readonly #worker: WorkerDouble;
  readonly #loop: Promise<void>;
  error: Error | null = null;

  constructor(worker: WorkerDouble, config: TaskConfig, task: number) {
    this.#worker = worker;
    this.#loop = this.#run(config, task).catch((error: unknown) => {
      this.error = error as Error;
    });
  }

  get state(): string {
    return this.error === null ? 'RUNNING' : 'FAILED';
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
    await this.#task.stop();
  }

  async #run(config: TaskConfig, task: number): Promise<void> {
    const { offsets, log } = this.#worker;
    const signal = this.#stopped.signal;
    await this.#task.start(config, { connector: 'double', task, logger: log, signal, offsetStorageReader: offsets });
    while (!signal.aborted) {
      const records = (await this.#task.poll()) ?? [];
      for (const record of records) this.#worker.deliver(record);
    }
  }
}

/** Runs one connector and its tasks as a worker does, and keeps what they deliver. */
export class WorkerDouble {
  readonly offsets = new OffsetStore();
  readonly log = new LogDouble();
  readonly records: SourceRecord[] = [];
  error: Error | null = null;
  #connector: JdbcSourceConnector | null = null;
  #stopped = new AbortController();
  #tasks: RunningTask[] = [];
  #taskConfigs = '';
  #config: Config = {};
  #reconfiguring: Promise<void> = Promise.resolve();

  get tasks(): readonly RunningTask[] {
    return this.#tasks;
  }

  get status(): { connector: string; tasks: string[] } {
    return { connector: this.error === null ? 'RUNNING' : 'FAILED', tasks: this.#tasks.map((t) => t.state) };
  }

  deliver(record: SourceRecord): void {
    this.records.push(record);
    if (record.sourcePartition !== null && record.sourceOffset !== null) {
      this.offsets.set(record.sourcePartition, record.sourceOffset);
    }
  }

  async start(config: Config): Promise<void> {
    this.#config = config;
    this.#stopped = new AbortController();
    this.#connector = new JdbcSourceConnector();
    this.#taskConfigs = '';
    const context: SourceConnectorContext = {
      connector: 'double',
      logger: this.log,
      signal: this.#stopped.signal,
      offsetStorageReader: this.offsets,
      requestTaskReconfiguration: () => {
        this.#reconfiguring = this.#reconfiguring.then(async () => await this.#configureTasks());
      },
      raiseError: (error) => (this.error = error),
    };
    try {
      await this.#connector.start(config, context);
      await this.#configureTasks();
    } catch (error) {
      this.error = error as Error;
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#connector?.stop();
    await this.#reconfiguring;
    await Promise.all(this.#tasks.map(async (task) => await task.stop()));
    this.#tasks = [];
    this.#connector = null;
  }

  async #configureTasks(): Promise<void> {
    if (this.#connector === null || this.#stopped.signal.aborted) return;
    const configs = this.#connector.taskConfigs(Number(this.#config['tasks.max'] ?? '1'));
    if (JSON.stringify(configs) === this.#taskConfigs) return;
    this.#taskConfigs = JSON.stringify(configs);
    await Promise.all(this.#tasks.map(async (task) => await task.stop()));
    this.#tasks = configs.map((config, i) => new RunningTask(this, config, i));
  }
}
