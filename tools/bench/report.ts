/** The results as a table for people and as a document for machines. */
import { cpus, totalmem } from 'node:os';
import type { Plan } from './plan.ts';
import { type Measurement, ratios, type RowResult, type Side, sides, type SideResult, type Unit } from './results.ts';

export interface Report {
  readonly startedAt: Date;
  readonly plan: Plan;
  readonly rows: readonly RowResult[];
}

const names: Readonly<Record<Side, string>> = { causeway: 'Causeway', java: 'Java', raw: 'raw limit' };

export const figure = (value: number, unit: Unit): string => `${number(value, 0)} ${unit}`;

const number = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

type Cells = readonly string[];

/** Lines of columns, the first to the left and the others to the right. */
export function table(lines: readonly Cells[]): string {
  const widths: number[] = [];
  for (const cells of lines) cells.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  const pad = (cell: string, i: number): string => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!));
  return lines.map((cells) => `${cells.map(pad).join('  ').trimEnd()}\n`).join('');
}

export function tableReport({ plan, rows }: Report): string {
  const amounts = rows.filter(({ unit }) => unit !== 'records/s');
  const throughputs = rows.filter(({ unit }) => unit === 'records/s');
  const parts = [`${machine().cpu}, ${plan.name} run\n`];
  if (amounts.length > 0) parts.push(table([['', 'Causeway', 'Java', 'less by'], ...amounts.map(amountLine)]));
  if (throughputs.length > 0) parts.push(table([throughputHead, ...throughputs.flatMap(throughputLines)]));
  const problems = rows.flatMap((row) => row.problems.map((problem) => `${row.name}: ${problem}\n`));
  if (problems.length > 0) parts.push(`Not measured:\n${problems.join('')}`);
  return parts.join('\n');
}

function amountLine(row: RowResult): Cells {
  const cell = (side: Side): string => {
    const result = row.results[side];
    return result === undefined ? '–' : figure(result.median.value, row.unit);
  };
  return [row.title, cell('causeway'), cell('java'), times(ratios(row).toJava)];
}

const throughputHead: Cells = ['', 'records/s', 'MB/s', 'CPU s/M', 'peak MiB', 'spread', 'to Java', 'of raw'];

function throughputLines(row: RowResult): Cells[] {
  const { toJava, toRaw } = ratios(row);
  const lines: Cells[] = [[row.title]];
  for (const side of sides) {
    const result = row.results[side];
    if (result !== undefined) {
      const share = side === 'causeway' ? [times(toJava), percent(toRaw)] : [];
      lines.push([`  ${names[side]}`, ...loadCells(result.median), spread(result), ...share]);
    } else if (side === 'java' && row.javaReference !== null) {
      lines.push(['  Java (reference, measured elsewhere)', number(row.javaReference, 0)]);
    }
  }
  return lines;
}

function loadCells({ value, load }: Measurement): Cells {
  const optional = (amount: number | null | undefined, digits: number): string =>
    amount === null || amount === undefined ? '–' : number(amount, digits);
  const { megabytesPerSecond, cpuSecondsPerMillion, peakRssMiB } = load ?? {};
  return [
    number(value, 0),
    optional(megabytesPerSecond, 1),
    optional(cpuSecondsPerMillion, 2),
    optional(peakRssMiB, 0),
  ];
}

/** From the slowest run to the fastest, as a share of the median. */
function spread({ runs, median }: SideResult): string {
  const values = runs.map(({ value }) => value);
  return runs.length < 2 ? '' : percent((Math.max(...values) - Math.min(...values)) / median.value);
}

const times = (ratio: number | null): string => (ratio === null ? '–' : `${number(ratio, 1)} ×`);
const percent = (share: number | null): string => (share === null ? '–' : `${number(share * 100, 0)} %`);

const machine = () => ({
  cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
  memoryMiB: Math.round(totalmem() / 2 ** 20),
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
});

export function jsonReport({ startedAt, plan, rows }: Report): string {
  const flat = ({ value, load }: Measurement) => ({ value, ...load });
  const side = ({ median, runs }: SideResult) => ({ ...flat(median), runs: runs.map(({ value }) => value) });
  const row = (result: RowResult) => ({
    name: result.name,
    title: result.title,
    unit: result.unit,
    results: Object.fromEntries(Object.entries(result.results).map(([name, of]) => [name, side(of)])),
    ratios: ratios(result),
    ...(result.javaReference === null
      ? {}
      : { javaReference: { value: result.javaReference, note: 'reference, measured elsewhere' } }),
    problems: result.problems,
  });
  const document = { startedAt: startedAt.toISOString(), machine: machine(), plan, rows: rows.map(row) };
  return `${JSON.stringify(document, null, 2)}\n`;
}
