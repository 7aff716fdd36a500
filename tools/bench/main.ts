/** `npm run bench -- [--quick] [--json] [NAME…]`: see README. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../process/workspace.ts';
import { addresses, down, type ServiceName, ServicesError, up } from '../services/services.ts';
import { type Arguments, parseArguments, selectRows, usage } from './arguments.ts';
import type { Bench, Row } from './bench.ts';
import { full, quick } from './plan.ts';
import { jsonReport, type Report, tableReport } from './report.ts';
import type { RowResult } from './results.ts';
import { rows } from './rows/index.ts';
import { runRow } from './run-rows.ts';
import { Topics } from './topics.ts';

const begin = performance.now();

function say(line: string): void {
  process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
}

/** Addresses from the environment; what it does not name is started and stopped again at the end. */
async function findServices(names: readonly ServiceName[], signal: AbortSignal, cleanup: AsyncDisposableStack) {
  const given = process.env as Readonly<Record<string, string>>;
  const missing = names.filter((name) => Object.keys(addresses(name)).some((variable) => !given[variable]));
  const stop = (started: readonly ServiceName[]) => {
    if (started.length === 0) return;
    cleanup.defer(async () => {
      say(`stopping ${started.join(', ')}`);
      await down(started);
    });
  };
  try {
    const { started, environment } = await up(missing, { log: say, signal });
    stop(started);
    return { ...given, ...environment };
  } catch (error) {
    if (error instanceof ServicesError) stop(error.started);
    throw error;
  }
}

async function measure(selected: readonly Row[], args: Arguments, signal: AbortSignal): Promise<Report> {
  const startedAt = new Date();
  await using cleanup = new AsyncDisposableStack();
  const services = [...new Set(selected.flatMap((row) => row.services))];
  const found = await findServices(services, signal, cleanup);
  await mkdir(join(root, '.bench'), { recursive: true });
  const dir = await mkdtemp(join(root, '.bench', 'run-'));
  const results: RowResult[] = [];
  cleanup.defer(async () => {
    if (results.every(({ problems }) => problems.length === 0)) await rm(dir, { recursive: true, force: true });
    else say(`the workers' logs are in ${dir}`);
  });
  const plan = args.isQuick ? quick : full;
  const run = startedAt.getTime().toString(36);
  let names = 0;
  const bench: Bench = {
    plan,
    dir,
    addresses: found,
    topics: cleanup.use(await Topics.connect(found['KAFKA_BOOTSTRAP']!)),
    signal,
    unique: (what) => `bench-${run}-${what}-${++names}`,
    say,
  };
  for (const row of selected) results.push(await runRow(bench, row, args.without));
  return { startedAt, plan, rows: results };
}

async function main(args: Arguments): Promise<number> {
  if (args.isHelp) {
    process.stdout.write(
      `${usage}\nRows:\n${rows.map(({ name, title }) => `  ${name.padEnd(20)}${title}\n`).join('')}`,
    );
    return 0;
  }
  const offered = args.isQuick && args.names.length === 0 ? rows.filter(({ isExtra }) => isExtra !== true) : rows;
  const selected = selectRows(offered, args.names);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));
  }
  const report = await measure(selected, args, interrupted.signal);
  process.stdout.write(args.isJson ? jsonReport(report) : `\n${tableReport(report)}`);
  return report.rows.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

// kafkajs sets timers into the past, of which Node warns each time.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name !== 'TimeoutNegativeWarning') say(`${warning.name}: ${warning.message}`);
});

try {
  process.exitCode = await main(parseArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`The benchmark failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
