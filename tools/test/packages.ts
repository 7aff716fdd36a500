/** Checks every package that gets published as its user will get it: packed, then read by publint and attw. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packWorkspace } from '../pack/pack.ts';
import { run } from '../process/run.ts';
import { toolEnvironment } from '../process/workspace.ts';
import { oneFailed, onePassed, sum, type Counts } from './counts.ts';
import type { ProgramContext } from './program.ts';

const atOnce = 2;
/** What is wrong with the tarball for users of ES modules; CommonJS is not offered. */
const checks: readonly (readonly [string, ...string[]])[] = [
  ['publint', '--strict'],
  ['attw', '--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color'],
];

/** One check for each package. */
export async function checkPackages(context: ProgramContext): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-packages-'));
  try {
    const waiting = [...(await packWorkspace(folder))];
    const counts: Counts[] = [];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        counts.push(await checkPackage(...next, context));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return sum(counts);
  } catch (error) {
    context.say(error instanceof Error ? error.message : String(error));
    return oneFailed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkPackage(name: string, tarball: string, { say, signal }: ProgramContext): Promise<Counts> {
  let counts = onePassed;
  for (const [command, ...options] of checks) {
    const { code, output } = await run(command, [tarball, ...options], { env: toolEnvironment(), signal });
    if (code === 0) continue;
    say(`${name}: ${command} found problems\n${output}`);
    counts = oneFailed;
  }
  return counts;
}
