import { PauseGate } from '../../tasks/pause-gate.ts';
import { type TaskId, taskName } from '../../tasks/task-id.ts';
import type { RunState, TaskStart } from '../protocol.ts';
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
}

/** The tasks that run in this thread. */
export class TaskHost {
  readonly #context: ThreadContext;
  readonly #hosted = new Map<string, Hosted>();

  constructor(context: ThreadContext) {
    this.#context = context;
  }

  async start({ id, kind, connectorConfig, taskConfig, isPaused }: TaskStart): Promise<void> {
    await this.stop(id);
    const stopping = new AbortController();
    const gate = new PauseGate();
    if (isPaused) gate.pause();
    const { promise, resolve } = Promise.withResolvers<void>();
    const hosted: Hosted = { stopping, gate, ended: promise, nudge: () => undefined };
    this.#hosted.set(taskName(id), hosted);
    const run: TaskRun = {
      id,
      connectorConfig: await this.#context.variables.resolve(connectorConfig),
      taskConfig: await this.#context.variables.resolve(taskConfig),
      signal: stopping.signal,
      gate,
      logger: this.#context.logger.child({ connector: id.connector, task: id.task }),
      started: () => {
        this.#tell(id, gate.isPaused ? 'PAUSED' : 'RUNNING');
      },
      pauseTookEffect: (isNow) => this.#tell(id, isNow ? 'PAUSED' : 'RUNNING'),
      onNudge: (nudge) => {
        hosted.nudge = nudge;
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

  async stop(id: TaskId): Promise<void> {
    const hosted = this.#hosted.get(taskName(id));
    if (hosted === undefined) return;
    hosted.stopping.abort();
    await hosted.ended;
  }

  #tell(id: TaskId, state: RunState, trace: string | null = null): void {
    void this.#context.main.call('taskState', { id, state, trace });
  }
}
