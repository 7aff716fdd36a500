/** The command as a user runs it: a process with files, seen by its output and its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const bootstrap = process.env['KAFKA_BOOTSTRAP'] ?? '127.0.0.1:9092';

const commandOf = (name: string): string => join(import.meta.dirname, `../src/${name}.ts`);

/** Files by name; a line each that starts with the key, or any text. */
export type Files = Readonly<Record<string, string>>;

export const properties = (settings: Readonly<Record<string, string | null>>): string =>
  Object.entries(settings)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

/** A folder with files, one of them a plugin package, and the commands that were run in it. */
export class Folder implements AsyncDisposable {
  readonly dir: string;
  readonly #running: Run[] = [];

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async with(files: Files): Promise<Folder> {
    const folder = new Folder(await mkdtemp(join(tmpdir(), 'causeway-cli-')));
    await folder.write(files);
    return folder;
  }

  /** `${DIR}` in a text stands for this folder. */
  async write(files: Files): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.dir, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text.replaceAll('${DIR}', this.dir));
    }
  }

  /** A package with a source and a sink that do nothing. @returns its folder, for the plugin path */
  async writePlugin(): Promise<string> {
    await this.write({ 'plugins/idle/package.json': JSON.stringify(manifest), 'plugins/idle/index.js': idlePlugin });
    const api = dirname(fileURLToPath(import.meta.resolve('@causeway/api/package.json')));
    await mkdir(join(this.dir, 'plugins/idle/node_modules/@causeway'), { recursive: true });
    await symlink(api, join(this.dir, 'plugins/idle/node_modules/@causeway/api'));
    return join(this.dir, 'plugins');
  }

  run(args: readonly string[], command = 'connect-standalone'): Run {
    const run = new Run(this.dir, args, command);
    this.#running.push(run);
    return run;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running.map((run) => run.kill()));
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** One run of the command. */
export class Run {
  output = '';
  readonly exit: Promise<number | string>;
  readonly #child: ChildProcess;

  constructor(cwd: string, args: readonly string[], command: string) {
    this.#child = spawn(process.execPath, ['--conditions=@causeway/source', commandOf(command), ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CAUSEWAY_LOG_FORMAT: 'text', CAUSEWAY_LOG_LEVEL: 'info' },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes: Buffer) => (this.output += bytes.toString()));
    this.exit = once(this.#child, 'close').then(([code, signal]) => (code as number | null) ?? (signal as string));
  }

  get #isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    if (this.#isRunning) this.signal('SIGKILL');
    await this.exit;
  }

  /** Resolves when the answer at this address is as wanted. Rejects when the process ends before. */
  async until(url: string, isAsWanted: (status: number, body: unknown) => boolean): Promise<void> {
    while (this.#isRunning) {
      try {
        const response = await fetch(url);
        if (isAsWanted(response.status, await response.json())) return;
      } catch {
        // it does not listen yet
      }
      await sleep(50);
    }
    throw new Error(`The command ended with ${await this.exit}:\n${this.output}`);
  }

  ready(url: string): Promise<void> {
    return this.until(`${url}/health`, (status) => status === 200);
  }
}

/** An address that nobody listens at. */
export async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${address.port}`;
}

const manifest = {
  name: 'idle',
  version: '1.0.0',
  type: 'module',
  causeway: {
    plugins: './index.js',
    provides: { source: ['org.example.IdleSourceConnector'], sink: ['org.example.IdleSinkConnector'] },
  },
};

const idlePlugin = `
import { defineConfig, definePlugins, int } from '@causeway/api';
const wait = ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
const config = defineConfig({ size: int({ importance: 'high', doc: 'Any number.' }) });
const create = () => ({ start(config) { this.config = config; }, taskConfigs() { return [this.config]; }, stop() {} });
const start = (config) => { if (config.size === '13') throw new Error('13 brings no luck'); };
export default definePlugins([
  {
    kind: 'source', class: 'org.example.IdleSourceConnector', config, create,
    taskClass: 'org.example.IdleSourceTask',
    createTask: () => ({ start(config, context) { start(config); this.context = context; }, poll() { return wait(this.context); }, stop() {} }),
  },
  {
    kind: 'sink', class: 'org.example.IdleSinkConnector', config, create,
    taskClass: 'org.example.IdleSinkTask',
    createTask: () => ({ start, put() {}, stop() {} }),
  },
]);
`;
