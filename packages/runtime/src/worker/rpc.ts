import type { MessagePort, Transferable, Worker } from 'node:worker_threads';
import { AlreadyExistsError, ConfigError, ConnectError, NotFoundError, RetriableError } from '@causeway/api';

/** Methods that one side offers to the other: one argument each, and a result that may be awaited. All of it must be cloneable. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any method of one argument; each is typed by its own interface
export type Methods<T> = { readonly [K in keyof T]: (argument: any) => any };

type Argument<F> = F extends (argument: infer A) => unknown ? A : never;
type Result<F> = F extends (argument: never) => infer R ? Awaited<R> : never;

interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError };

type Port = Pick<MessagePort | Worker, 'postMessage' | 'on'>;

/**
 * Typed calls both ways over a message port. `Remote` is what the other side offers, what this side offers is given to `serve`.
 * Errors arrive as errors of the same class, where it is one of the API's.
 */
export class Rpc<Remote extends Methods<Remote>> {
  readonly #port: Port;
  readonly #pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #nextId = 0;
  #closed: Error | null = null;

  constructor(port: Port) {
    this.#port = port;
  }

  /** Begins to answer calls, and to hear answers. Until then messages wait. */
  serve<Local extends Methods<Local>>(local: Local): void {
    (this.#port.on as (event: 'message', listener: (message: Message) => void) => void)('message', (message) => {
      this.#receive(message, local);
    });
  }

  call<K extends keyof Remote & string>(
    method: K,
    argument: Argument<Remote[K]>,
    transfer: readonly Transferable[] = [],
  ): Promise<Result<Remote[K]>> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    const id = this.#nextId++;
    const answer = new Promise<Result<Remote[K]>>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.#port.postMessage({ kind: 'call', id, method, argument } satisfies Message, transfer as Transferable[]);
    return answer;
  }

  /** The other side is gone: every call that waits fails, and every later one. */
  close(error: Error): void {
    this.#closed ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #receive(message: Message, local: Record<string, (argument: unknown) => unknown>): void {
    if (message.kind === 'call') {
      void this.#answer(message.id, local[message.method]!, message.argument);
      return;
    }
    const call = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'result') call?.resolve(message.value as never);
    else call?.reject(revive(message.error));
  }

  async #answer(id: number, method: (argument: unknown) => unknown, argument: unknown): Promise<void> {
    try {
      const value = await method(argument);
      this.#port.postMessage({ kind: 'result', id, value } satisfies Message);
    } catch (error) {
      const { name, message, stack, code } = error as ConnectError;
      this.#port.postMessage({ kind: 'error', id, error: { name, message, stack, code } } satisfies Message);
    }
  }
}

const classes = { AlreadyExistsError, ConfigError, ConnectError, NotFoundError, RetriableError };

function revive({ name, message, stack, code }: PlainError): Error {
  const Class = (classes as Partial<Record<string, typeof ConnectError>>)[name];
  const error = Class === undefined ? new Error(message) : new Class(message, code === undefined ? {} : { code });
  if (stack !== undefined) error.stack = stack;
  return error;
}
