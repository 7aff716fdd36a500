import { ConnectError } from '@causeway/api';

interface Turn {
  readonly stage: string;
  readonly run: () => Promise<void>;
  readonly refuse: (error: Error) => void;
}

interface Stage {
  readonly name: string;
  readonly began: Date;
  ended: Date | null;
}

/**
 * What a distributed worker does, one thing after another. What comes of the cluster (a new assignment, a change of the config topic) goes
 * before what is asked from outside, and that waits while the group rebalances: nobody knows then who leads and who runs what.
 * Java: DistributedHerder#tick
 */
export class Turns {
  readonly #urgent: Turn[] = [];
  readonly #requests: Turn[] = [];
  readonly #now: () => Date;
  #stage: Stage;
  #isRunning = false;
  #isOpen = false;
  #closed: Error | null = null;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
    this.#stage = { name: 'starting', began: now(), ended: null };
  }

  /** Something that has to be done whether or not the group is rebalancing. */
  step<T>(stage: string, work: () => Promise<T> | T): Promise<T> {
    return this.#add(this.#urgent, stage, work);
  }

  /** Something that is asked for: waits until the group is settled. */
  request<T>(stage: string, work: () => Promise<T> | T): Promise<T> {
    return this.#add(this.#requests, stage, work);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The group is settled. */
  open(): void {
    this.#isOpen = true;
    this.#go();
  }

  /** The group is about to rebalance. */
  shut(): void {
    this.#isOpen = false;
  }

  /** Whoever waits, or comes later, is refused. */
  close(reason: string): void {
    this.#closed = new ConnectError(reason);
    for (const { refuse } of [...this.#urgent.splice(0), ...this.#requests.splice(0)]) refuse(this.#closed);
  }

  /** What is being done, for whoever waits too long: a sentence. Java: Stage, TickThreadStage */
  describe(): string {
    const { name, began, ended } = this.#stage;
    return ended === null
      ? `The worker is currently ${name}, which began at ${began.toISOString()}.`
      : `The last operation the worker completed was ${name}, which began at ${began.toISOString()} and completed at ${ended.toISOString()}.`;
  }

  #add<T>(turns: Turn[], stage: string, work: () => Promise<T> | T): Promise<T> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const run = async (): Promise<void> => {
      try {
        resolve(await work());
      } catch (error) {
        reject(error);
      }
    };
    turns.push({ stage, run, refuse: reject });
    this.#go();
    return promise;
  }

  #go(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // never within the call that asks for it: who stages things for a turn goes on staging
    for (let turn = this.#next(); turn !== undefined; turn = this.#next()) {
      const stage: Stage = { name: turn.stage, began: this.#now(), ended: null };
      this.#stage = stage;
      await turn.run();
      stage.ended = this.#now();
    }
    this.#isRunning = false;
  }

  #next(): Turn | undefined {
    return this.#urgent.shift() ?? (this.#isOpen ? this.#requests.shift() : undefined);
  }
}
