import { ConnectError } from '@causeway/api';
import { PauseGate } from '../../tasks/pause-gate.ts';
import { type TaskId, taskName } from '../../config/task-id.ts';
import { within } from '../../tasks/wait.ts';
import type { WorkerLogger } from '../../observability/logger.ts';
import type { Config, RunState, TaskStart } from '../protocol.ts';
import { traceOf } from './connector-host.ts';
import { runSinkTask } from './sink-task.ts';
import { runSourceTask } from './source-task.ts';
import type { TaskRun } from './task-run.ts';
import type { ThreadContext } from './thread-context.ts';

interface Hosted {
  readonly stopping: AbortController;
  readonly gate: PauseGate;
  readonly ended: Promise<void>;
  nudge: () => void;
  forgetTopics: () => void;
}

/** A run that was asked to stop had its time before; this is only for what comes in between. */
const endMs = 1_000;

/** Two runs of one task at once would write everything twice. */
const stillRunning = (id: TaskId): ConnectError =>
  new ConnectError(
    `Task ${taskName(id)} cannot be started again: its last run has not ended, since its plugin does not return from a call. ` +
      'Restart the task once it has returned, or restart the worker.',
  );

/** The tasks that run in this thread. */
export class TaskHost {
  readonly #context: ThreadContext;
  readonly #hosted = new Map<string, Hosted>();

  constructor(context: ThreadContext) {
    this.#context = context;
  }

  async start({ id, kind, connectorConfig, taskConfig, isPaused }: TaskStart): Promise<void> {
    if ((await within(endMs, this.stop(id))) === null) throw stillRunning(id);
    // First of all: what fails in here must leave nothing behind that is waited for
    const config = await this.#context.variables.resolve(connectorConfig);
    const settings = await this.#context.variables.resolve(taskConfig);
    const stopping = new AbortController();
    const gate = new PauseGate();
    if (isPaused) gate.pause();
    const { promise, resolve } = Promise.withResolvers<void>();
    const hosted: Hosted = {
      stopping,
      gate,
      ended: promise,
      nudge: () => undefined,
      forgetTopics: () => undefined,
    };
    this.#hosted.set(taskName(id), hosted);
    const run: TaskRun = {
      id,
      connectorConfig: config,
      taskConfig: settings,
      signal: stopping.signal,
      gate,
      logger: this.#loggerOf(id, config),
      started: () => {
        this.#tell(id, gate.isPaused ? 'PAUSED' : 'RUNNING');
      },
      pauseTookEffect: (isNow) => this.#tell(id, isNow ? 'PAUSED' : 'RUNNING'),
      onNudge: (nudge) => {
        hosted.nudge = nudge;
      },
      onForgetTopics: (forget) => {
        hosted.forgetTopics = forget;
      },
    };
    void this.#run(kind, run, hosted).finally(resolve);
  }

  async #run(kind: 'source' | 'sink', run: TaskRun, hosted: Hosted): Promise<void> {
    const { id, logger, signal } = run;
    try {
      await (kind === 'source' ? runSourceTask(this.#context, run) : runSinkTask(this.#context, run));
    } catch (error) {
      if (signal.aborted) {
        logger.warn(`The task failed while it was stopped: ${(error as Error).message}`);
      } else {
        const trace = traceOf(error);
        logger.error(
          `Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted: ${trace}`,
        );
        this.#tell(id, 'FAILED', trace);
      }
    } finally {
      if (this.#hosted.get(taskName(id)) === hosted) this.#hosted.delete(taskName(id));
    }
  }

  pause(id: TaskId): void {
    const hosted = this.#hosted.get(taskName(id));
    if (hosted === undefined || hosted.gate.isPaused) return;
    hosted.gate.pause();
    hosted.nudge();
  }

  resume(id: TaskId): void {
    const hosted = this.#hosted.get(taskName(id));
    if (hosted?.gate.isPaused !== true) return;
    hosted.gate.resume();
    hosted.nudge();
  }

  forgetTopics(id: TaskId): void {
    this.#hosted.get(taskName(id))?.forgetTopics();
  }

  async stop(id: TaskId): Promise<void> {
    const hosted = this.#hosted.get(taskName(id));
    if (hosted === undefined) return;
    hosted.stopping.abort();
    await hosted.ended;
  }

  /** A task logs under the class of its connector. */
  #loggerOf({ connector, task }: TaskId, config: Config): WorkerLogger {
    const { loader, logger } = this.#context;
    const plugin = loader.registry.find(['source', 'sink'], config['connector.class'] ?? '');
    return logger.child({ connector, task }, plugin?.class);
  }

  #tell(id: TaskId, state: RunState, trace: string | null = null): void {
    void this.#context.main.call('taskState', { id, state, trace });
  }
}
