/** Runs one vitest project and counts its tests from the JSON that vitest writes. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process/run.ts';
import { root, toolEnvironment } from '../process/workspace.ts';
import { nothing, oneFailed, sum, type Counts } from './counts.ts';
import type { ProgramContext } from './program.ts';

const limitMs = 600_000;

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export async function runVitest(project: string, env: NodeJS.ProcessEnv, context: ProgramContext): Promise<Counts> {
  const { say, signal } = context;
  if (isEmptyFolder(join(root, project))) {
    say(`${project}/ is empty`);
    return nothing;
  }
  const folder = await mkdtemp(join(tmpdir(), 'causeway-vitest-'));
  try {
    const file = join(folder, 'report.json');
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const colors = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
    const options = { cwd: root, env: { ...toolEnvironment(env), ...colors }, signal, timeoutMs: limitMs };
    const { code } = await run('vitest', args, { ...options, onLine: say });
    if (existsSync(file)) return countReport(JSON.parse(await readFile(file, 'utf8')) as Report, code);
    say(`vitest ended with exit code ${code} and no report`);
    return oneFailed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** True for a project's own folder in which there is nothing yet. */
function isEmptyFolder(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).every((name) => name === 'package.json' || name === 'node_modules');
}

/**
 * The counts of vitest's JSON report. A file that failed without a failed test (it could not be loaded, a hook threw)
 * is one failure, and so is a run that failed for another reason, or that had no tests.
 */
export function countReport({ testResults }: Report, exitCode: number): Counts {
  const counts = sum(testResults.map(countFile));
  const isSilentFailure = exitCode !== 0 && counts.failed === 0;
  return isSilentFailure || counts.passed + counts.failed + counts.skipped === 0 ? sum([counts, oneFailed]) : counts;
}

function countFile({ status, assertionResults }: Report['testResults'][number]): Counts {
  const count = (...wanted: string[]) => assertionResults.filter((one) => wanted.includes(one.status)).length;
  const passed = count('passed');
  const failed = count('failed');
  const skipped = assertionResults.length - passed - failed;
  return { passed, failed: status === 'failed' && failed === 0 ? 1 : failed, skipped };
}
