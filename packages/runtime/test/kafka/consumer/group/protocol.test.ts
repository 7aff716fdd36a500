import { describe, expect, it, test } from 'vitest';
import {
  assignRanges,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../../../src/kafka/consumer/group/protocol.ts';

describe('the range assignment', () => {
  const counts: Record<string, number> = { a: 7, b: 2, empty: 0 };
  const assign = (members: Record<string, string[]>): Record<string, string> => {
    const list = Object.entries(members).map(([memberId, topics]) => ({ memberId, topics }));
    const shares = assignRanges(list, (topic) => counts[topic] ?? 0);
    return Object.fromEntries(
      [...shares].map(([id, share]) => [id, share.map((p) => `${p.topic}${p.partition}`).join(' ')]),
    );
  };

  // Java: RangeAssignorTest
  test.each([
    ['gives one member everything', { m: ['a', 'b'] }, { m: 'a0 a1 a2 a3 a4 a5 a6 b0 b1' }],
    [
      'gives the first members one more',
      { m2: ['a'], m1: ['a'], m3: ['a'] },
      { m1: 'a0 a1 a2', m2: 'a3 a4', m3: 'a5 a6' },
    ],
    ['starts again for each topic', { m1: ['a', 'b'], m2: ['a', 'b'] }, { m1: 'a0 a1 a2 a3 b0', m2: 'a4 a5 a6 b1' }],
    ['looks at who subscribed', { m1: ['a'], m2: ['b'] }, { m1: 'a0 a1 a2 a3 a4 a5 a6', m2: 'b0 b1' }],
    ['leaves out whom nothing is left for', { m1: ['b'], m2: ['b'], m3: ['b'] }, { m1: 'b0', m2: 'b1', m3: '' }],
    ['knows topics without partitions', { m1: ['empty', 'unknown'] }, { m1: '' }],
  ])('%s', (_, members, shares) => {
    expect(assign(members as Record<string, string[]>)).toEqual(shares);
  });
});

describe('the consumer protocol', () => {
  it('reads back subscriptions, sorted', () => {
    expect(decodeSubscription(encodeSubscription(['b', 'a']))).toEqual(['a', 'b']);
  });

  it('reads what newer members of Java add to a subscription', () => {
    const owned = Buffer.concat([
      Buffer.from([0, 1]),
      encodeSubscription(['a']).subarray(2),
      Buffer.from([0, 0, 0, 0]),
    ]);
    expect(decodeSubscription(owned)).toEqual(['a']);
  });

  it('reads back assignments', () => {
    const partitions = [
      { topic: 'a', partition: 1 },
      { topic: 'a', partition: 5 },
      { topic: 'b', partition: 0 },
    ];
    expect(decodeAssignment(encodeAssignment(partitions))).toEqual(partitions);
    expect(decodeAssignment(Buffer.alloc(0))).toEqual([]);
  });
});
