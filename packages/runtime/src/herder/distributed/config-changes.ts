import type { Logger } from '@causeway/api';
import type { ClusterConfig, ConfigChange } from '../../storage/config/cluster-config.ts';
import type { LocalWork } from './local-work.ts';
import type { LostThreads } from './lost-threads.ts';
import type { Rebalance } from './rebalance.ts';
import type { Turns } from './turns.ts';

export interface ConfigChangesParts {
  readonly config: ClusterConfig;
  readonly local: LocalWork;
  readonly lostThreads: LostThreads;
  readonly rebalance: Rebalance;
  readonly turns: Turns;
  readonly logger: Logger;
}

/** What of the config topic this worker has still to act on. */
class Staged {
  readonly connectors = new Set<string>();
  readonly targetStates = new Set<string>();
  /** Connectors whose tasks have new settings. */
  readonly tasks = new Set<string>();
  hasNewWork = false;
}

/**
 * Acts on what changes in the config topic: restarts connectors with new settings, pauses and resumes, stops tasks whose settings are out of
 * date, and has the group share out anew when there is something new to run, or something less. Java: DistributedHerder#tick
 */
export class ConfigChanges {
  readonly #parts: ConfigChangesParts;
  #staged: Staged | null = null;

  constructor(parts: ConfigChangesParts) {
    this.#parts = parts;
  }

  /** What comes before its turn is acted on together. */
  add(change: Extract<ConfigChange, { readonly connector: string }>): void {
    const staged = this.#staged ?? this.#begin();
    if (change.kind === 'target-state') staged.targetStates.add(change.connector);
    else if (change.kind === 'tasks') {
      staged.tasks.add(change.connector);
      staged.hasNewWork = true;
    } else {
      staged.connectors.add(change.connector);
      staged.hasNewWork ||= change.kind === 'connector-removed' || (change.kind === 'connector' && change.isNew);
    }
  }

  #begin(): Staged {
    const { turns, logger } = this.#parts;
    const staged = new Staged();
    this.#staged = staged;
    turns
      .step('acting on changes of the config topic', () => {
        this.#staged = null;
        return this.#apply(staged);
      })
      .catch((error: unknown) => logger.error(`Changes of the config topic failed: ${(error as Error).message}`));
    return staged;
  }

  async #apply({ connectors, targetStates, tasks, hasNewWork }: Staged): Promise<void> {
    const { local, lostThreads, rebalance } = this.#parts;
    for (const name of connectors) lostThreads.forget(name);
    const stopsAllAnyway = hasNewWork && rebalance.membership.protocol === 'default';
    if (!stopsAllAnyway) {
      await Promise.all([...connectors].map((name) => this.#renew(name)));
      await Promise.all([...targetStates].map((name) => local.applyTargetState(name)));
      // those that the next round leaves here are started then
      await local.stopTasks([...tasks].flatMap((name) => local.taskIds(name)));
    }
    if (hasNewWork) rebalance.join();
  }

  /** The connector alone: its tasks follow when it has asked for other settings. */
  async #renew(name: string): Promise<void> {
    const { local, config, rebalance } = this.#parts;
    await local.stopConnector(name);
    if (!config.has(name) || !rebalance.membership.work.connectors.has(name)) return;
    local.startConnector(name).catch(() => undefined); // it is said to have failed
  }
}
