import { describe, expect, test } from 'vitest';
import { goldenCases, GoldenRun } from './doubles/golden-case.ts';

/** What the producer refuses, and not the connector. */
const NOT_OURS = new Set(['types-table-name-blank']);

describe.each(['source-types.json', 'source-modes.json'])('as recorded in %s', (file) => {
  const cases = goldenCases(file).filter(({ id }) => !NOT_OURS.has(id));
  test.concurrent.each(cases.map((golden) => [golden.id, golden.title, golden] as const))(
    '%s: %s',
    async (_id, _title, golden) => {
      await using run = await GoldenRun.prepare(golden);
      expect(run.differences(await run.play())).toEqual([]);
    },
  );
});
