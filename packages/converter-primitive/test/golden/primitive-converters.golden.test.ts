import { problemWith, readCases } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import plugins from '../../src/index.ts';

describe.each(['converter-bytearray', 'converter-primitive', 'header-primitive'])('%s answers as Java', (file) => {
  const cases = readCases(new URL(`../../golden/${file}.jsonl`, import.meta.url));

  test.each(cases)('$title', async (recorded) => {
    expect(await problemWith(recorded, { plugins })).toBeNull();
  });
});
