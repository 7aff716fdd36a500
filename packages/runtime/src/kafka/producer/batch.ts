import type { Payload, Receipt, RecordHeader } from '../port.ts';
import { RecordSetCursor } from '../record-batch/decoder.ts';
import { plainBatch, recordBytes, RecordBatchEncoder } from '../record-batch/encoder.ts';

/** Records of one partition that travel together. */
export class ProducerBatch {
  readonly topic: string;
  readonly partition: number;
  readonly encoder: RecordBatchEncoder;
  /** Batches of a partition are sent in this order; smaller than any later batch's, by `orderSpan` at least. */
  order: number;
  /** What the parts of this batch may share among them. */
  orderSpan = 1;
  readonly createdAt: number;
  attempts = 0;
  retryAt = 0;
  /** -1 until it is first sent with a producer id. */
  baseSequence = -1;
  /** As it goes over the wire, kept for retries; null before it was sent. */
  wire: Buffer | null = null;

  // Run-length: receipts[i] stands for counts[i] records.
  readonly #receipts: Receipt[] = [];
  readonly #counts: number[] = [];

  constructor(topic: string, partition: number, encoder: RecordBatchEncoder, order: number, createdAt: number) {
    this.topic = topic;
    this.partition = partition;
    this.encoder = encoder;
    this.order = order;
    this.createdAt = createdAt;
  }

  /** Whether records may still be added: not after it was sent once, nor with sequence numbers counted out for it. */
  get isOpen(): boolean {
    return this.attempts === 0 && this.baseSequence < 0;
  }

  get recordCount(): number {
    return this.encoder.recordCount;
  }

  get bytes(): number {
    return this.encoder.position;
  }

  add(
    timestamp: number,
    key: Payload,
    value: Payload,
    headers: readonly RecordHeader[] | null,
    receipt: Receipt,
  ): void {
    this.encoder.append(timestamp, key, value, headers);
    this.#count(receipt, 1);
  }

  #count(receipt: Receipt, count: number): void {
    const last = this.#receipts.length - 1;
    if (last >= 0 && this.#receipts[last] === receipt) this.#counts[last]! += count;
    else {
      this.#receipts.push(receipt);
      this.#counts.push(count);
    }
  }

  delivered(baseOffset: number): void {
    let offset = baseOffset;
    for (let i = 0; i < this.#receipts.length; i++) {
      const count = this.#counts[i]!;
      this.#receipts[i]!.delivered(count, this.topic, this.partition, offset);
      if (offset >= 0) offset += count;
    }
  }

  failed(error: Error): void {
    for (let i = 0; i < this.#receipts.length; i++) this.#receipts[i]!.failed(this.#counts[i]!, error);
  }

  /** The same records in batches of at most `maxBytes` each, in order; they take this batch's place. */
  split(maxBytes: number): ProducerBatch[] {
    const parts: ProducerBatch[] = [];
    const records = this.encoder.finish(plainBatch);
    const { topic, partition } = this;
    const cursor = new RecordSetCursor({
      topic,
      partition,
      records,
      fetchOffset: 0,
      abortedTransactions: null,
      checkCrc: false,
    });
    cursor.allow(this.recordCount);
    let part: ProducerBatch | null = null;
    let run = -1;
    let left = 0;
    while (cursor.next()) {
      if (left === 0) left = this.#counts[++run]!;
      const { key, value, headers } = cursor;
      if (part === null || part.bytes + recordBytes(key, value, headers) > maxBytes) {
        part = new ProducerBatch(
          topic,
          partition,
          new RecordBatchEncoder(Buffer.allocUnsafeSlow(maxBytes)),
          this.order,
          this.createdAt,
        );
        part.attempts = this.attempts;
        parts.push(part);
      }
      part.add(cursor.timestamp, key, value, headers, this.#receipts[run]!);
      left--;
    }
    parts.forEach((each, i) => {
      each.orderSpan = this.orderSpan / parts.length;
      each.order = this.order + i * each.orderSpan;
    });
    return parts;
  }
}
