/** Runs programs for the developer tools: to their end, line by line, and without leaving any behind. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How long a program may take to end when it is asked to. */
const killAfterMs = 10_000;

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line of standard output and standard error; without it they are only collected. */
  readonly onLine?: (line: string) => void;
  /** Ends the program and what it started (SIGTERM, later SIGKILL, to its process group). */
  readonly signal?: AbortSignal | undefined;
  /** Ends it after this long; it then counts as failed. */
  readonly timeoutMs?: number;
}

export interface RunResult {
  /** The exit code; 127 when it could not be started, 128 when a signal ended it. */
  readonly code: number;
  readonly output: string;
}

/** Runs a program in a process group of its own, so that ending it ends all of it. Never rejects: a failure is a code. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, env, onLine, signal, timeoutMs } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        onLine?.(line);
      });
    }
    let insist: NodeJS.Timeout | undefined;
    const end = () => {
      endGroup(child.pid, 'SIGTERM');
      insist = setTimeout(() => endGroup(child.pid, 'SIGKILL'), killAfterMs);
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
    const finish = (code: number, extra = '') => {
      clearTimeout(timer);
      clearTimeout(insist);
      signal?.removeEventListener('abort', end);
      resolve({ code, output: lines.join('\n') + extra });
    };
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => finish(code ?? 128));
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // it has ended by itself
  }
}
