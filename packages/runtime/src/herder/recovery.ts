import type { Logger } from '@causeway/api';
import { taskName, type TaskId } from '../config/task-id.ts';
import type { LostThread } from '../worker/worker.ts';
import type { ConnectorEntry } from './connector-entry.ts';
import { type Lost, lossesOf } from './losses.ts';
import { RestartBackoff } from './restart-backoff.ts';

export interface RecoveryParts {
  readonly logger: Logger;
  readonly entryOf: (connector: string) => ConnectorEntry | undefined;
  /** Starts these again when it is the connector's turn, unless it is gone or to be stopped by then. */
  readonly restart: (entry: ConnectorEntry, lost: Lost) => void;
  /** Stops a task, however long it takes. */
  readonly ended: (id: TaskId) => Promise<void>;
}

/** Brings back what went down with a thread, and moves what a thread has too much of. What had failed before stays as it is. */
export class Recovery {
  readonly #parts: RecoveryParts;
  readonly #backoff = new RestartBackoff();

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** Who is to blame has failed and is tried again later; the others go on at once. */
  threadLost(thread: LostThread): void {
    for (const { connector, failed, innocent } of lossesOf(thread)) {
      const entry = this.#parts.entryOf(connector);
      if (entry === undefined) continue;
      const [fallen, taken] = [stillUp(entry, failed), stillUp(entry, innocent)];
      if (taken !== null) this.#now(entry, taken);
      if (fallen !== null) this.#later(entry, fallen, thread.reason);
    }
  }

  /** Moves tasks by stopping them in order and starting them again. */
  threadCrowded(tasks: readonly TaskId[]): void {
    for (const id of tasks) {
      const entry = this.#parts.entryOf(id.connector);
      if (entry !== undefined && isAtWork(entry, id)) this.#move(entry, id);
    }
  }

  #move(entry: ConnectorEntry, id: TaskId): void {
    const { logger, ended, restart } = this.#parts;
    const again = (): void => {
      // otherwise its thread was lost meanwhile, and it is started again for that
      if (isAtWork(entry, id)) restart(entry, { withConnector: false, tasks: [id.task] });
    };
    logger.info(`Moving task ${taskName(id)} to another thread: those of its thread have much to do`, {
      connector: id.connector,
    });
    ended(id).then(again, again);
  }

  /** No restart that waits is made any more. */
  cancel(connector: string): void {
    this.#backoff.cancel(connector);
  }

  /** What happened before counts no more. */
  forget(connector: string): void {
    this.#backoff.forget(connector);
  }

  stop(): void {
    this.#backoff.stop();
  }

  #now(entry: ConnectorEntry, lost: Lost): void {
    const { logger, restart } = this.#parts;
    if (lost.withConnector) entry.setConnectorState('RESTARTING');
    for (const task of lost.tasks) entry.setTaskState(task, 'RESTARTING');
    logger.info(`Restarting what another plugin took down of connector ${entry.name}`, { connector: entry.name });
    restart(entry, lost);
  }

  #later(entry: ConnectorEntry, lost: Lost, reason: Error): void {
    const { logger, restart } = this.#parts;
    const connector = entry.name;
    if (lost.withConnector) entry.setConnectorState('FAILED', reason.message);
    for (const task of lost.tasks) entry.setTaskState(task, 'FAILED', reason.message);
    this.#backoff.schedule(connector, `${lost.withConnector} ${lost.tasks.join()}`, (ms) => {
      logger.info(`Restarting what was lost of connector ${connector}, ${ms} ms after it was lost`, { connector });
      restart(entry, lost);
    });
  }
}

function isAtWork(entry: ConnectorEntry, { task }: TaskId): boolean {
  const state = entry.taskStates.get(task)?.state;
  return state === 'RUNNING' || state === 'PAUSED';
}

/** Without what had failed by itself; null if nothing is left. */
function stillUp(entry: ConnectorEntry, lost: Lost | null): Lost | null {
  if (lost === null) return null;
  const withConnector = lost.withConnector && entry.connectorState.state !== 'FAILED';
  const tasks = lost.tasks.filter((task) => (entry.taskStates.get(task)?.state ?? 'FAILED') !== 'FAILED');
  return withConnector || tasks.length > 0 ? { withConnector, tasks } : null;
}
