import { crc32c } from '@node-rs/crc32';
import { writeInt64 } from '../cluster/wire.ts';
import type { Payload, RecordHeader } from '../port.ts';
import { compress } from './compression.ts';
import { attributeBits, batchLayout, compressionTypes, lengthFieldEnd, noProducer } from './format.ts';
import type { CompressionType } from './format.ts';
import { sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from './varint.ts';

export interface BatchOptions {
  readonly compression: CompressionType;
  readonly compressionLevel: number | null;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
}

export const plainBatch: BatchOptions = {
  compression: 'none',
  compressionLevel: null,
  ...noProducer,
  isTransactional: false,
};

/** Fixed parts of a record: its length, attributes and the five varints at their longest. */
const recordOverhead = 5 + 1 + 10 + 5 + 5 + 5 + 5;

/** Most bytes a record can take, save that long texts are measured and short ones taken for ASCII. */
export function recordBytes(key: Payload, value: Payload, headers: readonly RecordHeader[] | null): number {
  return recordOverhead + payloadBytes(key) + payloadBytes(value) + headersBytes(headers);
}

const shortText = 4096;

function payloadBytes(payload: Payload): number {
  if (payload === null) return 0;
  return typeof payload === 'string' && payload.length > shortText ? Buffer.byteLength(payload) : payload.length;
}

/** Exact; headers are rare enough to measure. */
function headersBytes(headers: readonly RecordHeader[] | null): number {
  if (headers === null || headers.length === 0) return 1;
  let bytes = sizeOfVarint(headers.length);
  for (const { key, value } of headers) {
    const keyBytes = Buffer.byteLength(key);
    bytes += sizeOfVarint(keyBytes) + keyBytes;
    bytes += value === null ? 1 : sizeOfVarint(value.length) + value.length;
  }
  return bytes;
}

/** Writes records into one growing buffer, in place; `finish` puts the header before them. */
export class RecordBatchEncoder {
  /** The room for the header, then the records up to `position`. */
  buffer: Buffer;
  position: number = batchLayout.records;
  recordCount = 0;
  baseTimestamp = 0;
  maxTimestamp = 0;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  append(timestamp: number, key: Payload, value: Payload, headers: readonly RecordHeader[] | null): void {
    const count = this.recordCount;
    if (count === 0) this.baseTimestamp = this.maxTimestamp = timestamp;
    else if (timestamp > this.maxTimestamp) this.maxTimestamp = timestamp;
    const delta = timestamp - this.baseTimestamp;
    const keyLength = key === null ? -1 : key.length;
    const valueLength = value === null ? -1 : value.length;
    const headerBytes = headersBytes(headers);

    // Exact for bytes and ASCII; other text is longer and is put right at the end.
    const guess =
      1 +
      sizeOfVarlong(delta) +
      sizeOfVarint(count) +
      (sizeOfVarint(keyLength) + (keyLength > 0 ? keyLength : 0)) +
      (sizeOfVarint(valueLength) + (valueLength > 0 ? valueLength : 0)) +
      headerBytes;
    this.#reserve(recordOverhead + worstBytes(key) + worstBytes(value) + headerBytes);

    const start = this.position;
    const { buffer } = this;
    const bodyStart = writeVarint(buffer, start, guess);
    buffer[bodyStart] = 0; // attributes, unused
    let at = writeVarlong(buffer, bodyStart + 1, delta);
    at = writeVarint(buffer, at, count);
    at = writePayload(buffer, at, key);
    at = writePayload(buffer, at, value);
    at = headers === null ? writeVarint(buffer, at, 0) : writeHeaders(buffer, at, headers);
    if (at - bodyStart !== guess) at = setLength(buffer, start, bodyStart, at);
    this.position = at;
    this.recordCount = count + 1;
  }

  /** The whole batch: a view of `buffer`, or a new buffer if it is compressed. May be called again with other options. */
  finish(options: BatchOptions): Buffer {
    const { records } = batchLayout;
    const isPlain = options.compression === 'none';
    const plain = this.buffer.subarray(0, this.position);
    const batch = isPlain
      ? plain
      : Buffer.concat([
          plain.subarray(0, records),
          compress(options.compression, plain.subarray(records), options.compressionLevel),
        ]);
    this.#writeHeader(batch, options);
    return batch;
  }

  #writeHeader(batch: Buffer, options: BatchOptions): void {
    const transactional = options.isTransactional ? attributeBits.transactional : 0;
    writeInt64(batch, 0, batchLayout.baseOffset);
    batch.writeInt32BE(batch.length - lengthFieldEnd, batchLayout.length);
    batch.writeInt32BE(-1, batchLayout.leaderEpoch);
    batch[batchLayout.magic] = 2;
    batch.writeInt16BE(compressionTypes.indexOf(options.compression) | transactional, batchLayout.attributes);
    batch.writeInt32BE(this.recordCount - 1, batchLayout.lastOffsetDelta);
    writeInt64(batch, this.baseTimestamp, batchLayout.baseTimestamp);
    writeInt64(batch, this.maxTimestamp, batchLayout.maxTimestamp);
    writeInt64(batch, options.producerId, batchLayout.producerId);
    batch.writeInt16BE(options.producerEpoch, batchLayout.producerEpoch);
    batch.writeInt32BE(options.baseSequence, batchLayout.baseSequence);
    batch.writeInt32BE(this.recordCount, batchLayout.recordCount);
    batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
  }

  #reserve(bytes: number): void {
    const needed = this.position + bytes;
    if (needed <= this.buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(grown, 0, 0, this.position);
    this.buffer = grown;
  }
}

/** A UTF-16 unit takes three bytes of UTF-8 at most. */
function worstBytes(payload: Payload): number {
  if (payload === null) return 0;
  return typeof payload === 'string' ? 3 * payload.length : payload.length;
}

function writePayload(buffer: Buffer, position: number, payload: Payload): number {
  if (payload === null) return writeVarint(buffer, position, -1);
  if (typeof payload === 'string') return writeText(buffer, position, payload);
  const at = writeVarint(buffer, position, payload.length);
  buffer.set(payload, at);
  return at + payload.length;
}

/** Writes the text behind room for its length as ASCII, and moves it if the length needs more. */
function writeText(buffer: Buffer, position: number, text: string): number {
  const start = writeVarint(buffer, position, text.length);
  const written = buffer.write(text, start);
  return written === text.length ? start + written : setLength(buffer, position, start, start + written);
}

/** Writes the length of what stands at `start` to `end` again, before it; returns the end, moved by what the length takes more. */
function setLength(buffer: Buffer, position: number, start: number, end: number): number {
  const length = end - start;
  const moved = position + sizeOfVarint(length);
  if (moved !== start) buffer.copyWithin(moved, start, end);
  writeVarint(buffer, position, length);
  return moved + length;
}

function writeHeaders(buffer: Buffer, position: number, headers: readonly RecordHeader[]): number {
  let at = writeVarint(buffer, position, headers.length);
  for (const { key, value } of headers) {
    at = writeText(buffer, at, key);
    at = writePayload(buffer, at, value);
  }
  return at;
}
