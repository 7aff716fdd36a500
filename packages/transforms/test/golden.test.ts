import { difference, type GoldenCase, readCases, runCase } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import plugins from '@causeway/transforms';

const files = [
  'predicates',
  'regex-java-syntax',
  ...['extractfield', 'filter', 'hoistfield', 'insertfield', 'regexrouter'].map((name) => `transforms-${name}`),
  ...['replacefield', 'timestamprouter', 'valuetokey'].map((name) => `transforms-${name}`),
];

/** Our offsets and timestamps are numbers, so they end at 2^53. */
const isBeyondNumbers = ({ record }: GoldenCase) => [record?.timestamp, record?.offset].includes('9007199254740993');

/** Expressions that JavaRegex refuses, as they can't be had in JavaScript. */
const refused = new Set(['\\p{InCyrillic}+', '\\X', '(a)?b\\1', '(?:(a)|b)*']);

function cases(name: string): GoldenCase[] {
  const all = readCases(new URL(`../golden/${name}.jsonl`, import.meta.url));
  return all.filter((recorded) => !isBeyondNumbers(recorded) && !refused.has(recorded.config?.['regex'] ?? ''));
}

describe.each(files)('as recorded from Kafka Connect, %s:', (name) => {
  test.each(cases(name))('$title', async (recorded) => {
    expect(difference(recorded, await runCase(recorded, { plugins }))).toBeNull();
  });
});
