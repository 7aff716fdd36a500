/** npm test [-- STAGE…]: every check and test, against real services; the last line counts them. */
import { addresses, down, ServicesError, up, type ServiceName } from '../services/services.ts';
import { countLine, nothing, oneFailed, sum, type Counts } from './counts.ts';
import { selectStages, type Stage } from './stages.ts';

const testServices: readonly ServiceName[] = ['kafka', 'mysql', 'elasticsearch', 'schema-registry'];
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** The services of a test run: started beside the first stages, awaited by those that use them. */
class TestServices {
  readonly #missing = testServices.filter((name) => Object.keys(addresses(name)).some((key) => !process.env[key]));
  readonly #progress: string[] = [];
  #result: Promise<{ environment: NodeJS.ProcessEnv; problem?: string }> | undefined;
  #started: readonly ServiceName[] = [];

  start(signal: AbortSignal): void {
    this.#result ??= this.#up(signal);
  }

  async #up(signal: AbortSignal): Promise<{ environment: NodeJS.ProcessEnv; problem?: string }> {
    try {
      const { started, environment } = await up(this.#missing, { log: (line) => this.#progress.push(line), signal });
      this.#started = started;
      return { environment: { ...process.env, ...environment } };
    } catch (error) {
      if (!(error instanceof ServicesError)) return { environment: process.env, problem: String(error) };
      this.#started = error.started;
      return { environment: { ...process.env, ...error.environment }, problem: error.message };
    }
  }

  /** Waits for the services and tells how that went; counts a failure only. */
  async report(): Promise<Counts> {
    if (this.#result === undefined) return nothing;
    const { problem } = await this.#result;
    this.#progress.forEach(say);
    if (problem === undefined) return nothing;
    say(problem);
    return oneFailed;
  }

  environment = async (): Promise<NodeJS.ProcessEnv> => (await this.#result)?.environment ?? process.env;

  /** Stops what this run has started. */
  async stop(): Promise<void> {
    await this.#result;
    if (this.#started.length > 0) say(`\nstopping ${this.#started.join(', ')} …`);
    await down(this.#started);
  }
}

async function stage(name: string, work: () => Promise<Counts>): Promise<Counts> {
  say(`\n── ${name} ──`);
  const begin = performance.now();
  const counts = await work().catch((error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return oneFailed;
  });
  say(`${name}: ${countLine(counts)} (${seconds(begin)})`);
  return counts;
}

async function runStages(selected: readonly Stage[], services: TestServices, signal: AbortSignal): Promise<Counts> {
  const counts: Counts[] = [];
  if (selected.some(({ usesServices }) => usesServices)) services.start(signal);
  let areServicesTold = false;
  const context = { say, signal, testEnvironment: services.environment };
  for (const { name, usesServices, run } of selected) {
    if (usesServices === true && !areServicesTold) {
      areServicesTold = true;
      counts.push(await stage('services', () => services.report()));
    }
    if (signal.aborted) break;
    counts.push(await stage(name, () => run(context)));
  }
  return sum(counts);
}

async function main(names: readonly string[]): Promise<number> {
  const selected = selectStages(names);
  const begin = performance.now();
  const interrupted = new AbortController();
  for (const signal of Object.keys(exitCodes)) process.on(signal, () => interrupted.abort(signal));
  const services = new TestServices();
  let counts = await runStages(selected, services, interrupted.signal).finally(() => services.stop());
  if (interrupted.signal.aborted) {
    say(`interrupted by ${interrupted.signal.reason}`);
    counts = sum([counts, oneFailed]);
  }
  say(`\nall stages took ${seconds(begin)}`);
  say(countLine(counts));
  if (interrupted.signal.aborted) return exitCodes[interrupted.signal.reason as keyof typeof exitCodes];
  return counts.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  say(countLine(oneFailed));
  process.exitCode = 2;
}
