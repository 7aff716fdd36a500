import { difference, readCases, runCase } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import plugins from '../../src/index.ts';

describe.each(['converter-string', 'header-string'])('%s answers as Java', (file) => {
  const cases = readCases(new URL(`../../golden/${file}.jsonl`, import.meta.url));

  test.each(cases)('$title', async (recorded) => {
    expect(difference(recorded, await runCase(recorded, { plugins }))).toBeNull();
  });
});
