import type { EventLoopUtilization } from 'node:perf_hooks';
import { Worker as Thread } from 'node:worker_threads';
import { ConnectError, type Logger } from '@causeway/api';
import type { PluginDescription } from '../plugins/registry.ts';
import { type Activity, type Owner, SharedBoard } from './activity.ts';
import type { MainMethods, ThreadData, ThreadMethods } from './protocol.ts';
import { Rpc } from './rpc.ts';
import { whereaboutsOf } from './stopped-thread.ts';

export interface TaskThreadParts {
  readonly data: Omit<ThreadData, 'board'>;
  readonly main: MainMethods;
  readonly plugins: () => readonly PluginDescription[];
  readonly unresponsiveMs: number;
  readonly logger: Logger;
  /** Called once when the thread is gone, or was given up. */
  readonly onLost: (thread: TaskThread, loss: Loss) => void;
}

/** Why a thread is gone. */
export interface Loss {
  readonly reason: Error;
  /** Who did it, where that is known. */
  readonly culprit: Owner | null;
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './thread/main.ts' : './thread/main.js', import.meta.url);

/** One task thread, as the main thread sees it. A thread that ends, or no longer answers, is lost for good; its owner starts another. */
export class TaskThread {
  readonly rpc: Rpc<ThreadMethods>;
  readonly #thread: Thread;
  readonly #parts: TaskThreadParts;
  readonly #board = new SharedBoard();
  readonly #watch: NodeJS.Timeout;
  #measured: EventLoopUtilization;
  #isOver = false;
  #answered = true;

  constructor(parts: TaskThreadParts) {
    this.#parts = parts;
    const data: ThreadData = { ...parts.data, board: this.#board.memory };
    this.#thread = new Thread(entry, { workerData: data, stdout: false, stderr: false });
    this.#thread.setMaxListeners(20);
    this.#measured = this.#thread.performance.eventLoopUtilization();
    this.rpc = new Rpc<ThreadMethods>(this.#thread);
    this.rpc.serve(parts.main);
    this.#thread.on('error', (error) => this.#lose(this.#failed(error as NodeJS.ErrnoException)));
    this.#thread.on('exit', (code) =>
      this.#lose({ reason: new ConnectError(`A task thread ended with code ${code}`), culprit: null }),
    );
    void this.rpc.call('usePlugins', parts.plugins()).catch(() => undefined);
    this.#watch = setInterval(() => void this.#check(), parts.unresponsiveMs);
    this.#watch.unref();
  }

  /** Share of its time that the thread was at work since this was asked last. */
  utilization(): number {
    const before = this.#measured;
    this.#measured = this.#thread.performance.eventLoopUtilization();
    return this.#thread.performance.eventLoopUtilization(this.#measured, before).utilization;
  }

  /** Ends the thread at once. */
  async terminate(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#watch);
    this.rpc.close(new ConnectError('The task thread was ended'));
    await this.#thread.terminate();
  }

  async #check(): Promise<void> {
    if (!this.#answered) {
      const loss = await this.#unresponsive();
      if (this.#isUnanswered()) this.#lose(loss);
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

  /** An answer that came only now says that it was this process that stood still, not the thread. */
  #isUnanswered(): boolean {
    return !this.#answered;
  }

  async #unresponsive(): Promise<Loss> {
    const limit = `task.thread.unresponsive.ms=${this.#parts.unresponsiveMs}`;
    const shown = this.#board.read();
    const found = await whereaboutsOf(this.#thread);
    const activity = found?.activity ?? shown;
    const at = found?.at == null ? '' : `, stuck at ${found.at}`;
    const reason =
      activity === null
        ? `A task thread did not answer for ${limit}: a plugin blocks the event loop${at}. The thread was replaced.`
        : `${subject(activity)} did not return for ${limit} and blocked the event loop of its thread${at}. The thread was replaced.`;
    return { reason: new ConnectError(reason), culprit: activity?.owner ?? null };
  }

  /** An error that nobody caught, or a heap that is full. */
  #failed(error: NodeJS.ErrnoException): Loss {
    const activity = this.#board.read();
    const during = activity === null ? '' : ` during ${subject(activity)}`;
    const reason = new ConnectError(`A task thread failed${during}: ${error.message}`, { cause: error });
    return { reason, culprit: activity?.owner ?? null };
  }

  #lose(loss: Loss): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.logger.error(loss.reason.message);
    this.#parts.onLost(this, loss);
    this.rpc.close(loss.reason);
    void this.terminate();
  }
}

function subject({ owner, call }: Activity): string {
  const what = call ?? 'a transformation or converter';
  return owner.kind === 'request' ? owner.name : `${what} of ${owner.kind} ${owner.name}`;
}
