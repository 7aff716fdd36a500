/** Replays cases and counts their verdicts by area. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GoldenCase,
  type GoldenSubjects,
  type Judgement,
  judge,
  readCases,
  runCase,
  type Verdict,
} from '@causeway/testkit';

export type Counts = Readonly<Record<Verdict, number>>;

/** The .jsonl files of folders, and files as they are named. @throws Error for a place without any */
export function caseFiles(places: readonly string[]): string[] {
  return places.flatMap((place) => {
    if (!existsSync(place)) throw new Error(`there is no file or folder ${place}`);
    if (!statSync(place).isDirectory()) return [place];
    const files = readdirSync(place).filter((name) => name.endsWith('.jsonl'));
    if (files.length === 0) throw new Error(`there are no .jsonl files in ${place}`);
    return files.sort().map((name) => join(place, name));
  });
}

/** Tells `report` of each case that is not answered as recorded, and gives the counts by area in the order of the files. */
export async function replay(
  files: readonly string[],
  subjects: GoldenSubjects,
  report: (recorded: GoldenCase, judgement: Judgement) => void,
): Promise<Map<string, Counts>> {
  const areas = new Map<string, Record<Verdict, number>>();
  for (const recorded of files.flatMap((file) => readCases(file))) {
    const judgement = await judged(recorded, subjects);
    const counts = areas.get(recorded.area) ?? { passed: 0, failed: 0, known: 0, recovered: 0 };
    areas.set(recorded.area, counts);
    counts[judgement.verdict]++;
    if (judgement.verdict !== 'passed') report(recorded, judgement);
  }
  return areas;
}

async function judged(recorded: GoldenCase, subjects: GoldenSubjects): Promise<Judgement> {
  try {
    return judge(recorded, await runCase(recorded, subjects));
  } catch (error) {
    // no plugin of that name, or a case that can't be read
    return { verdict: 'failed', difference: (error as Error).message };
  }
}

export function sum(counts: Iterable<Counts>): Counts {
  const total = { passed: 0, failed: 0, known: 0, recovered: 0 };
  for (const one of counts) for (const verdict of Object.keys(total) as Verdict[]) total[verdict] += one[verdict];
  return total;
}
