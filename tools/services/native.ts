/** Services started on this machine by the scripts in native/. */
import { join } from 'node:path';
import { run } from '../process/run.ts';
import type { ServiceName } from './catalog.ts';
import { ServiceFailure, type Engine } from './engine.ts';

const folder = join(import.meta.dirname, 'native');
/** A script's exit code for `status`. */
const statusOf: Readonly<Record<number, string>> = { 0: 'up', 3: 'down' };

function script(name: ServiceName, command: string, onLine?: (line: string) => void, signal?: AbortSignal) {
  return run(join(folder, `${name}.sh`), [command], { ...(onLine === undefined ? {} : { onLine }), signal });
}

export const native: Engine = {
  name: 'native',
  async start(name, onLine, signal) {
    const { code, output } = await script(name, 'start', onLine, signal);
    if (code !== 0) throw new ServiceFailure(name, output);
    return { started: !output.includes('was up already') };
  },
  async stop(name) {
    const { code, output } = await script(name, 'stop');
    if (code !== 0) throw new ServiceFailure(name, output);
  },
  async clean(name) {
    const { code, output } = await script(name, 'clean');
    if (code !== 0) throw new ServiceFailure(name, output);
  },
  async status(name) {
    const { code, output } = await script(name, 'status');
    return { state: statusOf[code] ?? 'no answer', line: output };
  },
};
