import { WireReader, WireWriter } from '../../kafka/cluster/wire.ts';
import { taskName } from '../../config/task-id.ts';
import { noWork, taskIdOf, type Work } from '../assignment/work.ts';

/**
 * What workers tell each other through the group protocol `connect`, byte for byte as Java's workers do.
 * Java: ConnectProtocol (0), IncrementalCooperativeConnectProtocol (1, 2)
 */

/** Of the bytes, by the protocol's name: eager, cooperative, and cooperative with signed requests between workers. */
export const versions = { default: 0, compatible: 1, sessioned: 2 } as const;

export type ProtocolName = keyof typeof versions;

/** What `connect.protocol` offers to the group, the best first: the coordinator takes the first that all members have. */
export function offeredProtocols(setting: 'sessioned' | 'compatible' | 'eager'): readonly ProtocolName[] {
  if (setting === 'eager') return ['default'];
  return setting === 'compatible' ? ['compatible', 'default'] : ['sessioned', 'compatible', 'default'];
}

/** What the leader tells a member. Under `default` the assigned work is all that it is to run, else what it gets in addition. */
export interface Assignment {
  /** The leader itself has not read as far in the config topic as the furthest worker. */
  readonly isConfigMismatch: boolean;
  /** Member id and URL of the leader. */
  readonly leader: string;
  readonly leaderUrl: string;
  /** Up to which the config topic has to be read; -1 before anything was. */
  readonly configOffset: number;
  readonly assigned: Work;
  /** What the member has to give up. */
  readonly revoked: Work;
  /** Until the group should rebalance again; 0 for no need. */
  readonly delayMs: number;
}

/** What a worker tells the leader. */
export interface Metadata {
  /** Where its REST API is, with a slash at the end. */
  readonly url: string;
  readonly configOffset: number;
  /** All that it runs, with the leader and offset of its last assignment; null before it has one, and under `default`. */
  readonly current: Assignment | null;
}

/** The connector itself, in a list of its tasks. */
const itself = -1;
const configMismatch = 1;

export function encodeMetadata({ url, configOffset, current }: Metadata, protocol: ProtocolName): Buffer {
  const version = versions[protocol];
  const writer = new WireWriter().int16(version).string(url).int64(configOffset);
  if (version > 0) writer.bytes(current === null ? null : encodeAssignment(current, protocol));
  return writer.finish();
}

/** Later versions are read as far as they are known. @throws RangeError if the bytes are cut short or the version is negative */
export function decodeMetadata(bytes: Buffer): Metadata {
  const reader = new WireReader(bytes);
  const version = readVersion(reader);
  const url = reader.string();
  const configOffset = reader.int64();
  const current = version > 0 ? reader.bytes() : null;
  return { url, configOffset, current: current === null ? null : decodeAssignment(current) };
}

export function encodeAssignment(assignment: Assignment, protocol: ProtocolName): Buffer {
  const { isConfigMismatch, leader, leaderUrl, configOffset, assigned, revoked, delayMs } = assignment;
  const version = versions[protocol];
  const writer = new WireWriter()
    .int16(version)
    .int16(isConfigMismatch ? configMismatch : 0)
    .string(leader)
    .string(leaderUrl)
    .int64(configOffset);
  writeWork(writer, assigned);
  if (version > 0) {
    writeWork(writer, revoked);
    writer.int32(delayMs);
  }
  return writer.finish();
}

/** What an older version does not have is nothing. @throws RangeError if the bytes are cut short or the version is negative */
export function decodeAssignment(bytes: Buffer): Assignment {
  const reader = new WireReader(bytes);
  readVersion(reader);
  const isConfigMismatch = reader.int16() === configMismatch;
  const leader = reader.string();
  const leaderUrl = reader.string();
  const configOffset = reader.int64();
  const hasMore = (): boolean => reader.position < bytes.length;
  return {
    isConfigMismatch,
    leader,
    leaderUrl,
    configOffset,
    assigned: hasMore() ? readWork(reader) : noWork,
    revoked: hasMore() ? readWork(reader) : noWork,
    delayMs: hasMore() ? reader.int32() : 0,
  };
}

function readVersion(reader: WireReader): number {
  const version = reader.int16();
  if (version < 0) throw new RangeError(`The group protocol has no version ${version}`);
  return version;
}

/** One list for each connector; the connectors come first. */
function writeWork(writer: WireWriter, { connectors, tasks }: Work): void {
  const lists = new Map<string, number[]>();
  for (const connector of connectors) lists.set(connector, [itself]);
  for (const { connector, task } of [...tasks].map(taskIdOf)) {
    const list = lists.get(connector);
    if (list === undefined) lists.set(connector, [task]);
    else list.push(task);
  }
  writer.array([...lists], (entry, [connector, list]) => {
    entry.string(connector).array(list, (number, task) => number.int32(task));
  });
}

function readWork(reader: WireReader): Work {
  const connectors = new Set<string>();
  const tasks = new Set<string>();
  reader.array((entry) => {
    const connector = entry.string();
    entry.array((number) => {
      const task = number.int32();
      if (task === itself) connectors.add(connector);
      else tasks.add(taskName({ connector, task }));
    });
  });
  return { connectors, tasks };
}
