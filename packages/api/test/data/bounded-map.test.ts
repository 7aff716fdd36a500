import { describe, expect, test } from 'vitest';
import { BoundedMap } from '../../src/data/bounded-map.ts';

function mapOf(limit: number, ...keys: string[]): BoundedMap<string, string> {
  const map = new BoundedMap<string, string>(limit);
  for (const key of keys) map.set(key, key.toUpperCase());
  return map;
}

describe('the newest entries are kept', () => {
  test.each([
    ['all of them up to the limit', 3, ['a', 'b', 'c'], ['A', 'B', 'C']],
    ['not the oldest past it', 2, ['a', 'b', 'c'], ['B', 'C']],
    ['one that was set again counts as new', 2, ['a', 'b', 'a', 'c'], ['A', 'C']],
    ['setting again what is there forgets nothing', 2, ['a', 'b', 'b'], ['A', 'B']],
    ['at least one, whatever the limit', 0, ['a', 'b'], ['B']],
  ])('%s', (_, limit, keys, kept) => {
    const map = mapOf(limit, ...keys);
    expect([...map.values()]).toEqual(kept);
    expect(map.size).toBe(kept.length);
  });
});

test('what was deleted or forgotten is not found, and makes room', () => {
  const map = mapOf(2, 'a', 'b');
  map.delete('b');
  map.set('c', 'C');
  expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual(['A', undefined, 'C']);
});
