import type { ProtocolSetting } from '../../config/distributed-config.ts';
import type { GroupAssignment, GroupListener, GroupMember, GroupRound, OfferedProtocols } from '../../kafka/port.ts';
import { noWork, union, without, type Work } from '../assignment/work.ts';
import type { Leader } from './leader.ts';
import {
  type Assignment,
  decodeAssignment,
  encodeMetadata,
  offeredProtocols,
  type ProtocolName,
} from './wire-format.ts';

export interface MembershipParts {
  readonly setting: ProtocolSetting;
  /** Of this worker's REST API, with a slash at the end. */
  readonly url: () => string;
  readonly configOffset: () => number;
  readonly leader: Leader;
  readonly member: (listener: GroupListener) => GroupMember;
  /** Called before each join. Resolves when what was taken away before has been stopped; under the eager protocol, everything. */
  readonly joining: () => Promise<void>;
  readonly assigned: (assignment: Assignment) => void;
  /** The group may have given our work to others. */
  readonly lost: (error: Error) => void;
  readonly failed: (error: Error) => void;
}

/** A worker's place in its group: what it is to run, and who leads. Java: WorkerGroupMember, WorkerCoordinator */
export class Membership implements GroupListener {
  readonly #parts: MembershipParts;
  #member: GroupMember | null = null;
  /** Of the last round. */
  #round: GroupAssignment | null = null;
  #assignment: Assignment | null = null;
  /** All that this worker is to run, or has not yet given up; null before the first round. */
  #work: Work | null = null;

  constructor(parts: MembershipParts) {
    this.#parts = parts;
  }

  /** Also while the group rebalances: somebody has to lead then, too. */
  get isLeader(): boolean {
    return this.#round !== null && this.#round.leaderId === this.#round.memberId;
  }

  /** null where there was no round yet. */
  get leaderUrl(): string | null {
    return this.#assignment?.leaderUrl ?? null;
  }

  get generation(): number {
    return this.#round?.generation ?? -1;
  }

  get protocol(): ProtocolName | null {
    return (this.#round?.protocol as ProtocolName | undefined) ?? null;
  }

  get work(): Work {
    return this.#work ?? noWork;
  }

  /** Joins, or has the group share out anew. */
  join(): void {
    this.#member ??= this.#parts.member(this);
    this.#member.join();
  }

  /** `join` comes back. */
  async leave(): Promise<void> {
    const member = this.#member;
    this.#member = null;
    await member?.leave();
  }

  /** This was stopped, and others may have it. */
  gaveUp(work: Work): void {
    this.#work = without(this.work, work);
  }

  /** As if it had never been in the group. */
  gaveUpAll(): void {
    this.#work = null;
  }

  async protocols(): Promise<OfferedProtocols> {
    const { setting, url, configOffset, joining } = this.#parts;
    await joining();
    const current =
      this.#work === null || this.#assignment === null
        ? null
        : { ...this.#assignment, assigned: this.#work, revoked: noWork, delayMs: 0 };
    const metadata = { url: url(), configOffset: configOffset(), current };
    return offeredProtocols(setting).map((name) => ({ name, metadata: encodeMetadata(metadata, name) }));
  }

  assign(round: GroupRound): Promise<Map<string, Buffer>> {
    return this.#parts.leader.assign(round);
  }

  assigned(round: GroupAssignment): void {
    const assignment = decodeAssignment(round.assignment);
    this.#round = round;
    this.#assignment = assignment;
    this.#work = round.protocol === 'default' ? assignment.assigned : union([this.work, assignment.assigned]);
    this.#parts.assigned(assignment);
  }

  lost(error: Error): void {
    this.#parts.lost(error);
  }

  failed(error: Error): void {
    this.#parts.failed(error);
  }
}
