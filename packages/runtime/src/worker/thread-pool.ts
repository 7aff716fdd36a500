import { type TaskId, taskName } from '../config/task-id.ts';
import { within } from '../tasks/wait.ts';
import type { Owner } from './activity.ts';
import type { Loss, TaskThread } from './task-thread.ts';

/** A thread and what runs in it. */
export interface Slot {
  readonly thread: TaskThread;
  readonly connectors: Set<string>;
  /** By their names. What was asked to stop is here until it has. */
  readonly tasks: Map<string, TaskId>;
  /** False for a thread that was started for one owner that got its last thread stuck. */
  readonly isShared: boolean;
}

export interface ThreadPoolParts {
  readonly maxThreads: number;
  readonly start: (onLost: (thread: TaskThread, loss: Loss) => void) => TaskThread;
  readonly onLost: (slot: Slot, loss: Loss) => void;
  /** These tasks are to be stopped and started again: there is a thread for them now that has less to do. */
  readonly onCrowded: (tasks: readonly TaskId[]) => void;
}

/** A thread costs 20 MB and more: so many tasks share one as long as they do little. */
const tasksBesideEachOther = 4;
/** A thread that is at work for more of its time than this has too much to do for several tasks. */
const busyShare = 0.7;
/** It counts as busy when it was found so as often in a row: longer than tasks take to start. */
const busyLooks = 4;
const balanceEveryMs = 1_000;

/** A thread that takes longer to answer has something on its hands. */
const promptMs = 1_000;

const keyOf = ({ kind, name }: Owner): string => `${kind} ${name}`;

/**
 * The task threads, and who is put where. Threads start when they are first needed. Whoever got a thread stuck is put into one of its own from
 * then on, beside the others, so that it takes nobody with it the next time.
 */
export class ThreadPool {
  readonly #parts: ThreadPoolParts;
  readonly #slots: Slot[] = [];
  /** Keys of owners that are kept apart. */
  readonly #apart = new Set<string>();
  /** How often in a row a thread was found busy. */
  readonly #busy = new Map<Slot, number>();
  #balancing: NodeJS.Timeout | null = null;

  constructor(parts: ThreadPoolParts) {
    this.#parts = parts;
  }

  get slots(): readonly Slot[] {
    return this.#slots;
  }

  find(owner: Owner): Slot | undefined {
    return this.#slots.find((slot) => holds(slot, owner));
  }

  /** Where the owner runs already, else the thread with the least to do; a new one where that has enough. */
  place(owner: Owner): Slot {
    const present = this.find(owner);
    if (present !== undefined) return present;
    if (this.#apart.has(keyOf(owner))) return this.#add(false);
    const [idlest] = this.#byLoad();
    if (idlest === undefined) return this.#add(true);
    const hasRoom = owner.kind === 'connector' || (idlest.tasks.size < tasksBesideEachOther && !this.#isBusy(idlest));
    return hasRoom || this.#isFull ? idlest : this.#add(true);
  }

  /** Where tasks share a thread that is too busy for them, starts another thread and asks for half of them to be moved there. */
  balance(): void {
    for (const slot of this.#shared()) {
      this.#busy.set(slot, slot.thread.utilization() >= busyShare ? (this.#busy.get(slot) ?? 0) + 1 : 0);
      if (!this.#isBusy(slot) || slot.tasks.size < 2 || this.#isFull) continue;
      this.#busy.delete(slot);
      this.#add(true);
      this.#parts.onCrowded([...slot.tasks.values()].filter((_, i) => i % 2 === 1));
    }
    if (this.#isFull) this.#stopBalancing();
  }

  /** Has `work` done in a thread that answers: the least busy one; where none does, or the owner is kept apart, in one for this alone. */
  async borrow<T>(owner: Owner, work: (thread: TaskThread) => Promise<T>): Promise<T> {
    const slot = this.#apart.has(keyOf(owner)) ? this.#add(false) : await this.#answering();
    try {
      return await work(slot.thread);
    } finally {
      this.tidy(slot);
    }
  }

  /** Ends a thread that was there for somebody who has left. */
  tidy(slot: Slot): void {
    if (!slot.isShared && slot.tasks.size + slot.connectors.size === 0) this.#end(slot);
  }

  /** The connector was changed or deleted: what was held against it and its tasks is forgotten. */
  trust(connector: string): void {
    for (const key of this.#apart) {
      const isOfIt = key === `connector ${connector}` || key.replace(/-\d+$/, '') === `task ${connector}`;
      if (isOfIt) this.#apart.delete(key);
    }
  }

  /** A thread in which nothing runs is let go. */
  release(): void {
    for (const slot of this.#shared()) {
      if (slot.tasks.size + slot.connectors.size === 0) this.#end(slot);
    }
  }

  async terminate(): Promise<void> {
    this.#stopBalancing();
    await Promise.all(this.#slots.splice(0).map((slot) => slot.thread.terminate()));
  }

  async #answering(): Promise<Slot> {
    const asked = this.#byLoad();
    if (asked.length === 0) return this.#add(true);
    const answers = asked.map(async (slot) => {
      await slot.thread.rpc.call('ping', null);
      return slot;
    });
    const first = await within(
      promptMs,
      Promise.any(answers).catch(() => null),
    );
    return first?.value ?? this.#add(false);
  }

  #isBusy(slot: Slot): boolean {
    return (this.#busy.get(slot) ?? 0) >= busyLooks;
  }

  get #isFull(): boolean {
    return this.#shared().length >= this.#parts.maxThreads;
  }

  #stopBalancing(): void {
    clearInterval(this.#balancing ?? undefined);
    this.#balancing = null;
    this.#busy.clear();
  }

  #end(slot: Slot): void {
    const index = this.#slots.indexOf(slot);
    if (index < 0) return;
    this.#slots.splice(index, 1);
    this.#busy.delete(slot);
    void slot.thread.terminate();
  }

  #shared(): Slot[] {
    return this.#slots.filter((slot) => slot.isShared);
  }

  #byLoad(): Slot[] {
    const load = (slot: Slot): number => slot.tasks.size * 4 + slot.connectors.size;
    return this.#shared().toSorted((a, b) => load(a) - load(b));
  }

  #add(isShared: boolean): Slot {
    const thread = this.#parts.start((lost, loss) => this.#lost(lost, loss));
    const slot: Slot = { thread, connectors: new Set(), tasks: new Map(), isShared };
    this.#slots.push(slot);
    if (isShared && !this.#isFull) this.#balancing ??= setInterval(() => this.balance(), balanceEveryMs).unref();
    return slot;
  }

  #lost(thread: TaskThread, loss: Loss): void {
    const index = this.#slots.findIndex((slot) => slot.thread === thread);
    const [slot] = index < 0 ? [] : this.#slots.splice(index, 1);
    if (slot === undefined) return;
    this.#busy.delete(slot);
    if (loss.culprit !== null) this.#apart.add(keyOf(loss.culprit));
    this.#parts.onLost(slot, loss);
  }
}

export function holds(slot: Slot, { kind, name }: Owner): boolean {
  return kind === 'task' ? slot.tasks.has(name) : kind === 'connector' && slot.connectors.has(name);
}

export const taskOwner = (id: TaskId): Owner => ({ kind: 'task', name: taskName(id) });
export const connectorOwner = (name: string): Owner => ({ kind: 'connector', name });
