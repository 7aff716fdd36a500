import { problemWith, readCases } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';

const areas = ['config-parse', 'schema-projector', 'schema-validate', 'values-convert', 'values-parse'];

describe.each(areas)('as recorded from Kafka Connect, %s:', (area) => {
  test.each(readCases(new URL(`../golden/${area}.jsonl`, import.meta.url)))('$title', async (recorded) => {
    expect(await problemWith(recorded, {})).toBeNull();
  });
});
