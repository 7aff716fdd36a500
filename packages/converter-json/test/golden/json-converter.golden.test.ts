import { problemWith, readCases } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import plugins from '../../src/index.ts';

const files = [
  'converter-json-config',
  'converter-json-from',
  'converter-json-from-nested',
  'converter-json-roundtrip',
  'converter-json-to-envelope',
  'converter-json-to-plain',
  'converter-json-to-schema',
  'header-json',
];

describe.each(files)('%s answers as Java', (file) => {
  const cases = readCases(new URL(`../../golden/${file}.jsonl`, import.meta.url));

  test.each(cases)('$title', async (recorded) => {
    expect(await problemWith(recorded, { plugins })).toBeNull();
  });
});
