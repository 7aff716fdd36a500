/** `npm run bench -- [--quick] [--json] [NAME…]`: see README. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../process/workspace.ts';
import { type Arguments, parseArguments, selectRows, usage } from './arguments.ts';
import type { Bench, Row } from './bench.ts';
import { full, quick } from './plan.ts';
import { writeLines } from './inputs/lines.ts';
import { jsonReport, type Report, tableReport } from './report.ts';
import type { RowResult } from './results.ts';
import { rows } from './rows/index.ts';
import { prepareRow, runRow } from './run-rows.ts';
import { RunningServices } from './running-services.ts';
import { Topics } from './topics.ts';

const begin = performance.now();

function say(line: string): void {
  process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
}

async function measure(selected: readonly Row[], args: Arguments, signal: AbortSignal): Promise<Report> {
  const startedAt = new Date();
  await using cleanup = new AsyncDisposableStack();
  const names = [...new Set(selected.flatMap((row) => row.services))];
  const services = cleanup.use(new RunningServices({ names, say, signal }));
  const kafka = names.filter((name) => name === 'kafka');
  await services.areUp(kafka);
  await mkdir(join(root, '.bench'), { recursive: true });
  const dir = await mkdtemp(join(root, '.bench', 'run-'));
  const results: RowResult[] = [];
  cleanup.defer(async () => {
    if (results.every(({ problems }) => problems.length === 0)) await rm(dir, { recursive: true, force: true });
    else say(`the workers' logs are in ${dir}`);
  });
  const plan = args.isQuick ? quick : full;
  const run = startedAt.getTime().toString(36);
  let count = 0;
  let lines: Promise<string> | undefined;
  const topics = kafka.length === 0 ? null : cleanup.use(await Topics.connect(services.addresses['KAFKA_BOOTSTRAP']!));
  const bench: Bench = {
    plan,
    dir,
    addresses: services.addresses,
    get topics() {
      if (topics === null) throw new Error('a row that uses topics must name kafka among its services');
      return topics;
    },
    linesFile: () => (lines ??= writeLines(join(dir, 'lines'), plan.lines)),
    signal,
    unique: (what) => `bench-${run}-${what}-${++count}`,
    say,
  };
  const prepared = await Promise.all(selected.map((row) => prepareRow(bench, row, services.areUp(row.services))));
  for (const row of prepared) cleanup.use(row); // what is left when this is interrupted
  say('the inputs are there');
  for (const row of prepared) results.push(await runRow(bench, row, args.without));
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
