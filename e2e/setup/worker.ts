/** The installed worker as a process, with a folder of its own that lasts as long as the test. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { inject } from 'vitest';
import { WorkerProcess } from '../../tools/worker/worker-process.ts';
import { bootstrap, deleteTopics } from './kafka.ts';

export type Settings = Readonly<Record<string, string>>;

const text = 'org.apache.kafka.connect.storage.StringConverter';

/** Connectors that run in the same worker see the same folder and topics; all is gone after the test. */
export class Bench implements AsyncDisposable {
  readonly dir: string;
  /** What names of this test carry. */
  readonly id = randomUUID().slice(0, 8);
  readonly #topics = new Set<string>();
  readonly #workers: WorkerProcess[] = [];

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async open(): Promise<Bench> {
    return new Bench(await mkdtemp(join(tmpdir(), 'causeway-e2e-test-')));
  }

  path(file: string): string {
    return join(this.dir, file);
  }

  /** A name that no other test has, as a topic's; the topic is deleted in the end. */
  topic(what: string): string {
    return this.ownTopic(`e2e-${what}-${this.id}`);
  }

  /** Deletes this topic in the end, too. */
  ownTopic(topic: string): string {
    this.#topics.add(topic);
    return topic;
  }

  /** Starts the worker, or starts it again with the same offset file; resolves when it is ready. */
  async worker(settings: Settings = {}, connectors: readonly Settings[] = []): Promise<WorkerProcess> {
    const { bin, plugins } = inject('installation');
    const worker = await WorkerProcess.start({
      dir: this.dir,
      command: [join(bin, 'connect-standalone')],
      env: { PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) },
      connectors,
      settings: {
        'bootstrap.servers': bootstrap,
        'key.converter': text,
        'value.converter': text,
        'offset.storage.file.filename': this.path('offsets'),
        'offset.flush.interval.ms': '100',
        'plugin.path': plugins,
        ...settings,
      },
    });
    this.#workers.push(worker);
    await worker.ready();
    return worker;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await deleteTopics([...this.#topics]);
    await rm(this.dir, { recursive: true, force: true });
  }
}
