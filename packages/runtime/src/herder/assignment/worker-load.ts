import { compareText, type Work } from './work.ts';

type Kind = keyof Work;

/** What a worker runs while a round of assignment is being worked out. */
export class WorkerLoad implements Work {
  readonly worker: string;
  readonly connectors: Set<string>;
  readonly tasks: Set<string>;

  constructor(worker: string, work: Work) {
    this.worker = worker;
    this.connectors = new Set(work.connectors);
    this.tasks = new Set(work.tasks);
  }

  get isIdle(): boolean {
    return this.connectors.size + this.tasks.size === 0;
  }

  remove({ connectors, tasks }: Work): void {
    for (const connector of connectors) this.connectors.delete(connector);
    for (const task of tasks) this.tasks.delete(task);
  }
}

/**
 * Gives each item to the workers that have the fewest of its kind: all that are level at the bottom get one in turn, again and again.
 * Java: IncrementalCooperativeAssignor#assignConnectors, #assignTasks
 */
export function giveToIdlest(loads: readonly WorkerLoad[], kind: Kind, items: readonly string[]): void {
  const sorted = loads.toSorted((a, b) => a[kind].size - b[kind].size || compareText(a.worker, b.worker));
  let given = 0;
  while (given < items.length) {
    const least = sorted[0]![kind].size;
    const above = sorted.findIndex((load) => load[kind].size > least);
    for (const load of above === -1 ? sorted : sorted.slice(0, above)) {
      if (given < items.length) load[kind].add(items[given++]!);
    }
  }
}

/**
 * What workers with more than their share have to give up: every one may keep the whole part of an even share, and as many workers as do not
 * come out even one more. Java: IncrementalCooperativeAssignor#loadBalancingRevocations
 */
export function surplus(
  loads: readonly WorkerLoad[],
  kind: Kind,
  total: number,
  sort: (load: Work) => string[],
): Map<string, string[]> {
  const share = Math.floor(total / loads.length);
  let oneMore = total % loads.length;
  const given = new Map<string, string[]>();
  for (const load of loads) {
    if (load[kind].size <= share) continue;
    const allowed = oneMore > 0 ? share + 1 : share;
    oneMore--;
    if (load[kind].size > allowed) given.set(load.worker, sort(load).slice(0, load[kind].size - allowed));
  }
  return given;
}
