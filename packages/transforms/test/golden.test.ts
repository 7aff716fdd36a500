import { readdirSync } from 'node:fs';
import { problemWith, readCases } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import plugins from '@causeway/transforms';

const folder = new URL('../golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl') && !name.startsWith('config-'));

describe.each(files)('as recorded from Kafka Connect, %s:', (file) => {
  test.each(readCases(new URL(file, folder)))('$title', async (recorded) => {
    expect(await problemWith(recorded, { plugins })).toBeNull();
  });
});
