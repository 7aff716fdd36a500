/** Services as containers, from docker-compose.yml. */
import { join } from 'node:path';
import { run } from '../process/run.ts';
import { root } from '../process/workspace.ts';
import { ports, serviceNames, type ServiceName } from './catalog.ts';
import { ServiceFailure, type Engine } from './engine.ts';

const engineAnswerMs = 5000;
const waitSeconds = 300;

/** True where `docker compose` is there and an engine answers. */
export async function isEngineThere(): Promise<boolean> {
  const engine = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: engineAnswerMs });
  if (engine.code !== 0) return false;
  return (await run('docker', ['compose', 'version'], { timeoutMs: engineAnswerMs })).code === 0;
}

/** The file takes each port from its variable; a PORT_OFFSET makes a second set under a name of its own. */
function compose(args: readonly string[], onLine?: (line: string) => void, signal?: AbortSignal) {
  const offset = process.env['PORT_OFFSET'];
  const project = offset === undefined || offset === '0' ? 'causeway' : `causeway-${offset}`;
  const file = ['--project-name', project, '--file', join(root, 'docker-compose.yml'), '--profile', '*'];
  const portVariables = Object.assign({}, ...serviceNames.map((name) => ports(name))) as Record<string, number>;
  const env = { ...process.env, ...Object.fromEntries(Object.entries(portVariables).map(([k, v]) => [k, String(v)])) };
  return run('docker', ['compose', ...file, ...args], { env, ...(onLine === undefined ? {} : { onLine }), signal });
}

async function checked(name: ServiceName, args: readonly string[]): Promise<void> {
  const { code, output } = await compose(args);
  if (code !== 0) throw new ServiceFailure(name, output);
}

async function state(name: ServiceName): Promise<string> {
  const { code, output } = await compose(['ps', '--format', '{{.State}} {{.Health}}', name]);
  if (code !== 0 || !output.includes('running')) return 'down';
  return output.includes('unhealthy') || output.includes('starting') ? 'no answer' : 'up';
}

export const dockerCompose: Engine = {
  name: 'docker compose',
  async start(name, onLine, signal) {
    const before = await state(name);
    if (before === 'up') {
      onLine(`${name} was up already`);
      return { started: false };
    }
    const args = ['--progress', 'plain', 'up', '--detach', '--wait', '--wait-timeout', String(waitSeconds), name];
    const { code, output } = await compose(args, undefined, signal);
    if (code !== 0) throw new ServiceFailure(name, output.split('\n').slice(-20).join('\n'));
    onLine(`${name} is up`);
    return { started: before === 'down' };
  },
  stop: (name) => checked(name, ['stop', name]),
  clean: (name) => checked(name, ['rm', '--stop', '--force', '--volumes', name]),
  async status(name) {
    const now = await state(name);
    return { state: now, line: `${name.padEnd(20)} ${now}` };
  },
};
