/** Workers of a cluster that run nothing, on a Kafka in memory: what they were asked to run is noted. */
import { distributedWorkerConfig } from '../../../src/config/distributed-config.ts';
import { DistributedHerder } from '../../../src/herder/distributed/distributed-herder.ts';
import type { PeerAnswer, PeerRequest } from '../../../src/herder/peers/peer-request.ts';
import { signatureOf } from '../../../src/herder/peers/session-keys.ts';
import { PluginRegistry } from '../../../src/plugins/registry.ts';
import { ConfigStore } from '../../../src/storage/config/config-store.ts';
import { StatusStore } from '../../../src/storage/status/status-store.ts';
import type { Config, TaskStart } from '../../../src/worker/protocol.ts';
import type { Worker } from '../../../src/worker/worker.ts';
import { MemoryKafka, type Stored } from './memory-kafka.ts';

const silent = () => undefined;

/** Runs nothing; its tasks are RUNNING at once. */
export class TestWorker {
  readonly plugins = new PluginRegistry([
    { kind: 'source', class: 'S', version: '1', entry: '' },
    { kind: 'sink', class: 'K', version: '1', entry: '' },
  ]);
  readonly config = { values: { 'topic.tracking.enable': true, 'task.shutdown.graceful.timeout.ms': 1000 } };
  readonly running = new Set<string>();
  readonly forgotten: string[] = [];
  /** How many task settings a connector makes; by default as many as it may. */
  taskCount: number | Error | null = null;
  herder: DistributedHerder | null = null;

  async validate(): Promise<unknown> {
    return { error_count: 0, configs: [] };
  }

  async startConnector(name: string, config: Config): Promise<void> {
    if (config['fails'] !== undefined) throw new Error(config['fails']);
    this.running.add(name);
  }

  async stopConnector(name: string): Promise<void> {
    this.running.delete(name);
  }

  async taskConfigs(name: string, most: number): Promise<Config[]> {
    if (this.taskCount instanceof Error) throw this.taskCount;
    return Array.from({ length: this.taskCount ?? most }, (_, task) => ({ of: name, number: `${task}` }));
  }

  async startTask({ id, isPaused }: TaskStart): Promise<void> {
    const name = `${id.connector}-${id.task}`;
    if (this.running.has(name)) throw new Error(`${name} would run twice`);
    this.running.add(name);
    this.herder?.taskState(id, isPaused ? 'PAUSED' : 'RUNNING', null);
  }

  async stopTasks(ids: readonly { connector: string; task: number }[]): Promise<void> {
    for (const { connector, task } of ids) this.running.delete(`${connector}-${task}`);
  }

  async ended(id: { connector: string; task: number }): Promise<void> {
    await this.stopTasks([id]);
  }

  async setPaused(id: { connector: string; task: number }, isPaused: boolean): Promise<void> {
    this.herder?.taskState(id, isPaused ? 'PAUSED' : 'RUNNING', null);
  }

  async forgetTopics(ids: readonly { connector: string; task: number }[]): Promise<void> {
    this.forgotten.push(...ids.map(({ connector, task }) => `${connector}-${task}`));
  }

  trust(): void {
    // nobody is held apart
  }
}

export interface Member {
  readonly herder: DistributedHerder;
  readonly worker: TestWorker;
  readonly errors: string[];
}

export class Cluster implements AsyncDisposable {
  readonly kafka = new MemoryKafka();
  readonly #settings: Readonly<Record<string, string>>;
  readonly #herders = new Map<string, DistributedHerder>();
  readonly #open: (() => Promise<void>)[] = [];

  constructor(settings: Readonly<Record<string, string>> = {}) {
    this.#settings = settings;
  }

  async add(): Promise<Member> {
    const id = `w${this.#open.length + 1}:1`;
    const errors: string[] = [];
    const logger = { debug: silent, info: silent, warn: silent, error: (message: string) => void errors.push(message) };
    const failed = (error: Error): void => void errors.push(error.message);
    const log = { kafka: this.kafka, consumer: {}, producer: {}, logger, failed };
    const worker = new TestWorker();
    const configs = new ConfigStore({ ...log, topic: 'configs', changed: (change) => herder.configChanged(change) });
    const topicForgotten = (connector: string): void => herder.topicForgotten(connector);
    const statusStore = new StatusStore({ ...log, topic: 'status', topicForgotten });
    const settings = distributedWorkerConfig({ ...required, ...this.#settings });
    const herder: DistributedHerder = new DistributedHerder({
      ...{ settings, configs, statusStore, logger, failed, worker: worker as unknown as Worker },
      member: (listener) => this.kafka.groupMember({}, {}, listener),
      url: () => `http://${id}/`,
      workerId: () => id,
      ask: (request) => this.#ask(request),
    });
    worker.herder = herder;
    this.#herders.set(id, herder);
    await statusStore.start(1);
    await configs.start();
    herder.start();
    this.#open.push(async () => {
      await herder.stop();
      await statusStore.stop();
      await configs.stop();
    });
    return { herder, worker, errors };
  }

  /** What workers say to each other over HTTP: here, the settings of tasks. */
  async #ask({ url, body, headers = {} }: PeerRequest): Promise<PeerAnswer> {
    const { host, pathname } = new URL(url);
    const name = pathname.split('/')[2]!;
    const tasks = JSON.parse(Buffer.from(body!).toString()) as Config[];
    const answer = { location: null, contentType: null, body: Buffer.alloc(0) };
    try {
      await this.#herders.get(host)!.cluster.putTaskConfigs(name, tasks, body!, signatureOf(headers));
      return { ...answer, status: 204 };
    } catch {
      return { ...answer, status: 500 };
    }
  }

  /** What was written since the last time, by topic. */
  take(topic: 'configs' | 'status'): Stored[] {
    const taken = this.kafka.written.filter((record) => record.topic === topic);
    this.kafka.written.splice(0, this.kafka.written.length, ...this.kafka.written.filter((r) => r.topic !== topic));
    return taken;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#open) await close();
  }
}

const required = {
  'bootstrap.servers': 'none:1',
  'group.id': 'g',
  'key.converter': 'c',
  'value.converter': 'c',
  'config.storage.topic': 'configs',
  'offset.storage.topic': 'offsets',
  'status.storage.topic': 'status',
  'scheduled.rebalance.max.delay.ms': '0',
};
