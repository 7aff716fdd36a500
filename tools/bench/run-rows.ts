import type { Bench, MeasureSide, Row } from './bench.ts';
import { type Measurement, type RowResult, type Side, sideResult } from './results.ts';
import { figure } from './report.ts';

/** A row whose inputs are there, or could not be made. */
export interface PreparedRow extends AsyncDisposable {
  readonly row: Row;
  readonly measure: MeasureSide | { readonly failure: unknown };
}

/** Makes the inputs of a row, once its services are up. Does not reject: what fails is told when the row's turn comes. */
export async function prepareRow(bench: Bench, row: Row, servicesUp: Promise<unknown>): Promise<PreparedRow> {
  const cleanup = new AsyncDisposableStack();
  const prepare = async (): Promise<PreparedRow['measure']> => {
    try {
      await servicesUp;
      return await row.prepare(bench, cleanup);
    } catch (failure) {
      return { failure };
    }
  };
  return { row, measure: await prepare(), [Symbol.asyncDispose]: () => cleanup.disposeAsync() };
}

/** Measures a row: each side in turn, as often as the plan says. What fails is told and left out. */
export async function runRow(bench: Bench, prepared: PreparedRow, without: readonly Side[]): Promise<RowResult> {
  const { row, measure } = prepared;
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
    cleanup.use(prepared);
    if (typeof measure !== 'function') throw measure.failure;
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
