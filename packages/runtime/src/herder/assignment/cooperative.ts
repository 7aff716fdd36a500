import { union, common, isNothing, noWork, sizeOf, sortedConnectors, sortedTasks, without, type Work } from './work.ts';
import { giveToIdlest, surplus, WorkerLoad } from './worker-load.ts';

/** What the leader keeps from round to round. A new leader begins with `noMemory`. */
export interface Memory {
  /** What was assigned when the last round ended, and what was lost and is waited for. */
  readonly assigned: Work;
  readonly members: ReadonlySet<string>;
  /** Of the group, in which that was; another one that was completed last means that somebody else led meanwhile. */
  readonly generation: number;
  /** When lost work is dealt out, or balance is made again; null if nothing is waited for. Milliseconds since the epoch. */
  readonly dueMs: number | null;
  /** Workers that came without work while lost work waited: it goes to them, as they are most likely those that lost it. */
  readonly candidates: ReadonlySet<string>;
  /** The last round took work away from workers for the sake of balance. */
  readonly isBalancing: boolean;
  /** Rounds in a row, after the first, that wanted to do so. */
  readonly balancingRounds: number;
}

export const noMemory: Memory = {
  assigned: noWork,
  members: new Set(),
  generation: -1,
  dueMs: null,
  candidates: new Set(),
  isBalancing: false,
  balancingRounds: 0,
};

export interface Round {
  readonly nowMs: number;
  /** `scheduled.rebalance.max.delay.ms` */
  readonly maxDelayMs: number;
  /** Generation that is being made, and the last one that was completed with us in it. */
  readonly generation: number;
  readonly lastCompletedGeneration: number;
  /** What there is to run, by the config topic. */
  readonly configured: Work;
  /** What each member says that it runs. */
  readonly members: ReadonlyMap<string, Work>;
}

export type Reason = 'new' | 'lost' | 'deleted' | 'run twice' | 'balance';

/** What is to be done by all, and why. What is in neither map goes on untouched. */
export interface Plan {
  readonly assigned: ReadonlyMap<string, Work>;
  readonly revoked: ReadonlyMap<string, Work>;
  /** Until the next round should be held; 0 for no wait. */
  readonly delayMs: number;
  readonly reasons: readonly { readonly reason: Reason; readonly work: Work }[];
}

const firstBackoffMs = 1;
const backoffFactor = 40;

/**
 * One round of incremental cooperative assignment: a worker keeps what it runs unless balance needs it, and gives up work in one round that
 * another gets in the next; the work of a worker that left waits for it to come back. Java: IncrementalCooperativeAssignor
 */
export function assignCooperatively(round: Round, before: Memory): { plan: Plan; memory: Memory } {
  const { configured, members, maxDelayMs, nowMs, generation } = round;
  // Somebody else has led meanwhile: what we know of the last assignment is out of date.
  const previous = before.generation === round.lastCompletedGeneration ? before.assigned : noWork;
  const active = union(members.values());
  const deleted = without(union([previous, active]), configured);
  const lost = without(previous, active, deleted);
  const created = without(configured, previous, active);
  const twice = without(runTwice(members.values()), deleted);

  const revoked = new Map<string, Work>();
  const loads: WorkerLoad[] = [];
  for (const [worker, work] of members) {
    const given = union([common(work, deleted), common(work, twice)]);
    if (!isNothing(given)) revoked.set(worker, given);
    loads.push(new WorkerLoad(worker, without(work, given)));
  }

  const waiting = handleLost(lost, loads, round, before);
  const reasons: { reason: Reason; work: Work }[] = [
    { reason: 'deleted', work: common(active, deleted) },
    { reason: 'run twice', work: twice },
    { reason: 'new', work: created },
    { reason: 'lost', work: waiting.dealt },
  ];
  let { dueMs } = waiting;
  let delayMs = dueMs === null ? 0 : dueMs - nowMs;
  let { isBalancing, balancingRounds } = waiting;
  let spare = noWork;
  if (delayMs === 0) {
    const tooMuch = balance(loads, configured);
    if (tooMuch.size > 0 && isBalancing) {
      balancingRounds++;
      delayMs = Math.min(firstBackoffMs * backoffFactor ** balancingRounds, maxDelayMs);
    }
    if (tooMuch.size === 0) balancingRounds = 0;
    if (delayMs > 0) dueMs = nowMs + delayMs;
    else {
      const given = takeAway(tooMuch, loads, round);
      for (const [worker, work] of given.revoked) revoked.set(worker, union([revoked.get(worker) ?? noWork, work]));
      reasons.push({ reason: 'balance', work: union(given.revoked.values()) });
      spare = given.spare;
      isBalancing = given.revoked.size > 0;
    }
  }

  const toAssign = union([created, waiting.toAssign, spare]);
  giveToIdlest(loads, 'connectors', sortedConnectors(toAssign));
  giveToIdlest(loads, 'tasks', sortedTasks(toAssign));
  const assigned = new Map(loads.map((load) => [load.worker, without(load, members.get(load.worker)!)]));
  const memory: Memory = {
    assigned: union([without(union(loads), ...revoked.values()), waiting.stillLost]),
    members: new Set(members.keys()),
    generation,
    dueMs,
    candidates: waiting.candidates,
    isBalancing,
    balancingRounds,
  };
  return { plan: { assigned, revoked, delayMs, reasons: reasons.filter(({ work }) => sizeOf(work) > 0) }, memory };
}

