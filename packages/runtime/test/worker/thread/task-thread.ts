/** Runs tasks as a task thread does, with plugins of the test and a double of Kafka. */
import {
  type Converter,
  DataError,
  defineConfig,
  type HeaderConverter,
  type Logger,
  type Plugin,
  RetriableError,
  type SinkTask,
  type SourceTask,
} from '@causeway/api';
import { standaloneWorkerConfig } from '../../../src/config/worker-config.ts';
import { bytesKey } from '../../../src/storage/java-hash-map.ts';
import type { OffsetEntry, OffsetStore } from '../../../src/storage/offset-store.ts';
import { PauseGate } from '../../../src/tasks/pause-gate.ts';
import { TestLoader } from '../../plugins/test-loader.ts';
import { Activities } from '../../../src/worker/thread/activities.ts';
import { ConfigVariables } from '../../../src/worker/thread/config-variables.ts';
import { runSinkTask } from '../../../src/worker/thread/sink-task.ts';
import { runSourceTask } from '../../../src/worker/thread/source-task.ts';
import type { TaskRun } from '../../../src/worker/thread/task-run.ts';
import type { ThreadContext } from '../../../src/worker/thread/thread-context.ts';
import type { TestKafka } from './kafka-double.ts';

const config = defineConfig({});
const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString());

/** How often a value `flaky…` can't be converted yet. */
export const flakyFailures = 2;

/** Texts as they are; `bad…` can't be converted, `late…` only with a promise, `flaky…` not at once. */
class TestConverter implements Converter, HeaderConverter {
  #flaky = 0;

  configure(): void {
    // no settings
  }

  #check(value: unknown): void {
    if (typeof value !== 'string') return;
    if (value.startsWith('bad')) throw new DataError(`${value} is bad`);
    if (value.startsWith('flaky') && this.#flaky++ < flakyFailures + 1) throw new RetriableError(`${value} is flaky`);
  }

  fromConnectData(_topic: string, _schema: unknown, value: unknown): string | null | Promise<string | null> {
    this.#check(value);
    const converted = value as string | null;
    return converted?.startsWith('late') === true ? Promise.resolve(converted) : converted;
  }

  toConnectData(_topic: string, bytes: Uint8Array | null) {
    const value = text(bytes);
    this.#check(value);
    return value?.startsWith('late') === true ? Promise.resolve({ schema: null, value }) : { schema: null, value };
  }

  fromConnectHeader(): Uint8Array | null {
    return null;
  }

  toConnectHeader(_topic: string, _key: string, bytes: Uint8Array | null) {
    return { schema: null, value: text(bytes) };
  }
}

const plugins: readonly Plugin[] = [
  { kind: 'converter', class: 'TestConverter', config, create: () => new TestConverter() },
  { kind: 'header_converter', class: 'TestHeaderConverter', config, create: () => new TestConverter() },
  {
    kind: 'transformation',
    class: 'DropTransformation',
    config,
    create: () => ({
      configure: () => undefined,
      apply: (record) => (String(record.value).startsWith('drop') ? null : record),
    }),
  },
  {
    kind: 'transformation',
    class: 'PriceTransformation',
    config,
    create: () => ({
      configure: () => undefined,
      apply: (record) => {
        if (record.value === 'free') throw new DataError('there is no price', { field: 'price' });
        return record;
      },
    }),
  },
  {
    kind: 'predicate',
    class: 'PickyPredicate',
    config,
    create: () => ({
      configure: () => undefined,
      test: (record) => {
        if (record.value === 'odd') throw new Error('what is this');
        return true;
      },
    }),
  },
];

export class TestOffsets implements Pick<OffsetStore, 'read' | 'write'> {
  readonly stored = new Map<string, string | null>();
  isBroken = false;

  async read(keys: readonly Uint8Array[]): Promise<(Uint8Array | null)[]> {
    return keys.map(() => null);
  }

  async write(entries: readonly OffsetEntry[]): Promise<void> {
    if (this.isBroken) throw new Error('the disk is full');
    for (const { key, value } of entries) this.stored.set(bytesKey(key), text(value));
  }
}

