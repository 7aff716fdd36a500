import { assignCooperatively, type Memory, noMemory, type Plan } from '../../../src/herder/assignment/cooperative.ts';
import { isNothing, noWork, union, without, type Work } from '../../../src/herder/assignment/work.ts';

/** A group of workers that do as they are told, and a leader that is one of them. */
export class SimulatedGroup {
  readonly running = new Map<string, Work>();
  readonly maxDelayMs: number;
  configured: Work = noWork;
  nowMs = 1_000_000;
  delayMs = 0;
  /** What was stopped by the rounds of the last `settle`, in order. */
  stopped: Work[] = [];
  #memory: Memory = noMemory;
  #leader = '';
  #generation = 0;
  #joined = 0;

  constructor(maxDelayMs: number) {
    this.maxDelayMs = maxDelayMs;
  }

  join(): string {
    const worker = `worker-${this.#joined++}`;
    this.running.set(worker, noWork);
    return worker;
  }

  /** By a crash, or in good order: the leader sees the same. */
  leave(worker: string): void {
    this.running.delete(worker);
  }

  /** One rebalance. */
  round(): Plan {
    const members = [...this.running.keys()];
    if (!this.running.has(this.#leader)) {
      this.#leader = members[0]!;
      this.#memory = noMemory;
    }
    const { plan, memory } = assignCooperatively(
      {
        nowMs: this.nowMs,
        maxDelayMs: this.maxDelayMs,
        lastCompletedGeneration: this.#generation,
        generation: ++this.#generation,
        configured: this.configured,
        members: this.running,
      },
      this.#memory,
    );
    this.#memory = memory;
    this.delayMs = plan.delayMs;
    for (const [worker, work] of this.running) {
      const revoked = plan.revoked.get(worker) ?? noWork;
      this.running.set(worker, union([without(work, revoked), plan.assigned.get(worker) ?? noWork]));
    }
    return plan;
  }

  /** Rebalances until nobody has anything to give up. */
  settle(): void {
    this.stopped = [];
    for (let rounds = 0; ; rounds++) {
      if (rounds > 20) throw new Error('does not settle');
      const { revoked } = this.round();
      const given = union(revoked.values());
      if (isNothing(given)) return;
      this.stopped.push(given);
    }
  }

  /** Lets all delays pass. */
  settleForGood(): void {
    const stopped: Work[] = [];
    this.settle();
    for (let waits = 0; this.delayMs > 0; waits++) {
      if (waits > 20) throw new Error('waits for ever');
      stopped.push(...this.stopped);
      this.nowMs += this.delayMs;
      this.settle();
    }
    this.stopped.unshift(...stopped);
  }
}
