import { addresses, down, type ServiceName, ServicesError, up } from '../services/services.ts';

export interface ServicesOptions {
  readonly names: readonly ServiceName[];
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The services that rows need: at the addresses of the environment; what it does not name is started, and stopped when this is disposed of. */
export class RunningServices implements AsyncDisposable {
  /** By the environment variables that tests read; those of a service are there once it is up. */
  readonly addresses: Record<string, string> = { ...(process.env as Readonly<Record<string, string>>) };
  readonly #options: ServicesOptions;
  readonly #started: ServiceName[] = [];
  readonly #up: ReadonlyMap<ServiceName, Promise<void>>;

  constructor(options: ServicesOptions) {
    this.#options = options;
    this.#up = new Map(options.names.map((name) => [name, this.#start(name)]));
    for (const isUp of this.#up.values()) isUp.catch(() => undefined); // told to those who ask
  }

  /** Resolves when all of these are up. Rejects when one can't be started. */
  async areUp(names: readonly ServiceName[] = this.#options.names): Promise<void> {
    await Promise.all(names.map(async (name) => this.#up.get(name)));
  }

  async #start(name: ServiceName): Promise<void> {
    if (Object.keys(addresses(name)).every((variable) => this.addresses[variable])) return;
    const { say, signal } = this.#options;
    try {
      const { started, environment } = await up([name], { log: say, signal });
      this.#started.push(...started);
      Object.assign(this.addresses, environment);
    } catch (error) {
      if (error instanceof ServicesError) this.#started.push(...error.started);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#up.values());
    if (this.#started.length === 0) return;
    this.#options.say(`stopping ${this.#started.join(', ')}`);
    await Promise.all(this.#started.map((name) => down([name])));
  }
}
