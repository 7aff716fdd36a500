import { Worker as Thread } from 'node:worker_threads';
import { ConnectError, type Logger } from '@causeway/api';
import type { PluginDescription } from '../plugins/registry.ts';
import type { MainMethods, ThreadData, ThreadMethods } from './protocol.ts';
import { Rpc } from './rpc.ts';

export interface TaskThreadParts {
  readonly data: ThreadData;
  readonly main: MainMethods;
  readonly plugins: () => readonly PluginDescription[];
  readonly unresponsiveMs: number;
  readonly logger: Logger;
  /** Called once when the thread is gone, or was given up. */
  readonly onLost: (thread: TaskThread, reason: Error) => void;
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './thread/main.ts' : './thread/main.js', import.meta.url);

/** One task thread, as the main thread sees it. A thread that ends, or no longer answers, is lost for good; its owner starts another. */
export class TaskThread {
  readonly rpc: Rpc<ThreadMethods>;
  readonly #thread: Thread;
  readonly #parts: TaskThreadParts;
  readonly #watch: NodeJS.Timeout;
  #isOver = false;
  #answered = true;

  constructor(parts: TaskThreadParts) {
    this.#parts = parts;
    this.#thread = new Thread(entry, { workerData: parts.data, stdout: false, stderr: false });
    this.#thread.setMaxListeners(20);
    this.rpc = new Rpc<ThreadMethods>(this.#thread);
    this.rpc.serve(parts.main);
    this.#thread.on('error', (error) =>
      this.#lose(new ConnectError(`A task thread failed: ${(error as Error).message}`, { cause: error })),
    );
    this.#thread.on('exit', (code) => this.#lose(new ConnectError(`A task thread ended with code ${code}`)));
    void this.rpc.call('usePlugins', parts.plugins()).catch(() => undefined);
    this.#watch = setInterval(() => this.#check(), parts.unresponsiveMs);
    this.#watch.unref();
  }

  /** Ends the thread at once. */
  async terminate(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#watch);
    this.rpc.close(new ConnectError('The task thread was ended'));
    await this.#thread.terminate();
  }

  #check(): void {
    if (!this.#answered) {
      const { unresponsiveMs } = this.#parts;
      this.#lose(
        new ConnectError(
          `A task thread did not answer for task.thread.unresponsive.ms=${unresponsiveMs} and was replaced: one of its plugins blocks the event loop`,
        ),
      );
      return;
    }
    this.#answered = false;
    this.rpc.call('ping', null).then(
      () => {
        this.#answered = true;
      },
      () => undefined,
    );
  }

  #lose(reason: Error): void {
    if (this.#isOver) return;
    this.#parts.logger.error(reason.message);
    void this.terminate();
    this.#parts.onLost(this, reason);
  }
}
