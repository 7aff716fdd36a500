/** `npm run golden -- DIR…`: replays recorded cases of Kafka Connect's classes against the packages of the workspace. */
import type { GoldenCase, Judgement, Verdict } from '@causeway/testkit';
import { caseFiles, replay, sum } from './replay.ts';
import { workspaceSubjects } from './subjects.ts';

const usage = 'usage: npm run golden -- DIR…    (folders with .jsonl files of cases, or such files)';

const labels: Readonly<Record<Exclude<Verdict, 'passed'>, string>> = {
  failed: 'FAILED',
  known: 'known difference',
  recovered:
    'answers as recorded now: take it out of packages/testkit/golden-differences.json and docs/compatibility.md',
};

function print({ id, title }: GoldenCase, { verdict, difference }: Judgement): void {
  if (verdict === 'passed') return;
  console.log(`${id}  ${title}\n    ${labels[verdict]}${difference === null ? '' : `: ${difference}`}`);
}

async function main(places: readonly string[]): Promise<number> {
  if (places.length === 0) {
    console.error(usage);
    return 2;
  }
  const files = caseFiles(places);
  const problems: string[] = [];
  const areas = await replay(files, await workspaceSubjects((problem) => problems.push(problem)), print);
  for (const [area, { passed, failed, known, recovered }] of areas) {
    const also = known === 0 ? '' : `, ${known} known differences`;
    // what answers as recorded has passed, known or not
    console.log(`${area.padEnd(34)} ${passed + recovered} passed, ${failed} failed${also}`);
  }
  const total = sum(areas.values());
  problems.forEach((problem) => console.log(problem));
  if (total.known > 0) console.log(`${total.known} known differences (docs/compatibility.md)`);
  if (total.recovered > 0) console.log(`${total.recovered} known differences answer as recorded now`);
  console.log(`${total.passed + total.recovered} passed, ${total.failed} failed`);
  return total.failed === 0 && total.recovered === 0 && problems.length === 0 && total.passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
