import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { workOf } from '../../../src/herder/assignment/work.ts';
import {
  decodeAssignment,
  decodeMetadata,
  encodeAssignment,
  encodeMetadata,
  offeredProtocols,
  type ProtocolName,
} from '../../../src/herder/group/wire-format.ts';

interface Recorded {
  readonly api: string;
  readonly direction: string;
  readonly protocolName?: ProtocolName;
  readonly protocols?: readonly { readonly name: ProtocolName; readonly metadata: string; readonly read: object }[];
  readonly assignments?: readonly { readonly assignment: string; readonly read: object }[];
}

const lines = readFileSync(new URL('../../../golden/group-wire.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const recorded = lines.map((line) => JSON.parse(line) as Recorded);
const requests = recorded.filter(({ direction }) => direction === 'request');

interface ReadWork {
  readonly connector: string;
  readonly tasks: readonly number[];
}

/** The recording's reading of an assignment, as ours. */
function assignmentOf(read: Record<string, unknown>): unknown {
  const work = (lists: unknown) => {
    const all = (lists ?? []) as readonly ReadWork[];
    return workOf(
      all.filter(({ tasks }) => tasks.includes(-1)).map(({ connector }) => connector),
      all.flatMap(({ connector, tasks }) => tasks.filter((t) => t >= 0).map((task) => ({ connector, task }))),
    );
  };
  return {
    isConfigMismatch: read['error'] === 1,
    leader: read['leader'],
    leaderUrl: read['leader_url'],
    configOffset: read['config_offset'],
    assigned: work(read['assigned']),
    revoked: work(read['revoked']),
    delayMs: read['delay_ms'] ?? 0,
  };
}

describe('what Java workers said when they joined', () => {
  const joins = requests.filter(({ api }) => api === 'JOIN_GROUP').flatMap(({ protocols }) => protocols!);

  test('was recorded', () => {
    expect(joins.length).toBeGreaterThan(40);
  });

  test.each(joins)('$name $metadata', ({ name, metadata, read }) => {
    const bytes = Buffer.from(metadata, 'base64');
    const { url, config_offset, current_assignment } = read as Record<string, unknown>;
    const decoded = decodeMetadata(bytes);
    const current = (current_assignment ?? null) as Record<string, unknown> | null;
    expect(decoded).toEqual({
      url,
      configOffset: config_offset,
      current: current === null ? null : assignmentOf(current),
    });
    expect(encodeMetadata(decoded, name)).toEqual(bytes);
  });
});

describe('what Java leaders dealt out', () => {
  const all = requests
    .filter(({ api }) => api === 'SYNC_GROUP')
    .flatMap(({ assignments, protocolName }) => (assignments ?? []).map((one) => ({ ...one, name: protocolName! })));

  test('was recorded', () => {
    expect(all.length).toBeGreaterThan(20);
  });

  test.each(all)('$name $assignment', ({ assignment, read, name }) => {
    const bytes = Buffer.from(assignment, 'base64');
    const decoded = decodeAssignment(bytes);
    expect(decoded).toEqual(assignmentOf(read as Record<string, unknown>));
    expect(encodeAssignment(decoded, name)).toEqual(bytes);
  });
});

test.each([
  ['sessioned', ['sessioned', 'compatible', 'default']],
  ['compatible', ['compatible', 'default']],
  ['eager', ['default']],
] as const)('connect.protocol=%s offers %j', (setting, offered) => {
  expect(offeredProtocols(setting)).toEqual(offered);
});

test.each([
  ['cut short', Buffer.from([0, 2, 0, 9, 104])],
  ['of a negative version', Buffer.from([255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
])('bytes %s are refused', (_what, bytes) => {
  expect(() => decodeMetadata(bytes)).toThrow(RangeError);
});
