import { Values } from '@causeway/api';
import { difference, type GoldenSubjects, readCases, runCase } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import { builtInPlugins } from '../../../src/plugins/built-in/index.ts';

const subjects = { plugins: builtInPlugins, values: Values as unknown as NonNullable<GoldenSubjects['values']> };

describe.each(['header-simple', 'values-parse', 'values-convert-to-string'])(
  'as recorded from Kafka Connect, %s:',
  (name) => {
    test.each(readCases(new URL(`../../../golden/${name}.jsonl`, import.meta.url)))('$title', async (recorded) => {
      expect(difference(recorded, await runCase(recorded, subjects))).toBeNull();
    });
  },
);
