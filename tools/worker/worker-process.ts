/** A worker as a process of its own, seen from outside: its log, its REST API, its signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../process/workspace.ts';

type Settings = Readonly<Record<string, string>>;

export interface WorkerOptions {
  /** Folder for its files; must exist. */
  readonly dir: string;
  readonly settings: Settings;
  /** Connectors of the command line; each gets a JSON file. */
  readonly connectors?: readonly Settings[];
  /** Arguments of Node. */
  readonly nodeArguments?: readonly string[];
  /** Another worker's command, given the same files; `causeway standalone` of the checkout by default. */
  readonly command?: readonly [program: string, ...args: string[]];
  /** Added to this process's environment. */
  readonly env?: Settings;
}

export const propertiesText = (settings: Settings): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

interface State {
  readonly state: string;
  readonly trace?: string;
}

/** What is read here of the answers' bodies. */
interface Body {
  readonly message?: string;
  readonly connector: State;
  readonly tasks: readonly State[];
}

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever JSON the worker answered
  readonly body: any;
}

export class WorkerProcess implements AsyncDisposable {
  readonly url: string;
  readonly logFile: string;
  /** When its process was made, by `performance.now()`. */
  readonly startedAtMs: number;
  readonly #child: ChildProcess;
  readonly #exit: Promise<number>;

  private constructor(child: ChildProcess, startedAtMs: number, url: string, logFile: string) {
    this.url = url;
    this.logFile = logFile;
    this.startedAtMs = startedAtMs;
    this.#child = child;
    const log = createWriteStream(logFile, { flags: 'a' });
    child.stdout?.pipe(log);
    child.stderr?.pipe(log);
    this.#exit = once(child, 'exit').then(([code, signal]) => (code as number | null) ?? signalCode(signal as string));
  }

  /** Starts `causeway standalone` of the checkout; resolves at once, see `ready`. */
  static async start(options: WorkerOptions): Promise<WorkerProcess> {
    const { dir, settings, connectors = [], nodeArguments = [], command, env = {} } = options;
    const listener = settings['listeners'] ?? `http://127.0.0.1:${await freePort()}`;
    const file = join(dir, 'worker.properties');
    await writeFile(file, propertiesText({ ...settings, listeners: listener }));
    const files: string[] = [];
    for (const config of connectors) {
      const connectorFile = join(dir, `${config['name']}.json`);
      await writeFile(connectorFile, JSON.stringify(config, null, 2));
      files.push(connectorFile);
    }
    const causeway = join(root, 'apps/worker/dist/causeway.js');
    const [program, ...args] = command ?? [process.execPath, ...nodeArguments, causeway, 'standalone'];
    const startedAtMs = performance.now();
    const child = spawn(program, [...args, file, ...files], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    return new WorkerProcess(child, startedAtMs, listener, join(dir, 'worker.log'));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** The exit code, once the process has ended; 128 + the signal's number where a signal ended it. */
  get exit(): Promise<number> {
    return this.#exit;
  }

  /** Resolves when the worker is healthy. Rejects when it ends before that, or after `timeoutMs`. */
  async ready(timeoutMs = 60_000): Promise<void> {
    await this.until('the worker is ready', async () => (await this.get('/health')).status === 200, timeoutMs, 20);
  }

  async request(method: string, path: string, body?: unknown): Promise<Answer> {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(this.url + path, { method, ...init });
    const text = await response.text();
    if (text === '') return { status: response.status, body: null };
    // A worker that still starts may answer with a page of its web server.
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path);
  }

  /** Creates or changes a connector. Rejects with the worker's message unless it accepted it. */
  async put(config: Settings): Promise<void> {
    const answer = await this.request('PUT', `/connectors/${config['name']}/config`, config);
    const body = answer.body as Partial<Body> | null;
    if (answer.status >= 300) throw new Error(`${config['name']}: ${body?.message ?? answer.status}`);
  }

  /** Resolves when connector and tasks run. Rejects with the trace when one has failed. */
  async running(name: string, tasks = 1): Promise<void> {
    await this.until(`connector ${name} runs`, async () => {
      const answer = await this.get(`/connectors/${name}/status`);
      if (answer.status !== 200) return false;
      const body = answer.body as Body;
      const all = [body.connector, ...body.tasks];
      const failed = all.find((s) => s.state === 'FAILED');
      if (failed !== undefined) throw new Error(`${name} failed: ${failed.trace}`);
      return all.length === tasks + 1 && all.every((s) => s.state === 'RUNNING');
    });
  }

  /** Asks again until the answer is true; connection errors count as no. */
  async until(what: string, condition: () => Promise<boolean>, timeoutMs = 60_000, everyMs = 100): Promise<void> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`The worker ended with code ${await this.#exit} before ${what}; see ${this.logFile}`);
      try {
        if (await condition()) return;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // fetch failed: not listening yet
      }
      if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms; see ${this.logFile}`);
      await sleep(everyMs);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** SIGTERM, and the exit code. */
  async stop(): Promise<number> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.kill('SIGTERM');
    return this.#exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

const signalCode = (signal: string): number => ({ SIGKILL: 137, SIGTERM: 143, SIGINT: 130 })[signal] ?? 128;
