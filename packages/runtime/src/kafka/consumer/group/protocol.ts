import { WireReader, WireWriter } from '../../cluster/wire.ts';
import type { TopicPartition } from '../../port.ts';

/** The bytes that members of a consumer group show each other (Java: ConsumerProtocol), and the `range` assignment. */

export const consumerProtocolType = 'consumer';
export const rangeProtocol = 'range';

export function encodeSubscription(topics: readonly string[]): Buffer {
  return new WireWriter()
    .int16(0)
    .array(topics.toSorted(), (writer, topic) => writer.string(topic))
    .bytes(null)
    .finish();
}

/** Newer versions only add to the end. */
export function decodeSubscription(metadata: Buffer): string[] {
  const reader = new WireReader(metadata);
  reader.skip(2);
  return reader.array((r) => r.string());
}

export function encodeAssignment(partitions: readonly TopicPartition[]): Buffer {
  return new WireWriter()
    .int16(0)
    .array([...Map.groupBy(partitions, ({ topic }) => topic)], (topics, [topic, ofTopic]) => {
      topics.string(topic).array(ofTopic, (writer, { partition }) => writer.int32(partition));
    })
    .bytes(null)
    .finish();
}

/** A member without a share may get no bytes at all. */
export function decodeAssignment(assignment: Buffer): TopicPartition[] {
  if (assignment.length === 0) return [];
  const reader = new WireReader(assignment);
  reader.skip(2);
  return reader
    .array((r) => {
      const topic = r.string();
      return r.array((p) => ({ topic, partition: p.int32() }));
    })
    .flat();
}

export interface GroupMember {
  readonly memberId: string;
  readonly topics: readonly string[];
}

/** Java: RangeAssignor. Of each topic every member gets a run of partitions; the first members get one more where it doesn't come out even. */
export function assignRanges(
  members: readonly GroupMember[],
  partitionCount: (topic: string) => number,
): Map<string, TopicPartition[]> {
  const sorted = members.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const shares = new Map<string, TopicPartition[]>(sorted.map(({ memberId }) => [memberId, []]));
  const topics = new Set(sorted.flatMap((member) => member.topics).toSorted());
  for (const topic of topics) {
    const subscribed = sorted.filter((member) => member.topics.includes(topic));
    const count = partitionCount(topic);
    let next = 0;
    subscribed.forEach(({ memberId }, i) => {
      const size = Math.floor(count / subscribed.length) + (i < count % subscribed.length ? 1 : 0);
      for (const end = next + size; next < end; next++) shares.get(memberId)!.push({ topic, partition: next });
    });
  }
  return shares;
}
