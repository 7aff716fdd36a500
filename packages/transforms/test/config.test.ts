import { problemWith, readCases } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import plugins from '@causeway/transforms';

describe.each(['config-def', 'config-validate'])('as recorded from Kafka Connect, %s:', (area) => {
  test.each(readCases(new URL(`../golden/${area}.jsonl`, import.meta.url)))('$title', async (recorded) => {
    expect(await problemWith(recorded, { plugins })).toBeNull();
  });
});
