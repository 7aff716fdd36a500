import { describe, expect, test } from 'vitest';
import { entriesToAlter, sourceOffsets } from '../../src/storage/connector-offsets.ts';
import type { OffsetEntry } from '../../src/storage/offset-store.ts';

const entry = (key: string, value: string | null): OffsetEntry => ({
  key: Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
});
const text = ({ key, value }: OffsetEntry): string =>
  `${Buffer.from(key).toString()} ${value === null ? null : Buffer.from(value).toString()}`;

const stored = {
  entries: async () => [
    entry('["a",{"db":"x","table":"t"}]', '{"id":9007199254740993}'),
    entry('["a",{"db":"x","table":"u"}]', '{"id":1.0}'),
    entry('["b",{"db":"x","table":"t"}]', '{"id":1}'),
    entry('["a"]', '{"id":2}'),
    entry('no json', '{"id":3}'),
    entry('["a",{"db":"gone"}]', null),
  ],
};

describe('offsets of a source connector', () => {
  test('are found among those of others, with every number as it is', async () => {
    const offsets = await sourceOffsets(stored, 'a');
    expect(offsets.map(({ partition }) => partition)).toEqual([
      { db: 'x', table: 't' },
      { db: 'x', table: 'u' },
    ]);
    expect(offsets[0]!.offset).toEqual({ id: 9007199254740993n });
  });

  test.each<[what: string, partition: Record<string, unknown>, offset: Record<string, unknown> | null, stored: string]>(
    [
      ['of a known partition', { db: 'x', table: 't' }, { id: 5 }, '["a",{"db":"x","table":"t"}] {"id":5}'],
      [
        'of a known partition with its fields in another order',
        { table: 't', db: 'x' },
        { id: 5 },
        '["a",{"db":"x","table":"t"}] {"id":5}',
      ],
      ['of a new partition', { table: 'v', db: 'x' }, { id: 5n }, '["a",{"table":"v","db":"x"}] {"id":5}'],
      ['that are taken away', { table: 'u', db: 'x' }, null, '["a",{"db":"x","table":"u"}] null'],
    ],
  )('%s are altered under the key that the connector reads', async (_, partition, offset, wanted) => {
    const entries = await entriesToAlter(stored, 'a', [{ partition, offset }]);
    expect(entries.map(text)).toEqual([wanted]);
  });

  test('are all taken away by a reset, and those of others are not', async () => {
    const entries = await entriesToAlter(stored, 'a', null);
    expect(entries.map(text)).toEqual(['["a",{"db":"x","table":"t"}] null', '["a",{"db":"x","table":"u"}] null']);
  });
});
