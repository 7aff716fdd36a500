import type { Bench, Row } from './bench.ts';
import { type Measurement, type RowResult, type Side, sideResult } from './results.ts';
import { figure } from './report.ts';

/** Measures a row: each side in turn, as often as the plan says. What fails is told and left out. */
export async function runRow(bench: Bench, row: Row, without: readonly Side[]): Promise<RowResult> {
  const { name, title, unit, javaReference = null } = row;
  const problems: string[] = [];
  const runs: Partial<Record<Side, Measurement[]>> = {};
  const note = (who: string, error: unknown): void => {
    bench.signal.throwIfAborted();
    problems.push(`${who}: ${error instanceof Error ? error.message : String(error)}`);
    bench.say(`  ${problems.at(-1)}`);
  };
  bench.say(title);
  try {
    await using cleanup = new AsyncDisposableStack();
    const measure = await row.prepare(bench, cleanup);
    const failed = new Set<Side>();
    for (let run = 0; run < row.runs(bench.plan); run++) {
      for (const side of row.sides) {
        if (without.includes(side) || failed.has(side)) continue;
        try {
          const measurement = await measure(side);
          (runs[side] ??= []).push(measurement);
          bench.say(`  ${side}: ${figure(measurement.value, unit)}`);
        } catch (error) {
          failed.add(side);
          note(side, error);
        }
      }
    }
  } catch (error) {
    note(name, error);
  }
  const results = Object.fromEntries(Object.entries(runs).map(([side, all]) => [side, sideResult(all, unit)]));
  return { name, title, unit, results, javaReference, problems };
}
