import { setTimeout as sleep } from 'node:timers/promises';
import { classifyError, KafkaProtocolError, toConnectError } from '../errors.ts';
import type { TopicPartition, TopicPartitionOffset } from '../port.ts';
import type { KafkaCluster } from './cluster.ts';
import type { RequestFrame } from './connections.ts';
import { WireReader, WireWriter } from './wire.ts';

export const logEnds = { latest: -1, earliest: -2 } as const;

export interface OffsetsQuery {
  readonly partitions: readonly TopicPartition[];
  readonly end: keyof typeof logEnds;
  /** With read_committed the latest offset is the last stable one. */
  readonly isReadCommitted: boolean;
  readonly timeoutMs: number;
}

/** Asks the leaders; follows partitions that move, until the time is over. Rejects with a ConnectError. */
export async function listOffsets(cluster: KafkaCluster, query: OffsetsQuery): Promise<TopicPartitionOffset[]> {
  const deadline = Date.now() + query.timeoutMs;
  const found: TopicPartitionOffset[] = [];
  let left = query.partitions;
  for (;;) {
    const round = await askLeaders(cluster, left, query);
    found.push(...round.found);
    left = round.left;
    if (left.length === 0) return found;
    const doing = `Looking up the ${query.end} offset of ${left.map(({ topic, partition }) => `${topic}-${partition}`).join(', ')}`;
    if (classifyError(round.error).kind !== 'retriable' || Date.now() >= deadline)
      throw toConnectError(round.error, doing);
    await sleep(cluster.settings.retryBackoffMs, undefined, { signal: cluster.closing });
    await cluster.refreshMetadata([...new Set(left.map(({ topic }) => topic))], false).catch(() => null);
  }
}

interface Round {
  readonly found: TopicPartitionOffset[];
  readonly left: TopicPartition[];
  error: unknown;
}

async function askLeaders(
  cluster: KafkaCluster,
  partitions: readonly TopicPartition[],
  query: OffsetsQuery,
): Promise<Round> {
  const round: Round = { found: [], left: [], error: null };
  const byLeader = Map.groupBy(partitions, ({ topic, partition }) => cluster.leader(topic, partition));
  const asked = [...byLeader].map(async ([nodeId, ofLeader]) => {
    try {
      if (nodeId < 0) throw new KafkaProtocolError(5); // LEADER_NOT_AVAILABLE
      const response = await cluster.send(nodeId, request(ofLeader, query, cluster.settings.requestTimeoutMs));
      readResponse(response, round);
    } catch (error) {
      round.left.push(...ofLeader);
      round.error = error;
    }
  });
  await Promise.all(asked);
  return round;
}

function request(
  partitions: readonly TopicPartition[],
  { end, isReadCommitted }: OffsetsQuery,
  timeoutMs: number,
): RequestFrame {
  const body = new WireWriter().int32(-1).int8(isReadCommitted ? 1 : 0);
  body.array([...Map.groupBy(partitions, ({ topic }) => topic)], (topics, [topic, ofTopic]) => {
    topics.string(topic).array(ofTopic, (writer, { partition }) => writer.int32(partition).int64(logEnds[end]));
  });
  return { apiKey: 2, apiName: 'ListOffsets', apiVersion: 2, body: [body.finish()], expectResponse: true, timeoutMs };
}

function readResponse(response: Buffer, round: Round): void {
  const reader = new WireReader(response);
  reader.skip(4); // throttle time
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topic = reader.string();
    for (let count = reader.int32(); count > 0; count--) {
      const partition = reader.int32();
      const errorCode = reader.int16();
      reader.skip(8); // timestamp
      const offset = reader.int64();
      if (errorCode === 0) round.found.push({ topic, partition, offset });
      else {
        round.left.push({ topic, partition });
        round.error = new KafkaProtocolError(errorCode);
      }
    }
  }
}
