import type { Logger } from '@causeway/api';
import { taskName, type TaskId } from '../../config/task-id.ts';
import type { ClusterConfig } from '../../storage/config/cluster-config.ts';
import type { Worker } from '../../worker/worker.ts';
import type { Membership } from '../group/membership.ts';
import { type LocalWork, pluginOf } from './local-work.ts';
import { planRestart, type RestartPlan, type RestartRequest } from './restart-plan.ts';
import type { Statuses } from './statuses.ts';
import type { Turns } from './turns.ts';

export interface RestartsParts {
  readonly worker: Worker;
  readonly config: ClusterConfig;
  readonly statuses: Statuses;
  readonly local: LocalWork;
  readonly membership: Membership;
  readonly turns: Turns;
  readonly logger: Logger;
}

/** Restarts that stand in the config topic: each worker carries out its own part. Java: DistributedHerder#doRestartConnectorAndTasks */
export class Restarts {
  readonly #parts: RestartsParts;

  constructor(parts: RestartsParts) {
    this.#parts = parts;
  }

  /** @throws NotFoundError if nothing was said of the connector yet */
  plan(request: RestartRequest): RestartPlan {
    const { worker, config, statuses } = this.#parts;
    return planRestart(request, statuses, pluginOf(worker, config.config(request.connector) ?? {}).type);
  }

  /** Begins when it is its turn. */
  add(request: RestartRequest): void {
    const { turns, config, membership, logger } = this.#parts;
    const { connector } = request;
    const restart = async (): Promise<void> => {
      if (!config.has(connector)) return;
      const { withConnector, tasks } = this.plan(request);
      const { work } = membership;
      const ids = tasks.map((task) => ({ connector, task })).filter((id) => work.tasks.has(taskName(id)));
      await this.#restart(connector, withConnector && work.connectors.has(connector), ids);
    };
    turns
      .step(`restarting what this worker runs of connector ${connector}`, restart)
      .catch((error: unknown) =>
        logger.error(`Restarting connector ${connector} failed: ${(error as Error).message}`, { connector }),
      );
  }

  async #restart(connector: string, withConnector: boolean, ids: readonly TaskId[]): Promise<void> {
    const { local, statuses } = this.#parts;
    if (withConnector) {
      await local.stopConnector(connector);
      statuses.connector(connector, 'RESTARTING', null);
    }
    await local.stopTasks(ids);
    for (const id of ids) statuses.task(id, 'RESTARTING', null);
    // what fails to start is said to have failed
    if (withConnector) local.startConnector(connector).catch(() => undefined);
    for (const id of ids) local.startTask(id).catch(() => undefined);
  }
}
