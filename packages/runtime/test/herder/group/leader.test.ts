import { expect, test } from 'vitest';
import { workOf } from '../../../src/herder/assignment/work.ts';
import { Leader } from '../../../src/herder/group/leader.ts';
import { decodeAssignment, encodeMetadata } from '../../../src/herder/group/wire-format.ts';

const silent = (): void => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };
const member = (memberId: string, configOffset: number) => ({
  memberId,
  metadata: encodeMetadata({ url: `http://${memberId}/`, configOffset, current: null }, 'sessioned'),
});
const round = (...offsets: readonly number[]) => ({
  ...{ memberId: 'm0', generation: 1, lastGeneration: -1, protocol: 'sessioned' },
  members: offsets.map((offset, i) => member(`m${i}`, offset)),
});

function leaderAt(offset: number, reads: number | Error) {
  let own = offset;
  return new Leader({
    ...{ logger, maxDelayMs: 0 },
    configured: () => workOf(['c'], [{ connector: 'c', task: 0 }]),
    configOffset: () => own,
    readConfig: async () => {
      if (reads instanceof Error) throw reads;
      own = reads;
    },
  });
}

test.each([
  ['has read as far as all others', 5, 5, [5, 3], false, 5],
  ['has read farther', 7, 7, [5, 6], false, 7],
  ['can catch up', 3, 5, [3, 5], false, 5],
  ['can not catch up', 3, 4, [3, 5], true, 5],
  ['can not read', 3, new Error('slow'), [3, 5], true, 5],
])('a leader that %s', async (_, own, reads, offsets, isConfigMismatch, configOffset) => {
  const leader = leaderAt(own, reads);
  const shares = [...(await leader.assign(round(...offsets))).values()].map(decodeAssignment);
  for (const share of shares) {
    expect(share).toMatchObject({ isConfigMismatch, configOffset, leader: 'm0', leaderUrl: 'http://m0/' });
  }
  const given = shares.flatMap(({ assigned }) => [...assigned.connectors, ...assigned.tasks]);
  expect(given).toEqual(isConfigMismatch ? [] : ['c', 'c-0']);
  expect(leader.ownerUrl('tasks', 'c-0')).toBe(isConfigMismatch ? null : 'http://m0/');
});
