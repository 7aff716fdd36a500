import { KafkaProtocolError } from '../errors.ts';
import { WireReader, WireWriter } from './wire.ts';
import type { RequestFrame } from './connections.ts';

export interface BrokerAddress {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

export interface TopicMetadata {
  readonly topic: string;
  /** null when the topic can be used. */
  readonly error: KafkaProtocolError | null;
  /** Leader's node id of each partition, by partition number; -1 while there is none. */
  readonly leaders: readonly number[];
}

export interface ClusterMetadata {
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly brokers: readonly BrokerAddress[];
  readonly topics: readonly TopicMetadata[];
}

/** @param topics null asks for all topics */
export function metadataRequest(
  topics: readonly string[] | null,
  allowAutoCreate: boolean,
  timeoutMs: number,
): RequestFrame {
  const body = new WireWriter();
  if (topics === null) body.int32(-1);
  else body.array(topics, (writer, topic) => writer.string(topic));
  body.boolean(allowAutoCreate);
  return { apiKey: 3, apiName: 'Metadata', apiVersion: 5, body: [body.finish()], expectResponse: true, timeoutMs };
}

export function readMetadata(response: Buffer): ClusterMetadata {
  const reader = new WireReader(response);
  reader.skip(4); // throttle time
  const brokers = reader.array((r) => {
    const broker = { nodeId: r.int32(), host: r.string(), port: r.int32() };
    r.nullableString(); // rack
    return broker;
  });
  return { brokers, clusterId: reader.nullableString(), controllerId: reader.int32(), topics: reader.array(readTopic) };
}

function readTopic(reader: WireReader): TopicMetadata {
  const errorCode = reader.int16();
  const topic = reader.string();
  reader.skip(1); // is internal
  const leaders: number[] = [];
  const partitions = reader.int32();
  for (let i = 0; i < partitions; i++) {
    reader.skip(2); // error code; a partition without leader says -1 below
    const partition = reader.int32();
    leaders[partition] = reader.int32();
    for (let list = 0; list < 3; list++) reader.skip(4 * Math.max(0, reader.int32())); // replicas, in sync, offline
  }
  for (let i = 0; i < leaders.length; i++) leaders[i] ??= -1;
  return { topic, error: errorCode === 0 ? null : new KafkaProtocolError(errorCode), leaders };
}
