import { ConnectError, type Logger, NotFoundError } from '@causeway/api';
import type { ConfigStore } from '../../storage/config/config-store.ts';
import type { Config } from '../../worker/protocol.ts';
import type { Membership } from '../group/membership.ts';
import type { ClusterRequests } from '../herder.ts';
import { WrongWorkerError } from '../peers/errors.ts';
import type { SessionKeys } from '../peers/session-keys.ts';
import type { Signature } from '../peers/signature.ts';
import { areOthers } from './reconfiguration.ts';
import type { Turns } from './turns.ts';

export interface PeerRequestsParts {
  readonly configs: ConfigStore;
  readonly membership: Membership;
  readonly keys: SessionKeys;
  readonly turns: Turns;
  readonly logger: Logger;
}

const keyRetryMs = 1_000;

/** What other workers ask of the leader, and the key with which they have to sign it. */
export class PeerRequests implements ClusterRequests {
  readonly #parts: PeerRequestsParts;
  #keyTimer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(parts: PeerRequestsParts) {
    this.#parts = parts;
  }

  async putTaskConfigs(
    name: string,
    tasks: readonly Config[],
    body: Uint8Array,
    signature: Signature | null,
  ): Promise<void> {
    const { turns, configs } = this.#parts;
    this.#checkSignature(body, signature);
    await turns.request(`writing the task settings of connector ${name}`, async () => {
      this.#check(name, 'Only the leader may write task configurations.');
      if (areOthers(configs.config, name, tasks)) await configs.putTasks(name, tasks);
    });
  }

  /** Asked by workers that run sources exactly once: nothing may be promised to them. */
  async fence(name: string, body: Uint8Array, signature: Signature | null): Promise<void> {
    this.#checkSignature(body, signature);
    await this.#parts.turns.request(`fencing tasks of connector ${name}`, () => {
      this.#check(name, 'Only the leader may perform zombie fencing.');
      throw new ConnectError(
        `Older tasks of connector ${name} are not fenced off: exactly.once.source.support is not enabled on the worker that leads the group`,
      );
    });
  }

  /** All workers read it, this one too. */
  setLogLevel(logger: string, level: string): Promise<void> {
    return this.#parts.configs.putLoggerLevel(logger, level);
  }

  stage(): string {
    return this.#parts.turns.describe();
  }

  async probe(): Promise<void> {
    await this.#parts.turns.request('answering a health check', () => undefined);
  }

  /** As leader of a group that signs, sees to it from now on that there is a key that is not too old. */
  keepKey(): void {
    const { membership, turns, keys, logger } = this.#parts;
    this.#clearTimer();
    const isDue = (): boolean => membership.isLeader && membership.protocol === 'sessioned';
    if (!isDue() || this.#isStopped) return;
    const again = (ms: number | null): void => {
      this.#clearTimer();
      if (ms !== null && !this.#isStopped) this.#keyTimer = setTimeout(() => this.keepKey(), ms);
    };
    turns
      .step('distributing a session key', () => (isDue() ? keys.ensure() : null))
      .then(again, (error: unknown) => {
        if (!this.#isStopped) logger.error(`A session key could not be written: ${(error as Error).message}`);
        again(keyRetryMs);
      });
  }

  stop(): void {
    this.#isStopped = true;
    this.#clearTimer();
  }

  #checkSignature(body: Uint8Array, signature: Signature | null): void {
    const { membership, keys } = this.#parts;
    if (membership.protocol === null || membership.protocol === 'sessioned') keys.check(body, signature);
  }

  #check(name: string, message: string): void {
    const { membership, configs } = this.#parts;
    if (!membership.isLeader) throw new WrongWorkerError(message, membership.leaderUrl);
    if (!configs.config.has(name)) throw new NotFoundError(`Connector ${name} not found`);
  }

  #clearTimer(): void {
    if (this.#keyTimer !== null) clearTimeout(this.#keyTimer);
    this.#keyTimer = null;
  }
}