interface LostWork {
  /** What any worker may get. */
  readonly toAssign: Work;
  /** All that is dealt out in this round, also what candidates got already. */
  readonly dealt: Work;
  readonly stillLost: Work;
  readonly dueMs: number | null;
  readonly candidates: ReadonlySet<string>;
  readonly isBalancing: boolean;
  readonly balancingRounds: number;
}

/** Java: IncrementalCooperativeAssignor#handleLostAssignments */
function handleLost(lost: Work, loads: readonly WorkerLoad[], round: Round, before: Memory): LostWork {
  const { nowMs, maxDelayMs, members } = round;
  const { dueMs, isBalancing, balancingRounds } = before;
  const dealt: LostWork = {
    toAssign: lost,
    dealt: lost,
    stillLost: noWork,
    dueMs: null,
    candidates: new Set(),
    isBalancing,
    balancingRounds,
  };
  if (dueMs === null && isNothing(lost)) return dealt;
  const isAnybodyGone = [...before.members].some((member) => !members.has(member));
  if ((dueMs === null && !isAnybodyGone) || maxDelayMs === 0) return dealt;
  if (dueMs !== null && isNothing(lost) && !isBalancing) return dealt; // what was waited for is back
  if (dueMs !== null && nowMs >= dueMs)
    return { ...dealt, ...giveToCandidates(lost, loads, before), isBalancing: false };
  const idle = loads.filter(({ isIdle }) => isIdle).map(({ worker }) => worker);
  return {
    ...dealt,
    toAssign: noWork,
    dealt: noWork,
    stillLost: lost,
    dueMs: dueMs ?? nowMs + maxDelayMs,
    candidates: new Set([...before.candidates, ...idle]),
  };
}

/** The wait is over: those that came without work meanwhile get it in turn, or whoever has least if there are none. */
function giveToCandidates(lost: Work, loads: readonly WorkerLoad[], { candidates }: Memory): { toAssign: Work } {
  const here = loads.filter(({ worker }) => candidates.has(worker));
  if (here.length === 0) return { toAssign: lost };
  sortedConnectors(lost).forEach((connector, i) => here[i % here.length]!.connectors.add(connector));
  sortedTasks(lost).forEach((task, i) => here[i % here.length]!.tasks.add(task));
  return { toAssign: noWork };
}

/** What more than one member says that it runs. All of them have to give it up; the next round deals it out. */
function runTwice(all: Iterable<Work>): Work {
  const seen = { connectors: new Set<string>(), tasks: new Set<string>() };
  const twice = { connectors: new Set<string>(), tasks: new Set<string>() };
  for (const work of all) {
    for (const kind of ['connectors', 'tasks'] as const) {
      for (const item of work[kind]) (seen[kind].has(item) ? twice : seen)[kind].add(item);
    }
  }
  return twice;
}

interface TakenAway {
  readonly revoked: ReadonlyMap<string, Work>;
  /** What was to be given to a worker in this round: nobody runs it yet, so another can have it at once. */
  readonly spare: Work;
}

function takeAway(tooMuch: ReadonlyMap<string, Work>, loads: readonly WorkerLoad[], { members }: Round): TakenAway {
  const revoked = new Map<string, Work>();
  let spare = noWork;
  for (const load of loads) {
    const work = tooMuch.get(load.worker);
    if (work === undefined) continue;
    const running = members.get(load.worker)!;
    const given = common(work, running);
    load.remove(work);
    spare = union([spare, without(work, running)]);
    if (!isNothing(given)) revoked.set(load.worker, given);
  }
  return { revoked, spare };
}

function balance(loads: readonly WorkerLoad[], configured: Work): Map<string, Work> {
  const connectors = surplus(loads, 'connectors', configured.connectors.size, sortedConnectors);
  const tasks = surplus(loads, 'tasks', configured.tasks.size, sortedTasks);
  const workers = new Set([...connectors.keys(), ...tasks.keys()]);
  return new Map(
    [...workers].map((worker) => [
      worker,
      { connectors: new Set(connectors.get(worker)), tasks: new Set(tasks.get(worker)) },
    ]),
  );
}
