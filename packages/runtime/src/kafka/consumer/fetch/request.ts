import type { RequestFrame } from '../../cluster/connections.ts';
import { WireReader, WireWriter } from '../../cluster/wire.ts';
import type { TopicPartition } from '../../port.ts';
import type { AbortedTransaction } from '../../record-batch/decoder.ts';

export interface FetchPart extends TopicPartition {
  readonly fetchOffset: number;
}

export interface FetchRequest {
  /** 4 to 11; zstd needs 10. */
  readonly apiVersion: number;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly partitionMaxBytes: number;
  readonly isReadCommitted: boolean;
  readonly requestTimeoutMs: number;
  readonly parts: readonly FetchPart[];
}

/** Full fetches, without a session: what to fetch changes with every request. */
export function fetchRequest(request: FetchRequest): RequestFrame {
  const { apiVersion, maxWaitMs, partitionMaxBytes, parts } = request;
  const body = new WireWriter(64 + 64 * parts.length)
    .int32(-1) // not a replica
    .int32(maxWaitMs)
    .int32(request.minBytes)
    .int32(request.maxBytes)
    .int8(request.isReadCommitted ? 1 : 0);
  if (apiVersion >= 7) body.int32(0).int32(-1);
  body.array([...Map.groupBy(parts, ({ topic }) => topic)], (topics, [topic, ofTopic]) => {
    topics.string(topic).array(ofTopic, (partitions, { partition, fetchOffset }) => {
      partitions.int32(partition);
      if (apiVersion >= 9) partitions.int32(-1); // leader epoch: not checked
      partitions.int64(fetchOffset);
      if (apiVersion >= 5) partitions.int64(-1); // log start offset: of replicas
      partitions.int32(partitionMaxBytes);
    });
  });
  if (apiVersion >= 7) body.int32(0); // forgotten topics
  if (apiVersion >= 11) body.string('');
  const timeoutMs = request.requestTimeoutMs + maxWaitMs;
  return { apiKey: 1, apiName: 'Fetch', apiVersion, body: [body.finish()], expectResponse: true, timeoutMs };
}

export interface FetchedPartition extends TopicPartition {
  readonly errorCode: number;
  readonly abortedTransactions: readonly AbortedTransaction[];
  /** A view of the response. */
  readonly records: Buffer | null;
}

export interface FetchResponse {
  readonly throttleMs: number;
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

export function readFetchResponse(response: Buffer, apiVersion: number): FetchResponse {
  const reader = new WireReader(response);
  const throttleMs = reader.int32();
  const errorCode = apiVersion >= 7 ? reader.int16() : 0;
  if (apiVersion >= 7) reader.skip(4); // session id
  const partitions: FetchedPartition[] = [];
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topic = reader.string();
    for (let count = reader.int32(); count > 0; count--) partitions.push(readPartition(reader, topic, apiVersion));
  }
  return { throttleMs, errorCode, partitions };
}

function readPartition(reader: WireReader, topic: string, apiVersion: number): FetchedPartition {
  const partition = reader.int32();
  const errorCode = reader.int16();
  reader.skip(apiVersion >= 5 ? 24 : 16); // high watermark, last stable offset, log start offset
  const abortedTransactions = reader.array((r) => ({ producerId: r.int64(), firstOffset: r.int64() }));
  if (apiVersion >= 11) reader.skip(4); // preferred replica
  return { topic, partition, errorCode, abortedTransactions, records: reader.bytes() };
}
