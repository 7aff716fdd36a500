import { describe, expect, it, test } from 'vitest';
import { murmur2, partitionForKey, StickyChoice } from '../../../src/kafka/producer/partitioner.ts';

describe('murmur2', () => {
  // Java: UtilsTest#testMurmur2
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is the same as in Java', (key, hash) => {
    expect(murmur2(key) | 0).toBe(hash);
    expect(murmur2(Buffer.from(key)) | 0).toBe(hash);
  });

  it('of a text is that of its UTF-8 bytes', () => {
    for (const text of ['', 'é', '€uro', '😀'.repeat(500)]) expect(murmur2(text)).toBe(murmur2(Buffer.from(text)));
  });

  it('gives a partition that exists', () => {
    for (let i = 0; i < 1000; i++) expect(partitionForKey(`key-${i}`, 7)).toBeOneOf([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('records without a key', () => {
  it('stay with a partition until it has its share of bytes', () => {
    const choice = new StickyChoice(100);
    const first = choice.next(60, [1, 1, 1]);
    expect(choice.next(60, [1, 1, 1])).toBe(first);
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) seen.add(choice.next(100, [1, 1, 1]));
    expect(seen).toEqual(new Set([0, 1, 2]));
  });

  it('avoid partitions without a leader', () => {
    const choice = new StickyChoice(1);
    for (let i = 0; i < 50; i++) expect(choice.next(1, [-1, 4, -1])).toBe(1);
  });
});
