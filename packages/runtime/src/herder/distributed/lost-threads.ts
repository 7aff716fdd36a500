import type { Logger } from '@causeway/api';
import { taskName, type TaskId } from '../../config/task-id.ts';
import type { LostThread, Worker } from '../../worker/worker.ts';
import { type Lost, lossesOf } from '../losses.ts';
import { RestartBackoff } from '../restart-backoff.ts';
import type { LocalWork, Run } from './local-work.ts';
import type { Statuses } from './statuses.ts';
import type { Turns } from './turns.ts';

export interface LostThreadsParts {
  readonly worker: Worker;
  readonly local: LocalWork;
  readonly statuses: Statuses;
  readonly turns: Turns;
  readonly logger: Logger;
}

/** What went down with a thread: the runs that are to be followed by others, unless somebody stops them before. */
interface Fallen {
  readonly connector: Run | null;
  readonly tasks: readonly { readonly id: TaskId; readonly run: Run }[];
}

/** Brings back what went down with a thread, and moves what a thread has too much of. What had failed before stays as it is. */
export class LostThreads {
  readonly #parts: LostThreadsParts;
  readonly #backoff = new RestartBackoff();

  constructor(parts: LostThreadsParts) {
    this.#parts = parts;
  }

  /** Who is to blame has failed and is tried again later; the others go on at once. */
  threadLost(thread: LostThread): void {
    for (const { connector, failed, innocent } of lossesOf(thread)) {
      const [culprits, others] = [this.#fallen(connector, failed), this.#fallen(connector, innocent)];
      if (others !== null) this.#restartNow(connector, others);
      if (culprits !== null) this.#restartLater(connector, culprits, thread.reason);
    }
  }

  threadCrowded(tasks: readonly TaskId[]): void {
    const { worker, local, logger } = this.#parts;
    for (const id of tasks) {
      const run = local.taskRun(id);
      if (run === undefined || run.isFailed) continue;
      logger.info(`Moving task ${taskName(id)} to another thread: those of its thread have much to do`, { ...id });
      const again = (): void => this.#restart(id.connector, { connector: null, tasks: [{ id, run }] });
      worker.ended(id).then(again, again); // a thread that is lost meanwhile is told of too: one restart too many at worst
    }
  }

  /** The connector has new settings, or is gone: what happened before counts no more. */
  forget(connector: string): void {
    this.#backoff.forget(connector);
    this.#parts.worker.trust(connector);
  }

  stop(): void {
    this.#backoff.stop();
  }

  #fallen(connector: string, lost: Lost | null): Fallen | null {
    if (lost === null) return null;
    const { local } = this.#parts;
    const own = lost.withConnector ? (local.connectorRun(connector) ?? null) : null;
    const tasks = lost.tasks.flatMap((task) => {
      const id = { connector, task };
      const run = local.taskRun(id);
      return run === undefined || run.isFailed ? [] : [{ id, run }];
    });
    const fallen = { connector: own?.isFailed === true ? null : own, tasks };
    return fallen.connector === null && tasks.length === 0 ? null : fallen;
  }

  #restartNow(connector: string, fallen: Fallen): void {
    const { statuses, logger } = this.#parts;
    logger.info(`Restarting what another plugin took down of connector ${connector}`, { connector });
    if (fallen.connector !== null) statuses.connector(connector, 'RESTARTING', null);
    for (const { id } of fallen.tasks) statuses.task(id, 'RESTARTING', null);
    this.#restart(connector, fallen);
  }

  #restartLater(connector: string, fallen: Fallen, reason: Error): void {
    const { local, logger } = this.#parts;
    if (fallen.connector !== null) local.connectorFailed(connector, reason.message, fallen.connector);
    for (const { id } of fallen.tasks) local.taskState(id, 'FAILED', reason.message);
    const part = `${fallen.connector !== null} ${fallen.tasks.map(({ id }) => id.task).join()}`;
    this.#backoff.schedule(connector, part, (ms) => {
      logger.info(`Restarting what was lost of connector ${connector}, ${ms} ms after it was lost`, { connector });
      this.#restart(connector, fallen);
    });
  }

  #restart(connector: string, fallen: Fallen): void {
    const { local, turns } = this.#parts;
    const restart = (): void => {
      if (fallen.connector !== null && local.connectorRun(connector) === fallen.connector) {
        local.startConnector(connector).catch(() => undefined); // it is said to have failed
      }
      for (const { id, run } of fallen.tasks) if (local.taskRun(id) === run) local.startTask(id).catch(() => undefined);
    };
    turns.step(`restarting what was lost of connector ${connector}`, restart).catch(() => undefined);
  }
}
