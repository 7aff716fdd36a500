/** A check that is a program: silent when it succeeds, told in full when it fails. */
import { run } from '../process/run.ts';
import { root, toolEnvironment } from '../process/workspace.ts';
import { oneFailed, onePassed, type Counts } from './counts.ts';

const limitMs = 600_000;

export interface ProgramContext {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export async function runProgram(command: string, args: readonly string[], context: ProgramContext): Promise<Counts> {
  const { say, signal } = context;
  const { code, output } = await run(command, args, { cwd: root, env: toolEnvironment(), signal, timeoutMs: limitMs });
  if (code === 0) return onePassed;
  say(output);
  say(`${[command, ...args].join(' ')} ended with exit code ${code}`);
  return oneFailed;
}
