import { AsyncLocalStorage } from 'node:async_hooks';
import { type Activity, encode, type Owner, SharedBoard } from '../activity.ts';

interface Account {
  readonly owner: Owner;
  call: string | null;
  /** What the board shows, by call. */
  readonly encoded: Map<string, Uint8Array | null>;
}

/**
 * Keeps account of whose plugin code this thread runs, so that the culprit is known when the thread gets stuck: asynchronous code inherits the
 * account it is on, for a debugger to read; and while a plugin's method has not returned, the board says so, for when even that can't stop it.
 */
export class Activities {
  readonly #accounts = new AsyncLocalStorage<Account>();
  readonly #board: SharedBoard;
  #shown: Uint8Array | null = null;

  constructor(board = new SharedBoard()) {
    this.#board = board;
  }

  /** Does `work`, and everything that it leads to, on the owner's account. */
  run<T>(owner: Owner, call: string, work: () => T): T {
    return this.#accounts.run({ owner, call: null, encoded: new Map() }, () => this.call(call, work));
  }

  /** Calls a method of a plugin on the account that is open. Meant for calls that are made once a batch. */
  call<T>(name: string, work: () => T): T {
    const account = this.#accounts.getStore();
    if (account === undefined) return work();
    const before = { call: account.call, shown: this.#shown };
    account.call = name;
    this.#show(encodedOf(account, name));
    try {
      const result = work();
      if (result instanceof Promise) {
        const done = (): void => void (account.call = before.call);
        result.then(done, done);
      } else account.call = before.call;
      return result;
    } catch (error) {
      account.call = before.call;
      throw error;
    } finally {
      this.#show(before.shown);
    }
  }

  /** The activity of the code that asks. */
  current(): Activity | null {
    const account = this.#accounts.getStore();
    return account === undefined ? null : { owner: account.owner, call: account.call };
  }

  /** Shows the activity of the code that asks, for good: the thread is about to end. */
  showCurrent(): void {
    const activity = this.current();
    if (activity !== null) this.#show(encode(activity));
  }

  #show(encoded: Uint8Array | null): void {
    this.#shown = encoded;
    this.#board.show(encoded);
  }
}

function encodedOf({ owner, encoded }: Account, call: string): Uint8Array | null {
  let bytes = encoded.get(call);
  if (bytes === undefined) encoded.set(call, (bytes = encode({ owner, call })));
  return bytes;
}
