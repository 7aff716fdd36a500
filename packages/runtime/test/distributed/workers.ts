/** A cluster of worker processes on the real broker, with topics and a group of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { bootstrap, kafka, uniqueName } from '../kafka/broker.ts';
import { writePlugin } from './plugin.ts';

type Settings = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export class WorkerProcess {
  readonly url: string;
  readonly id: string;
  output = '';
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | string>;

  constructor(settings: Settings, id: string) {
    this.id = id;
    this.url = `http://${id}`;
    const main = join(import.meta.dirname, 'worker-main.ts');
    this.#child = spawn(process.execPath, ['--conditions=@causeway/source', main, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes: Buffer) => (this.output += bytes.toString()));
    this.#exit = once(this.#child, 'close').then(([code, signal]) => (code as number | null) ?? (signal as string));
  }

  async end(signal: NodeJS.Signals): Promise<number | string> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill(signal);
    return this.#exit;
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }

  async ready(): Promise<void> {
    const health = async (): Promise<number> => {
      const { exitCode } = this.#child;
      if (exitCode !== null) throw new Error(`The worker ended with ${exitCode}:\n${this.output}`);
      return this.ask('GET', '/health').then(
        ({ status }) => status,
        () => 0,
      );
    };
    await expect.poll(health, { timeout: 30_000 }).toBe(200);
  }

  /** State and worker of the connector, then of its tasks. */
  async states(name: string): Promise<string[]> {
    const { status, body } = await this.ask('GET', `/connectors/${name}/status`);
    if (status !== 200) return [];
    const { connector, tasks } = body as { connector: State; tasks: State[] };
    return [connector, ...tasks].map(({ state, worker_id: id }) => `${state} ${id}`);
  }
}

interface State {
  readonly state: string;
  readonly worker_id: string;
}

export class Workers implements AsyncDisposable {
  readonly name = uniqueName('cluster');
  readonly #settings: Settings;
  readonly #workers: WorkerProcess[] = [];
  readonly #plugin: Awaited<ReturnType<typeof writePlugin>>;

  private constructor(settings: Settings, plugin: Awaited<ReturnType<typeof writePlugin>>) {
    this.#plugin = plugin;
    this.#settings = {
      ...bootstrap,
      'group.id': this.name,
      'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
      'plugin.path': plugin.path,
      'offset.flush.interval.ms': '200',
      'heartbeat.interval.ms': '300',
      'session.timeout.ms': '6000',
      'scheduled.rebalance.max.delay.ms': '1000',
      ...settings,
    };
    for (const store of ['config', 'offset', 'status'])
      Object.assign(this.#settings, {
        [`${store}.storage.topic`]: this.topic(store),
        [`${store}.storage.replication.factor`]: '1',
      });
  }

  static async with(settings: Settings = {}): Promise<Workers> {
    return new Workers(settings, await writePlugin());
  }

  topic(store: string): string {
    return `${this.name}-${store}`;
  }

  async add(address?: string): Promise<WorkerProcess> {
    const id = address ?? (await freeAddress());
    const worker = new WorkerProcess({ ...this.#settings, listeners: `http://${id}` }, id);
    this.#workers.push(worker);
    await worker.ready();
    return worker;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end('SIGKILL')));
    await this.#plugin[Symbol.asyncDispose]();
    const admin = kafka.admin(bootstrap);
    await admin.deleteTopics((await admin.listTopics()).filter((topic) => topic.startsWith(this.name)));
    await admin.close();
  }
}

/** An address that nobody listens at. */
async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${port}`;
}

export interface Read {
  readonly key: string | null;
  readonly value: string | null;
}

/** Reads a topic of one partition, as far as it is written. */
export async function readTopic(topic: string): Promise<Read[]> {
  const partitions = [{ topic, partition: 0 }];
  const consumer = kafka.consumer({ ...bootstrap, 'auto.offset.reset': 'earliest' });
  consumer.assign(partitions);
  const [end] = await consumer.endOffsets(partitions);
  const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString());
  const records: Read[] = [];
  while ((consumer.position(partitions[0]!) ?? 0) < end!.offset) {
    for (const cursor of await consumer.poll(1000))
      while (cursor.next()) records.push({ key: text(cursor.key), value: text(cursor.value) });
  }
  await consumer.close();
  return records;
}
