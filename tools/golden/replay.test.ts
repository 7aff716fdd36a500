import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GoldenCase, type Judgement, knownDifferences } from '@causeway/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseFiles, replay, sum } from './replay.ts';

const [known] = knownDifferences().values();
const parse = (id: string, type: string, text: string, v: unknown) =>
  ({
    id,
    area: 'parsing',
    title: id,
    kind: 'configParse',
    type,
    text,
    result: { value: { t: type, v } },
  }) as GoldenCase;

const cases: GoldenCase[] = [
  parse('right', 'INT', '5', 5),
  parse('wrong', 'INT', '5', 6),
  { ...parse('of another kind', 'INT', '5', 5), kind: 'oracle' as GoldenCase['kind'] },
  { ...parse(known!.id, 'CLASS', 'no.such.Class', null), area: 'known' },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-golden-'));
  writeFileSync(join(folder, 'cases.jsonl'), `${cases.map((one) => JSON.stringify(one)).join('\n')}\n`);
  writeFileSync(join(folder, 'README.md'), 'not a case');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('counts by area, and reports each case that is not answered as recorded', async () => {
  const reported: [string, Judgement][] = [];
  const areas = await replay(caseFiles([folder]), {}, ({ id }, judgement) => reported.push([id, judgement]));
  expect([...areas]).toEqual([
    ['parsing', { passed: 1, failed: 2, known: 0, recovered: 0 }],
    ['known', { passed: 0, failed: 0, known: 1, recovered: 0 }],
  ]);
  expect(sum(areas.values())).toEqual({ passed: 1, failed: 2, known: 1, recovered: 0 });
  expect(reported.map(([id, { verdict }]) => [id, verdict])).toEqual([
    ['wrong', 'failed'],
    ['of another kind', 'failed'],
    [known!.id, 'known'],
  ]);
  expect(reported[0]![1].difference).toMatch(/expected .*6.*, got .*5/);
});

test('takes folders and files, and refuses what has no cases', () => {
  const file = join(folder, 'cases.jsonl');
  expect(caseFiles([folder, file])).toEqual([file, file]);
  expect(() => caseFiles([join(folder, 'nowhere')])).toThrow(/no file or folder/);
  expect(() => caseFiles([import.meta.dirname])).toThrow(/no \.jsonl files/);
});
