import type { Logger } from '@causeway/api';
import { type DistributedWorkerConfig, protocolSetting } from '../../config/distributed-config.ts';
import type { GroupListener, GroupMember } from '../../kafka/port.ts';
import type { ConfigStore } from '../../storage/config/config-store.ts';
import { isNothing, union, without, workOf, type Work } from '../assignment/work.ts';
import { Leader } from '../group/leader.ts';
import { Membership } from '../group/membership.ts';
import type { Assignment } from '../group/wire-format.ts';
import type { LocalWork } from './local-work.ts';
import { OutOfStep } from './out-of-step.ts';
import type { Statuses } from './statuses.ts';
import type { Turns } from './turns.ts';

export interface RebalanceParts {
  readonly settings: DistributedWorkerConfig;
  /** Of this worker's REST API, with a slash at the end. */
  readonly url: () => string;
  readonly member: (listener: GroupListener) => GroupMember;
  readonly configs: ConfigStore;
  readonly statuses: Statuses;
  readonly local: LocalWork;
  readonly turns: Turns;
  readonly logger: Logger;
  /** Everybody has what is his: requests are served again. */
  readonly settled: () => void;
  /** The group refuses this worker for good. */
  readonly failed: (error: Error) => void;
}

/** A leader that had not read enough to share anything out needs a moment before it is asked again. */
const leaderReadsMs = 500;

/**
 * From one round of the group to the next: stops what is taken away, catches up with the config topic, starts what is new.
 * Java: DistributedHerder#handleRebalanceCompleted, RebalanceListener
 */
export class Rebalance {
  readonly membership: Membership;
  readonly leader: Leader;
  readonly #parts: RebalanceParts;
  readonly #outOfStep: OutOfStep;
  /** Until the group is to share out anew. */
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(parts: RebalanceParts) {
    this.#parts = parts;
    const { settings, configs, turns, logger } = parts;
    const { values } = settings;
    const syncMs = values['worker.sync.timeout.ms'];
    this.leader = new Leader({
      configured: () => configuredWork(configs),
      configOffset: () => configs.offset,
      readConfig: () => configs.refresh(syncMs),
      maxDelayMs: values['scheduled.rebalance.max.delay.ms'],
      logger,
    });
    this.membership = new Membership({
      setting: protocolSetting(settings),
      url: parts.url,
      configOffset: () => configs.offset,
      leader: this.leader,
      member: parts.member,
      joining: () => this.#joining(),
      assigned: (assignment) => {
        turns.step('taking over what the group assigned', () => this.#take(assignment)).catch(parts.failed);
      },
      lost: (error) => this.#lost(error),
      failed: parts.failed,
    });
    this.#outOfStep = new OutOfStep({
      syncMs,
      longestMs: values['worker.unsync.backoff.ms'],
      maxDelayMs: values['scheduled.rebalance.max.delay.ms'],
      read: () => configs.refresh(syncMs),
      leave: () => this.membership.leave(),
      join: () => this.join(),
      giveUpWork: () => this.#giveUpAll('stopping work that may be assigned to others by now'),
      logger,
    });
  }

  /** Joins the group, or has it share out anew. Requests wait until that is done. */
  join(): void {
    if (this.#isStopped) return;
    this.#parts.turns.shut();
    this.#clearTimer();
    this.membership.join();
  }

  /** What runs was stopped before. */
  async leave(): Promise<void> {
    this.#isStopped = true;
    this.#clearTimer();
    this.#outOfStep.stop();
    await this.membership.leave();
  }

  /** Whatever was begun before is ended first, so that the group is told what really runs. */
  async #joining(): Promise<void> {
    const { turns, local, statuses } = this.#parts;
    turns.shut();
    await turns.step('preparing to join the group', async () => {
      if (this.membership.protocol !== 'default') return;
      await this.#stop(local.all);
      await statuses.flush();
      this.membership.gaveUpAll();
    });
  }

  async #take(assignment: Assignment): Promise<void> {
    const { local, statuses, configs, turns } = this.#parts;
    const { membership } = this;
    const isEager = membership.protocol === 'default';
    this.#tell(assignment);
    const taken = isEager ? without(local.all, membership.work) : assignment.revoked;
    if (!isNothing(taken)) {
      await this.#stop(taken);
      if (!isEager) membership.gaveUp(taken);
      await statuses.flush();
    }
    if (membership.isLeader) statuses.removeDeleted(configs.config);
    if (!(await this.#hasCaughtUp(assignment))) return;
    local.startMissing(membership.work);
    if (!isEager && !isNothing(taken)) {
      this.join(); // others get it in the next round
      return;
    }
    if (assignment.delayMs > 0) this.#joinIn(assignment.delayMs);
    turns.open();
    this.#parts.settled();
  }

  #tell({ assigned, revoked, delayMs, isConfigMismatch }: Assignment): void {
    const { generation, isLeader } = this.membership;
    this.#parts.logger.info(`Joined the group in generation ${generation}${isLeader ? ' as its leader' : ''}`, {
      assigned: [...assigned.connectors, ...assigned.tasks],
      revoked: [...revoked.connectors, ...revoked.tasks],
      ...(delayMs > 0 ? { delay_ms: delayMs } : {}),
      ...(isConfigMismatch ? { config_mismatch: true } : {}),
    });
  }

  /** False where the worker has to join again before it may run anything. */
  async #hasCaughtUp({ isConfigMismatch, configOffset }: Assignment): Promise<boolean> {
    const { configs, logger, settings } = this.#parts;
    const isBehind = configs.offset < configOffset;
    if (isBehind || (isConfigMismatch && this.membership.isLeader)) {
      try {
        await configs.refresh(settings.values['worker.sync.timeout.ms']);
      } catch (error) {
        logger.warn(`This worker could not catch up with the config topic: ${(error as Error).message}`);
      }
      if (configs.offset < configOffset) {
        this.#outOfStep.begin();
        return false;
      }
    }
    if (!isConfigMismatch) return true;
    if (this.membership.isLeader) this.join();
    else this.#joinIn(leaderReadsMs);
    return false;
  }

  async #stop(work: Work): Promise<void> {
    const { local, statuses, configs } = this.#parts;
    await local.stop(work);
    // not before its tasks have stopped, or they would tell of their topics again
    const connectors = new Set([...work.connectors, ...[...work.tasks].map((task) => task.replace(/-\d+$/, ''))]);
    for (const name of connectors) if (!configs.config.has(name)) statuses.removeTopics(name);
  }

  #lost(error: Error): void {
    this.#parts.logger.error(`${error.message}: stopping what this worker runs, since others may have it by now`);
    this.#parts.turns.shut();
    this.#giveUpAll('stopping work after the group was lost');
  }

  #giveUpAll(stage: string): void {
    const { turns, local, failed } = this.#parts;
    turns
      .step(stage, async () => {
        await local.stop(local.all);
        this.membership.gaveUpAll();
      })
      .catch(failed);
  }

  #joinIn(ms: number): void {
    this.#clearTimer();
    this.#timer = setTimeout(() => this.join(), ms);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function configuredWork({ config }: ConfigStore): Work {
  const connectors = config.connectors();
  const tasks = connectors.map((connector) =>
    workOf(
      [],
      config.tasks(connector).map((_, task) => ({ connector, task })),
    ),
  );
  return union([workOf(connectors, []), ...tasks]);
}
