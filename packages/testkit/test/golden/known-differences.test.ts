import { readFileSync } from 'node:fs';
import { judge, knownDifferences } from '@causeway/testkit';
import { expect, test } from 'vitest';

const docs = readFileSync(new URL('../../../../docs/compatibility.md', import.meta.url), 'utf8');

test.each([...knownDifferences().values()])('$id ($title) is named in docs/compatibility.md with its reason', (one) => {
  expect(docs.includes(`\`${one.id}\``)).toBe(true);
  expect(one.reason).not.toBe('');
});

test('a known difference is one only while the answer is the known one', () => {
  const [known] = knownDifferences().values();
  const recorded = { id: known!.id, result: { bytes: 'recorded' } };
  expect(judge(recorded, known!.result).verdict).toBe('known');
  expect(judge(recorded, recorded.result).verdict).toBe('recovered');
  expect(judge(recorded, { bytes: 'a third one' }).verdict).toBe('failed');
  expect(judge({ ...recorded, id: 'another case' }, known!.result).verdict).toBe('failed');
});
