import type { RequestFrame } from '../cluster/connections.ts';
import { WireReader, WireWriter } from '../cluster/wire.ts';
import type { ProducerBatch } from './batch.ts';

export interface ProducePart {
  readonly batch: ProducerBatch;
  readonly wire: Buffer;
}

export interface ProduceRequest {
  /** 7, or 8, which answers with the broker's words about what is wrong. */
  readonly apiVersion: number;
  readonly acks: number;
  readonly timeoutMs: number;
  /** No two of the same partition. */
  readonly parts: readonly ProducePart[];
}

/** The batches go to the socket as they are, between the small parts that this writes. */
export function produceRequest({ apiVersion, acks, timeoutMs, parts }: ProduceRequest): RequestFrame {
  const byTopic = Map.groupBy(parts, ({ batch }) => batch.topic);
  const body: Buffer[] = [];
  let head = new WireWriter(128).string(null).int16(acks).int32(timeoutMs).int32(byTopic.size);
  for (const [topic, ofTopic] of byTopic) {
    head.string(topic).int32(ofTopic.length);
    for (const { batch, wire } of ofTopic) {
      head.int32(batch.partition).int32(wire.length);
      body.push(head.finish(), wire);
      head = new WireWriter(64);
    }
  }
  return { apiKey: 0, apiName: 'Produce', apiVersion, body, expectResponse: acks !== 0, timeoutMs };
}

export interface PartitionOutcome {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly baseOffset: number;
}

export interface ProduceResponse {
  readonly outcomes: readonly PartitionOutcome[];
  readonly throttleMs: number;
}

export function readProduceResponse(response: Buffer, apiVersion: number): ProduceResponse {
  const reader = new WireReader(response);
  const outcomes: PartitionOutcome[] = [];
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topic = reader.string();
    for (let partitions = reader.int32(); partitions > 0; partitions--) {
      const partition = reader.int32();
      const errorCode = reader.int16();
      const baseOffset = reader.int64();
      reader.skip(16); // log append time, log start offset
      const errorMessage = apiVersion >= 8 ? readMessages(reader) : null;
      outcomes.push({ topic, partition, errorCode, errorMessage, baseOffset });
    }
  }
  return { outcomes, throttleMs: reader.int32() };
}

/** The word about the first record at fault says more than that about the batch. */
function readMessages(reader: WireReader): string | null {
  const ofRecords = reader.array((r) => {
    r.skip(4); // index in the batch
    return r.nullableString();
  });
  const ofBatch = reader.nullableString();
  return ofRecords.find((message) => message !== null) ?? ofBatch;
}
