/** The command as a script runs it: arguments and files in, exit code and the two outputs out. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const command = join(import.meta.dirname, '../../src/causeway.ts');

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Where {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For standard input. */
  readonly input?: string;
}

/** Runs `causeway` to its end. Variables of the environment that it reads are those given here alone. */
export async function causeway(args: readonly string[], { cwd, env = {}, input = '' }: Where = {}): Promise<Result> {
  const bare = Object.entries(process.env).filter(
    ([name]) => !/^(CAUSEWAY_|NO_COLOR|FORCE_COLOR|NODE_OPTIONS)/.test(name),
  );
  const child = spawn(process.execPath, ['--conditions=@causeway/source', command, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...Object.fromEntries(bare), ...env },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => null).end(input); // it may end without having read
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}
