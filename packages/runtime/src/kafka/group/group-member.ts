import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaCluster } from '../cluster/cluster.ts';
import { readConnectionSettings } from '../cluster/connection-settings.ts';
import { Coordinator } from '../consumer/coordinator.ts';
import { classifyError, toConnectError } from '../errors.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ClientProperties, GroupListener, GroupMember, GroupSettings } from '../port.ts';

const leaveTimeoutMs = 5000;

/** See port.ts. Joins and heartbeats go on in the background; nothing of them waits for what the listener does with an assignment. */
export class KafkaGroupMember implements GroupMember {
  memberId = '';
  generation = -1;
  readonly #settings: GroupSettings;
  readonly #listener: GroupListener;
  readonly #logger: KafkaLogger;
  readonly #cluster: KafkaCluster;
  readonly #coordinator: Coordinator;
  #joining: Promise<void> | null = null;
  #isRejoinWanted = false;
  #isLeaving = false;
  #heartbeat: NodeJS.Timeout | null = null;
  /** When the coordinator last answered. */
  #heardAt = Date.now();
  #isUnreachable = false;

  constructor(properties: ClientProperties, settings: GroupSettings, listener: GroupListener, logger: KafkaLogger) {
    this.#settings = settings;
    this.#listener = listener;
    this.#logger = logger;
    this.#cluster = new KafkaCluster(readConnectionSettings(properties, 'connect'), logger);
    this.#coordinator = new Coordinator(this.#cluster, settings.groupId);
  }

  join(): void {
    if (this.#isLeaving) return;
    if (this.#joining !== null) {
      this.#isRejoinWanted = true;
      return;
    }
    this.#joining = this.#joinUntilDone().finally(() => {
      this.#joining = null;
      if (!this.#isRejoinWanted) return;
      this.#isRejoinWanted = false;
      this.join();
    });
  }

  async leave(): Promise<void> {
    this.#isLeaving = true;
    // The broker answers one request after the other, and may keep that of joining for minutes.
    if (this.#joining !== null) this.#coordinator.hangUp();
    this.#stopHeartbeat();
    const { memberId } = this;
    if (memberId !== '') {
      const { groupId } = this.#settings;
      const farewell = this.#coordinator.ask((broker) => broker.leaveGroup({ groupId, memberId }));
      try {
        // Without it the group goes on when the session has expired: not worth a long wait.
        await Promise.race([farewell, sleep(leaveTimeoutMs, undefined, { ref: false })]);
      } catch (error) {
        this.#logger.debug(toConnectError(error, `Leaving group ${groupId}`).message);
      }
    }
    await this.#cluster.close();
    await this.#joining;
  }

  async #joinUntilDone(): Promise<void> {
    const { groupId } = this.#settings;
    for (;;) {
      try {
        await this.#joinOnce();
        return;
      } catch (error) {
        if (this.#cluster.isClosed || this.#isLeaving) return;
        if (classifyError(error).kind !== 'retriable') {
          this.#listener.failed(toConnectError(error, `Joining group ${groupId}`));
          return;
        }
        this.#logger.debug(toConnectError(error, `Joining group ${groupId}`).message);
        this.#notHeard(error);
        if (isForgotten(error)) this.#forget();
      }
      await sleep(this.#cluster.settings.retryBackoffMs, undefined, { signal: this.#cluster.closing }).catch(
        () => null,
      );
    }
  }

  async #joinOnce(): Promise<void> {
    const { groupId, protocolType, sessionTimeoutMs, rebalanceTimeoutMs } = this.#settings;
    const offered = await this.#listener.protocols();
    this.#isRejoinWanted = false; // whoever wished for that until now has it with this join
    this.#stopHeartbeat();
    const before = this.generation;
    const joined = await this.#coordinator.ask((broker) =>
      broker.joinGroup({
        groupId,
        sessionTimeout: sessionTimeoutMs,
        rebalanceTimeout: rebalanceTimeoutMs,
        memberId: this.memberId,
        protocolType,
        groupProtocols: offered.map(({ name, metadata }) => ({ name, metadata })),
      }),
    );
    const { generationId: generation, memberId, leaderId, groupProtocol: protocol } = joined;
    this.memberId = memberId;
    const members = joined.members.map((member) => ({ memberId: member.memberId, metadata: member.memberMetadata }));
    const shares =
      leaderId === memberId
        ? await this.#listener.assign({ memberId, generation, lastGeneration: before, protocol, members })
        : new Map<string, Buffer>();
    const groupAssignment = [...shares].map(([id, share]) => ({ memberId: id, memberAssignment: share }));
    const { memberAssignment } = await this.#coordinator.ask((broker) =>
      broker.syncGroup({ groupId, generationId: generation, memberId, groupAssignment }),
    );
    this.generation = generation;
    this.#heard();
    this.#startHeartbeat();
    this.#listener.assigned({ memberId, leaderId, generation, protocol, assignment: memberAssignment });
  }

  #startHeartbeat(): void {
    this.#stopHeartbeat();
    const beat = async (): Promise<void> => {
      await this.#beat();
      if (this.#heartbeat !== null && !this.#cluster.isClosed) schedule();
    };
    const schedule = (): void => {
      this.#heartbeat = setTimeout(() => void beat(), this.#settings.heartbeatIntervalMs);
    };
    schedule();
  }

  #stopHeartbeat(): void {
    if (this.#heartbeat !== null) clearTimeout(this.#heartbeat);
    this.#heartbeat = null;
  }

  async #beat(): Promise<void> {
    const { memberId, generation } = this;
    const { groupId } = this.#settings;
    try {
      await this.#coordinator.ask((broker) => broker.heartbeat({ groupId, groupGenerationId: generation, memberId }));
      this.#heard();
    } catch (error) {
      if (generation === this.generation && !this.#cluster.isClosed) this.#missed(error);
    }
  }

  #missed(error: unknown): void {
    const { type } = error as { readonly type?: string };
    if (this.#joining !== null && (type === 'REBALANCE_IN_PROGRESS' || isForgotten(error))) return; // the join will tell
    if (type === 'REBALANCE_IN_PROGRESS') {
      this.#heard();
      this.join();
    } else if (isForgotten(error)) {
      this.#forget();
      this.join();
    } else if (classifyError(error).kind === 'retriable') this.#notHeard(error);
    else this.#listener.failed(toConnectError(error, `Heartbeat in group ${this.#settings.groupId}`));
  }

  /** The group goes on without us: what it gave us may be another's by now. */
  #forget(): void {
    this.memberId = '';
    this.generation = -1;
  }

  #heard(): void {
    this.#heardAt = Date.now();
    this.#isUnreachable = false;
  }

  /** Told once, when the coordinator has been away so long that our session must be over. */
  #notHeard(error: unknown): void {
    if (this.#isUnreachable || Date.now() - this.#heardAt < this.#settings.sessionTimeoutMs) return;
    this.#isUnreachable = true;
    this.#listener.lost(toConnectError(error, `Group ${this.#settings.groupId} is out of reach`));
  }
}

function isForgotten(error: unknown): boolean {
  const { type } = error as { readonly type?: string };
  return type === 'UNKNOWN_MEMBER_ID' || type === 'ILLEGAL_GENERATION' || type === 'FENCED_INSTANCE_ID';
}
