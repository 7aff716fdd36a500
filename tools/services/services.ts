/**
 * Real services for the demo, tests and benchmark: containers where a Docker engine answers, else started on this
 * machine from package registries. CAUSEWAY_SERVICES_ENGINE=native or docker overrides the choice.
 */
import { connect } from 'node:net';
import { addresses, ports, serviceNames, services, withNeeds, type ServiceName } from './catalog.ts';
import { dockerCompose, isEngineThere } from './compose.ts';
import type { Engine, ServiceStatus } from './engine.ts';
import { native } from './native.ts';

export { addresses, isServiceName, serviceNames, type ServiceName } from './catalog.ts';

export interface UpOptions {
  /** Gets each line of progress; silent by default. */
  readonly log?: (line: string) => void;
  /** Gives up; what this call had started by then is in the error. */
  readonly signal?: AbortSignal;
}

export interface Up {
  /** What this call started, to give to `down` afterwards; what was up before is not in it. */
  readonly started: readonly ServiceName[];
  /** The addresses of all that are up, by the environment variables that tests read. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Some service did not start; the others that were asked for are up. */
export class ServicesError extends Error implements Up {
  override readonly name = 'ServicesError';
  readonly started: readonly ServiceName[];
  readonly environment: Readonly<Record<string, string>>;

  constructor(reasons: readonly string[], up: Up) {
    super(reasons.join('\n'));
    this.started = up.started;
    this.environment = up.environment;
  }
}

let chosen: Promise<Engine> | undefined;

function engine(): Promise<Engine> {
  const asked = process.env['CAUSEWAY_SERVICES_ENGINE'];
  if (asked !== undefined && asked !== 'native' && asked !== 'docker') {
    throw new Error(`CAUSEWAY_SERVICES_ENGINE=${asked}: it is native or docker`);
  }
  if (asked !== undefined) return Promise.resolve(asked === 'native' ? native : dockerCompose);
  return (chosen ??= isEngineThere().then((there) => (there ? dockerCompose : native)));
}

/**
 * Starts the services and what they need, side by side, and waits until each gives a real answer. Leaves alone what is
 * up. Throws ServicesError when one could not be started.
 */
export async function up(names: readonly ServiceName[], options: UpOptions = {}): Promise<Up> {
  const { log, signal } = options;
  const by = await engine();
  const begin = performance.now();
  const say = (line: string) => log?.(`${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  const starting = new Map<ServiceName, Promise<boolean>>();
  const wanted = withNeeds(names);
  for (const name of wanted) {
    const needs = services[name].needs.flatMap((need) => starting.get(need) ?? []);
    starting.set(name, startOne(by, name, { needs, say, signal }));
  }
  const ends = await Promise.allSettled(starting.values());
  const started: ServiceName[] = [];
  const reasons: string[] = [];
  const environment: Record<string, string> = {};
  wanted.forEach((name, i) => {
    const end = ends[i]!;
    if (end.status === 'fulfilled') Object.assign(environment, addresses(name));
    else reasons.push(end.reason instanceof Error ? end.reason.message : String(end.reason));
    if (end.status === 'fulfilled' ? end.value : signal?.aborted === true) started.push(name);
  });
  if (reasons.length > 0) throw new ServicesError(reasons, { started, environment });
  return { started, environment };
}

interface StartContext {
  readonly needs: readonly Promise<boolean>[];
  readonly say: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Resolves to whether this call started it. */
async function startOne(by: Engine, name: ServiceName, { needs, say, signal }: StartContext): Promise<boolean> {
  await Promise.all(needs).catch(() => {
    throw new Error(`${name}: not started, since what it needs is not up`);
  });
  // A clash of ports is told at once, not after the downloads.
  if ((await by.status(name)).state === 'down') await refuseBusyPorts(name);
  say(`${name}: starting (${by.name})`);
  const { started } = await by.start(name, say, signal).catch((error: unknown) => {
    throw signal?.aborted === true ? new Error(`${name}: interrupted`) : error;
  });
  return started;
}

async function refuseBusyPorts(name: ServiceName): Promise<void> {
  for (const [variable, port] of Object.entries(ports(name))) {
    if (!(await isBusy(port))) continue;
    throw new Error(
      `${name}: port ${port} is in use by another process: end that, or set ${variable} or PORT_OFFSET=10000`,
    );
  }
}

function isBusy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (busy: boolean) => {
      socket.destroy();
      resolve(busy);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

/** The names from the last to start to the first, so that none loses what it needs while it still runs. */
function lastFirst(names: readonly ServiceName[]): ServiceName[] {
  return serviceNames.filter((name) => names.includes(name)).reverse();
}

/** Stops the services (data is kept), the dependent ones first. */
export async function down(names: readonly ServiceName[]): Promise<void> {
  const by = await engine();
  for (const name of lastFirst(names)) await by.stop(name);
}

/** Stops the services and drops their data. */
export async function clean(names: readonly ServiceName[]): Promise<void> {
  const by = await engine();
  for (const name of lastFirst(names)) await by.clean(name);
}

export async function status(names: readonly ServiceName[]): Promise<Map<ServiceName, ServiceStatus>> {
  const by = await engine();
  return new Map(await Promise.all(names.map(async (name) => [name, await by.status(name)] as const)));
}
