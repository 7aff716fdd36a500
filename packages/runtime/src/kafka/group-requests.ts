import type { RequestFrame } from './cluster/connections.ts';
import { WireReader, WireWriter } from './cluster/wire.ts';
import { KafkaProtocolError } from './errors.ts';
import type { TopicPartition, TopicPartitionOffset } from './port.ts';

/** What an administrator asks of the coordinator of a consumer group. */
export interface GroupRequest<T> {
  readonly frame: Omit<RequestFrame, 'expectResponse' | 'timeoutMs'>;
  /** @throws KafkaProtocolError for the first error that the response carries */
  readonly read: (response: Buffer) => T;
}

function check(errorCode: number): void {
  if (errorCode !== 0) throw new KafkaProtocolError(errorCode);
}

function byTopic<T extends TopicPartition>(
  writer: WireWriter,
  items: readonly T[],
  write: (writer: WireWriter, item: T) => void,
): WireWriter {
  return writer.array([...Map.groupBy(items, ({ topic }) => topic)], (topics, [topic, ofTopic]) => {
    topics.string(topic).array(ofTopic, write);
  });
}

/** An error code a partition. */
function checkPartitions(reader: WireReader): void {
  reader.array((topics) => {
    topics.string();
    topics.array((partitions) => {
      partitions.skip(4);
      check(partitions.int16());
    });
  });
}

/** OffsetFetch version 3: everything that the group has committed. */
export function fetchOffsets(groupId: string): GroupRequest<TopicPartitionOffset[]> {
  const body = new WireWriter().string(groupId).int32(-1).finish();
  return {
    frame: { apiKey: 9, apiName: 'OffsetFetch', apiVersion: 3, body: [body] },
    read: (response) => {
      const reader = new WireReader(response);
      reader.skip(4); // throttle time
      const offsets = reader.array((topics) => {
        const topic = topics.string();
        return topics.array((partitions) => {
          const partition = partitions.int32();
          const offset = partitions.int64();
          partitions.nullableString();
          check(partitions.int16());
          return { topic, partition, offset };
        });
      });
      check(reader.int16());
      return offsets.flat().filter(({ offset }) => offset >= 0);
    },
  };
}

/** OffsetCommit version 2, by somebody who is no member. */
export function commitOffsets(groupId: string, offsets: readonly TopicPartitionOffset[]): GroupRequest<void> {
  const body = new WireWriter().string(groupId).int32(-1).string('').int64(-1);
  byTopic(body, offsets, (writer, { partition, offset }) => writer.int32(partition).int64(offset).string(''));
  return {
    frame: { apiKey: 8, apiName: 'OffsetCommit', apiVersion: 2, body: [body.finish()] },
    read: (response) => checkPartitions(new WireReader(response)),
  };
}

/** OffsetDelete version 0. */
export function deleteOffsets(groupId: string, partitions: readonly TopicPartition[]): GroupRequest<void> {
  const body = new WireWriter().string(groupId);
  byTopic(body, partitions, (writer, { partition }) => writer.int32(partition));
  return {
    frame: { apiKey: 47, apiName: 'OffsetDelete', apiVersion: 0, body: [body.finish()] },
    read: (response) => {
      const reader = new WireReader(response);
      check(reader.int16());
      reader.skip(4); // throttle time
      checkPartitions(reader);
    },
  };
}

/** DeleteGroups version 0. */
export function deleteGroup(groupId: string): GroupRequest<void> {
  const body = new WireWriter().array([groupId], (writer, group) => writer.string(group)).finish();
  return {
    frame: { apiKey: 42, apiName: 'DeleteGroups', apiVersion: 0, body: [body] },
    read: (response) => {
      const reader = new WireReader(response);
      reader.skip(4); // throttle time
      reader.array((groups) => {
        groups.string();
        check(groups.int16());
      });
    },
  };
}