export interface TaskTest {
  readonly kafka: TestKafka;
  readonly task: SinkTask | SourceTask;
  readonly settings?: Readonly<Record<string, string>>;
}

const sinkPlugin = (task: SinkTask): Plugin => ({
  kind: 'sink',
  class: 'TestSink',
  config,
  taskClass: 'TestSinkTask',
  create: () => ({ start: () => undefined, taskConfigs: () => [], stop: () => undefined }),
  createTask: () => task,
});

const sourcePlugin = (task: SourceTask): Plugin => ({
  kind: 'source',
  class: 'TestSource',
  config,
  taskClass: 'TestSourceTask',
  create: () => ({ start: () => undefined, taskConfigs: () => [], stop: () => undefined }),
  createTask: () => task,
});

/** A task from its start to its end; `stop` ends it in order. */
export class RunningTask {
  readonly stopping = new AbortController();
  readonly gate = new PauseGate();
  readonly offsets = new TestOffsets();
  /** What happened to it, as the worker is told, and what was logged as a warning or an error. */
  readonly states: string[] = [];
  readonly logged: string[] = [];
  /** The fields of those lines. */
  readonly fields: unknown[] = [];
  readonly #kafka: TestKafka;
  /** Topics that it told of. */
  readonly topics: string[] = [];
  forgetTopics: () => void = () => undefined;
  #nudge: () => void = () => undefined;

  constructor(kafka: TestKafka) {
    this.#kafka = kafka;
    kafka.reader.onIdle = () => this.stop();
  }

  stop(): void {
    this.stopping.abort();
  }

  pause(): void {
    this.gate.pause();
    this.#nudge();
  }

  resume(): void {
    this.gate.resume();
    this.#nudge();
  }

  sink(task: SinkTask, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const own = { 'connector.class': 'TestSink', topics: 't', ...settings };
    return runSinkTask(this.#thread(sinkPlugin(task)), this.#run(own));
  }

  source(task: SourceTask, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    return runSourceTask(this.#thread(sourcePlugin(task)), this.#run({ 'connector.class': 'TestSource', ...settings }));
  }

  #run(connectorConfig: Record<string, string>): TaskRun {
    return {
      id: { connector: 'c', task: 0 },
      connectorConfig: { name: 'c', ...connectorConfig },
      taskConfig: connectorConfig,
      logger: this.#logger(),
      signal: this.stopping.signal,
      gate: this.gate,
      started: () => void this.states.push('started'),
      pauseTookEffect: (isPaused) => void this.states.push(isPaused ? 'paused' : 'resumed'),
      onNudge: (nudge) => {
        this.#nudge = nudge;
      },
      onForgetTopics: (forget) => {
        this.forgetTopics = forget;
      },
    };
  }

  readonly #main = (method: string, argument: unknown): Promise<void> => {
    if (method === 'topicUsed') this.topics.push((argument as { topic: string }).topic);
    return Promise.resolve();
  };

  #logger(): Logger & ThreadContext['logger'] {
    const say = (message: string, fields?: unknown): void => {
      this.logged.push(message);
      if (fields !== undefined) this.fields.push(fields);
    };
    const logger = { debug: () => undefined, info: () => undefined, warn: say, error: say, child: () => logger };
    return logger;
  }

  #thread(plugin: Plugin): ThreadContext {
    const loader = new TestLoader([...plugins, plugin]);
    const worker = standaloneWorkerConfig({
      'bootstrap.servers': 'broker:9092',
      'key.converter': 'TestConverter',
      'value.converter': 'TestConverter',
      'header.converter': 'TestHeaderConverter',
      'offset.storage.file.filename': 'unused',
      'offset.flush.interval.ms': '0',
    });
    return {
      worker,
      loader,
      kafka: this.#kafka,
      main: { call: this.#main } as unknown as ThreadContext['main'],
      logger: this.#logger(),
      offsets: this.offsets,
      activities: new Activities(),
      variables: new ConfigVariables({ providers: [], settings: {} }, () => loader),
    };
  }
}
