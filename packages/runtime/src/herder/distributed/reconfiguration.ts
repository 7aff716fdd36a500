import { isDeepStrictEqual } from 'node:util';
import { ConfigError, type Logger } from '@causeway/api';
import type { ClusterConfig } from '../../storage/config/cluster-config.ts';
import type { Properties } from '../../storage/config/config-record.ts';
import type { Config } from '../../worker/protocol.ts';
import type { Worker } from '../../worker/worker.ts';
import type { LocalWork } from './local-work.ts';
import type { Turns } from './turns.ts';

export interface ReconfigurationParts {
  readonly worker: Worker;
  readonly local: LocalWork;
  readonly config: ClusterConfig;
  readonly turns: Turns;
  readonly logger: Logger;
  readonly isLeader: () => boolean;
  /** As leader. */
  readonly write: (connector: string, tasks: readonly Config[]) => Promise<void>;
  /** Asks the leader to write them. Rejects if it can't be reached or refuses. */
  readonly askLeader: (connector: string, tasks: readonly Config[]) => Promise<void>;
}

const firstMs = 250;
const longestMs = 60_000;

interface Attempt {
  count: number;
  isBusy: boolean;
  /** Asked for again while it was busy. */
  isWanted: boolean;
  timer: NodeJS.Timeout | null;
}

/**
 * Asks the connectors that run here for their tasks, and has the settings of these written if anything changed; what fails is tried again,
 * waiting longer each time. Java: DistributedHerder#reconfigureConnectorTasksWithRetry
 */
export class Reconfiguration {
  readonly #parts: ReconfigurationParts;
  readonly #attempts = new Map<string, Attempt>();
  #isStopped = false;

  constructor(parts: ReconfigurationParts) {
    this.#parts = parts;
  }

  /** Begins anew with the shortest wait. */
  request(connector: string): void {
    if (this.#isStopped) return;
    const attempt = this.#attempts.get(connector) ?? { count: 0, isBusy: false, isWanted: false, timer: null };
    this.#attempts.set(connector, attempt);
    attempt.count = 0;
    attempt.isWanted = true;
    if (attempt.timer !== null) clearTimeout(attempt.timer);
    attempt.timer = null;
    if (!attempt.isBusy) void this.#run(connector, attempt);
  }

  stop(): void {
    this.#isStopped = true;
    for (const { timer } of this.#attempts.values()) if (timer !== null) clearTimeout(timer);
    this.#attempts.clear();
  }

  async #run(connector: string, attempt: Attempt): Promise<void> {
    attempt.isBusy = true;
    try {
      while (attempt.isWanted && !this.#isStopped) {
        attempt.isWanted = false;
        await this.#reconfigure(connector);
      }
      if (this.#attempts.get(connector) === attempt) this.#attempts.delete(connector);
    } catch (error) {
      this.#retryLater(connector, attempt, error as Error);
    } finally {
      attempt.isBusy = false;
    }
  }

  #retryLater(connector: string, attempt: Attempt, error: Error): void {
    if (this.#isStopped) return;
    const ms = Math.min(longestMs, firstMs * 2 ** attempt.count++);
    this.#parts.logger.error(
      `Failed to reconfigure the tasks of connector ${connector}, trying again in ${ms} ms: ${error.message}`,
      { connector },
    );
    attempt.isWanted = true;
    attempt.timer = setTimeout(() => void this.#run(connector, attempt), ms);
  }

  async #reconfigure(connector: string): Promise<void> {
    const { worker, local, config, turns, askLeader } = this.#parts;
    const run = local.connectorRun(connector);
    const settings = config.config(connector);
    if (run?.isActive !== true || settings === null) return;
    const isStillSo = (): boolean =>
      // new settings restart the connector, which is asked again then
      local.connectorRun(connector) === run && run.isActive && config.config(connector) === settings;
    let tasks: Config[];
    try {
      tasks = await worker.taskConfigs(connector, Number(settings['tasks.max'] ?? 1));
    } catch (error) {
      if (!isStillSo()) return;
      if (!(error instanceof ConfigError)) throw error;
      local.connectorFailed(connector, error.message); // more tasks than allowed: asking again helps nobody
      return;
    }
    const hasToAsk = await turns.request(`writing the task settings of connector ${connector}`, async () => {
      if (!isStillSo() || !areOthers(config, connector, tasks)) return false;
      if (!this.#parts.isLeader()) return true;
      await this.#parts.write(connector, tasks);
      return false;
    });
    if (hasToAsk) await askLeader(connector, tasks);
  }
}

/**
 * Do these settings have to be written? Also where they are the same, if the connector's own are not those that the tasks were made with:
 * tasks take some of theirs from these. Java: AbstractHerder#taskConfigsChanged
 */
export function areOthers(config: ClusterConfig, connector: string, tasks: readonly Properties[]): boolean {
  const present = config.tasks(connector);
  if (config.isInconsistent(connector) || tasks.length !== present.length) return true;
  if (!tasks.every((task, i) => isDeepStrictEqual({ ...task }, { ...present[i] }))) return true;
  const applied = config.appliedConfig(connector);
  return applied !== null && !isDeepStrictEqual(applied, config.config(connector));
}
