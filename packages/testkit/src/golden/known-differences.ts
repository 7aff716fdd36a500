import { readFileSync } from 'node:fs';
import type { GoldenCase, GoldenResult } from './case.ts';
import { difference } from './difference.ts';
import { runCase } from './run.ts';
import type { GoldenSubjects } from './step.ts';

/** A recorded case that is answered otherwise on purpose: a Java defect that is not repeated, or what JavaScript can't do. */
export interface KnownDifference {
  readonly id: string;
  /** Title of the case, for the reader. */
  readonly title: string;
  readonly reason: string;
  /** The answer in place of the recorded one, which must be met. */
  readonly result: GoldenResult;
}

/** `recovered` is a known difference that is none any more: it answers as recorded. */
export type Verdict = 'passed' | 'failed' | 'known' | 'recovered';

export interface Judgement {
  readonly verdict: Verdict;
  /** Where the answer differs from the recorded one, or for `failed` from the one that is known. */
  readonly difference: string | null;
}

let known: ReadonlyMap<string, KnownDifference> | undefined;

/** The known differences of Causeway by case id, from golden-differences.json; docs/compatibility.md of the repository names each. */
export function knownDifferences(): ReadonlyMap<string, KnownDifference> {
  if (known === undefined) {
    // the same from src/golden and from dist/golden
    const text = readFileSync(new URL('../../golden-differences.json', import.meta.url), 'utf8');
    known = new Map((JSON.parse(text) as KnownDifference[]).map((one) => [one.id, one]));
  }
  return known;
}

/** Compares a result with the recorded one, and where that is a known difference with what is known of it. */
export function judge(recorded: Pick<GoldenCase, 'id' | 'result'>, have: GoldenResult): Judgement {
  const found = difference(recorded, have);
  const expected = knownDifferences().get(recorded.id);
  if (expected === undefined) return { verdict: found === null ? 'passed' : 'failed', difference: found };
  if (found === null) return { verdict: 'recovered', difference: null };
  const other = difference({ result: expected.result }, have);
  return other === null
    ? { verdict: 'known', difference: found }
    : { verdict: 'failed', difference: `known to differ from Java, but not like this: ${other}` };
}

/** Runs a case: what is wrong with its answer, or null. A known difference must be as it is known, and a difference still. */
export async function problemWith(recorded: GoldenCase, subjects: GoldenSubjects): Promise<string | null> {
  const { verdict, difference: found } = judge(recorded, await runCase(recorded, subjects));
  if (verdict === 'recovered') return `${recorded.id} answers as recorded: take it out of golden-differences.json`;
  return verdict === 'failed' ? found : null;
}
