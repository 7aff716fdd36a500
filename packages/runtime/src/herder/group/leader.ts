import type { Logger } from '@causeway/api';
import type { GroupRound } from '../../kafka/port.ts';
import { assignCooperatively, type Memory, noMemory } from '../assignment/cooperative.ts';
import { assignEagerly } from '../assignment/eager.ts';
import { noWork, union, without, type Work } from '../assignment/work.ts';
import { type Assignment, decodeMetadata, encodeAssignment, type Metadata, type ProtocolName } from './wire-format.ts';

export interface LeaderParts {
  /** What there is to run by the config topic, as far as this worker has read it. */
  readonly configured: () => Work;
  readonly configOffset: () => number;
  /** Reads the config topic to its end. Rejects if that takes too long. */
  readonly readConfig: () => Promise<void>;
  /** `scheduled.rebalance.max.delay.ms` */
  readonly maxDelayMs: number;
  readonly logger: Logger;
  readonly nowMs?: () => number;
}

/** One worker, as the leader knows it since the last round. */
interface Member {
  readonly url: string;
  readonly work: Work;
}

/** What the leader of the group does: shares out the work, and knows from then on who has what. Java: WorkerCoordinator, LeaderState */
export class Leader {
  readonly #parts: LeaderParts;
  readonly #nowMs: () => number;
  #memory: Memory = noMemory;
  #members: ReadonlyMap<string, Member> = new Map();

  constructor(parts: LeaderParts) {
    this.#parts = parts;
    this.#nowMs = parts.nowMs ?? Date.now;
  }

  /** The share of each member. */
  async assign(round: GroupRound): Promise<Map<string, Buffer>> {
    const protocol = round.protocol as ProtocolName;
    const members = new Map(round.members.map(({ memberId, metadata }) => [memberId, decodeMetadata(metadata)]));
    const furthest = Math.max(...[...members.values()].map(({ configOffset }) => configOffset));
    const isBehind = !(await this.#hasRead(furthest));
    const header = {
      isConfigMismatch: isBehind,
      leader: round.memberId,
      leaderUrl: members.get(round.memberId)!.url,
      // whatever is shared out is of the topic as far as it was read by now
      configOffset: Math.max(furthest, this.#parts.configOffset()),
    };
    const shares = isBehind ? nothingFor(members) : this.#share(round, protocol, members);
    return new Map([...shares].map(([id, share]) => [id, encodeAssignment({ ...header, ...share }, protocol)]));
  }

  /** Where the worker is that runs this; null if none does, or this worker did not lead the last round. */
  ownerUrl(kind: keyof Work, name: string): string | null {
    for (const { url, work } of this.#members.values()) if (work[kind].has(name)) return url;
    return null;
  }

  async #hasRead(offset: number): Promise<boolean> {
    const { configOffset, readConfig, logger } = this.#parts;
    if (configOffset() >= offset) return true;
    try {
      await readConfig();
    } catch (error) {
      logger.warn(`This worker leads the group, but has not read the config topic as far: ${(error as Error).message}`);
    }
    return configOffset() >= offset;
  }

  #share(round: GroupRound, protocol: ProtocolName, members: ReadonlyMap<string, Metadata>): Map<string, Share> {
    return protocol === 'default' ? this.#eagerly(members) : this.#cooperatively(round, members);
  }

  #eagerly(members: ReadonlyMap<string, Metadata>): Map<string, Share> {
    const assigned = assignEagerly(members.keys(), this.#parts.configured());
    this.#members = new Map([...members].map(([id, { url }]) => [id, { url, work: assigned.get(id) ?? noWork }]));
    return new Map([...assigned].map(([id, work]) => [id, { assigned: work, revoked: noWork, delayMs: 0 }]));
  }

  #cooperatively(round: GroupRound, members: ReadonlyMap<string, Metadata>): Map<string, Share> {
    const { configured, maxDelayMs, logger } = this.#parts;
    const current = new Map([...members].map(([id, metadata]) => [id, metadata.current?.assigned ?? noWork]));
    const { plan, memory } = assignCooperatively(
      {
        nowMs: this.#nowMs(),
        maxDelayMs,
        generation: round.generation,
        lastCompletedGeneration: round.lastGeneration,
        configured: configured(),
        members: current,
      },
      this.#memory,
    );
    this.#memory = memory;
    for (const { reason, work } of plan.reasons) {
      logger.debug(`Sharing out ${[...work.connectors, ...work.tasks].join(', ')}: ${reason}`);
    }
    const shares = new Map<string, Share>();
    const after = new Map<string, Member>();
    for (const [id, { url }] of members) {
      const assigned = plan.assigned.get(id) ?? noWork;
      const revoked = plan.revoked.get(id) ?? noWork;
      shares.set(id, { assigned, revoked, delayMs: plan.delayMs });
      after.set(id, { url, work: union([without(current.get(id)!, revoked), assigned]) });
    }
    this.#members = after;
    return shares;
  }
}

type Share = Pick<Assignment, 'assigned' | 'revoked' | 'delayMs'>;

function nothingFor(members: ReadonlyMap<string, Metadata>): Map<string, Share> {
  return new Map([...members.keys()].map((id) => [id, { assigned: noWork, revoked: noWork, delayMs: 0 }]));
}
