import { crc32c } from '@node-rs/crc32';
import { ConnectError, DataError } from '@causeway/api';
import { readInt64 } from '../cluster/wire.ts';
import type { RecordCursor, RecordHeader } from '../port.ts';
import { decompress } from './compression.ts';
import { attributeBits, batchLayout, compressionTypes, lengthFieldEnd } from './format.ts';
import { VarintReader } from './varint.ts';

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

export interface RecordSet {
  readonly topic: string;
  readonly partition: number;
  /** Whole batches one after the other; the last may be cut short by the broker. */
  readonly records: Buffer;
  /** Records before it are skipped: a batch is served whole even if its middle was asked for. */
  readonly fetchOffset: number;
  /** With read_committed: what to leave out. null delivers everything. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  readonly checkCrc: boolean;
}

/** Reads the records of one partition out of a fetch response, batch by batch and record by record as they are asked for. */
export class RecordSetCursor implements RecordCursor {
  readonly topic: string;
  readonly partition: number;
  offset = -1;
  timestamp = -1;
  timestampType: RecordCursor['timestampType'] = 'CreateTime';
  /** Of the record that `next()` would read; behind the last batch it is the offset to fetch from. */
  nextOffset: number;
  /** Behind the last whole batch. */
  readonly endOffset: number;

  readonly #set: RecordSet;
  readonly #end: number;
  readonly #aborted: AbortedTransaction[];
  readonly #abortedProducers = new Set<number>();
  readonly #reader: VarintReader;
  #batchEnd = 0;
  #recordsLeft = 0;
  #baseOffset = 0;
  #baseTimestamp = 0;
  #lastOffset = -1;
  #allowed = 0;
  #keyStart = 0;
  #keyLength = -1;
  #valueStart = 0;
  #valueLength = -1;
  #buffer: Buffer;

  constructor(set: RecordSet) {
    this.topic = set.topic;
    this.partition = set.partition;
    this.nextOffset = set.fetchOffset;
    this.#set = set;
    this.#buffer = set.records;
    this.#reader = new VarintReader(set.records, 0);
    this.#aborted =
      set.abortedTransactions === null
        ? []
        : [...set.abortedTransactions].sort((a, b) => a.firstOffset - b.firstOffset);
    const { end, endOffset } = this.#findEnd();
    this.#end = end;
    this.endOffset = Math.max(set.fetchOffset, endOffset);
  }

  /** Bytes that were not read yet, as they came over the wire. */
  get bytesLeft(): number {
    return this.#end - this.#batchEnd;
  }

  /** Lets `next()` deliver this many records more. */
  allow(records: number): void {
    this.#allowed = records;
  }

  /** How many of those allowed were not used. */
  get allowance(): number {
    return this.#allowed;
  }

  /** Goes to the next batch with records for us, if the present one is used up; false at the end. May still yield no record. */
  hasMore(): boolean {
    while (this.#recordsLeft === 0) {
      if (this.#batchEnd >= this.#end) {
        this.nextOffset = this.endOffset;
        return false;
      }
      this.#openBatch();
    }
    return true;
  }

  /** An upper bound of the records left, from the headers of the batches; stops counting at `enough`. */
  countUpTo(enough: number): number {
    let count = this.#recordsLeft;
    const { records } = this.#set;
    for (let at = this.#batchEnd; at < this.#end && count < enough;) {
      count += records.readInt32BE(at + batchLayout.recordCount);
      at += lengthFieldEnd + records.readInt32BE(at + batchLayout.length);
    }
    return Math.min(count, enough);
  }

  next(): boolean {
    while (this.#allowed > 0 && this.hasMore()) {
      if (this.#readRecord()) {
        this.#allowed--;
        return true;
      }
    }
    // What control batches take up at the end must not hold the position back.
    if (this.#recordsLeft === 0 && this.#batchEnd >= this.#end) this.nextOffset = this.endOffset;
    return false;
  }

  get key(): Uint8Array | null {
    return this.#keyLength < 0 ? null : this.#buffer.subarray(this.#keyStart, this.#keyStart + this.#keyLength);
  }

  get value(): Uint8Array | null {
    return this.#valueLength < 0 ? null : this.#buffer.subarray(this.#valueStart, this.#valueStart + this.#valueLength);
  }

  get headers(): readonly RecordHeader[] | null {
    const start = this.#valueStart + Math.max(0, this.#valueLength);
    // Nearly no record has any: their number is 0 then, and nothing is to be made.
    if (this.#buffer[start] === 0) return null;
    const reader = new VarintReader(this.#buffer, start);
    const count = reader.varint();
    if (count <= 0) return null;
    const headers: RecordHeader[] = [];
    for (let i = 0; i < count; i++) {
      const key = takeBytes(this.#buffer, reader);
      headers.push({ key: key === null ? '' : key.toString('utf8'), value: takeBytes(this.#buffer, reader) });
    }
    return headers;
  }

  /** False for a record that lies before the offset asked for. */
  #readRecord(): boolean {
    const reader = this.#reader;
    const length = reader.varint();
    const start = reader.position;
    reader.position = start + 1; // attributes, unused
    const timestampDelta = reader.varlong();
    const offset = this.#baseOffset + reader.varint();
    const keyLength = reader.varint();
    const keyStart = reader.position;
    if (keyLength > 0) reader.position += keyLength;
    const valueLength = reader.varint();
    const valueStart = reader.position;
    if (length < 0 || start + length > this.#buffer.length || valueStart + valueLength > start + length) {
      throw new DataError(`Reading ${this.topic}-${this.partition}@${offset}: the record is damaged`);
    }
    reader.position = start + length;
    this.#recordsLeft--;
    this.nextOffset = this.#recordsLeft === 0 ? this.#lastOffset + 1 : offset + 1;
    if (offset < this.#set.fetchOffset) return false;
    this.offset = offset;
    if (this.timestampType === 'CreateTime')
      this.timestamp = this.#baseTimestamp < 0 ? -1 : this.#baseTimestamp + timestampDelta;
    this.#keyStart = keyStart;
    this.#keyLength = keyLength;
    this.#valueStart = valueStart;
    this.#valueLength = valueLength;
    return true;
  }

  #openBatch(): void {
    const { records, topic, partition, checkCrc, fetchOffset } = this.#set;
    const start = this.#batchEnd;
    const end = start + lengthFieldEnd + records.readInt32BE(start + batchLayout.length);
    this.#batchEnd = end;
    const baseOffset = readInt64(records, start + batchLayout.baseOffset);
    const lastOffset = baseOffset + records.readInt32BE(start + batchLayout.lastOffsetDelta);
    const attributes = records.readInt16BE(start + batchLayout.attributes);
    const where = `${topic}-${partition}@${baseOffset}`;
    if (
      checkCrc &&
      records.readUInt32BE(start + batchLayout.crc) !== crc32c(records.subarray(start + batchLayout.attributes, end))
    ) {
      throw new DataError(`Reading ${where}: the checksum of the record batch does not match; the log is damaged`);
    }
    if (lastOffset < fetchOffset || this.#isLeftOut(start, lastOffset, attributes)) {
      this.nextOffset = Math.max(this.nextOffset, lastOffset + 1);
      return;
    }
    const compression = compressionTypes[attributes & attributeBits.compression];
    if (compression === undefined)
      throw new ConnectError(`Reading ${where}: unknown compression type ${attributes & 7}`);
    this.#reader.position = 0;
    this.#buffer = records;
    if (compression === 'none') this.#reader.position = start + batchLayout.records;
    else
      this.#buffer = decompressAt(where, () =>
        decompress(compression, records.subarray(start + batchLayout.records, end)),
      );
    this.#reader.buffer = this.#buffer;
    this.#recordsLeft = records.readInt32BE(start + batchLayout.recordCount);
    this.#baseOffset = baseOffset;
    this.#lastOffset = lastOffset;
    // A batch that compaction has emptied keeps its place in the log.
    if (this.#recordsLeft === 0) this.nextOffset = lastOffset + 1;
    this.#baseTimestamp = readInt64(records, start + batchLayout.baseTimestamp);
    const isLogAppendTime = (attributes & attributeBits.logAppendTime) !== 0;
    if (isLogAppendTime) this.timestamp = readInt64(records, start + batchLayout.maxTimestamp);
    this.timestampType = isLogAppendTime ? 'LogAppendTime' : 'CreateTime';
  }

  /** Control batches always, and with read_committed those of aborted transactions. Java: CompletedFetch#nextFetchedRecord. */
  #isLeftOut(start: number, lastOffset: number, attributes: number): boolean {
    const { records, abortedTransactions } = this.#set;
    const isControl = (attributes & attributeBits.control) !== 0;
    if (abortedTransactions === null) return isControl;
    const producerId = readInt64(records, start + batchLayout.producerId);
    while (this.#aborted[0] !== undefined && this.#aborted[0].firstOffset <= lastOffset) {
      this.#abortedProducers.add(this.#aborted.shift()!.producerId);
    }
    if (isControl) {
      if (isAbortMarker(records, start + batchLayout.records)) this.#abortedProducers.delete(producerId);
      return true;
    }
    return (attributes & attributeBits.transactional) !== 0 && this.#abortedProducers.has(producerId);
  }

  #findEnd(): { end: number; endOffset: number } {
    const { records, topic, partition } = this.#set;
    let end = 0;
    let endOffset = 0;
    while (end + batchLayout.magic < records.length) {
      const magic = records[end + batchLayout.magic]!;
      if (magic !== 2) {
        throw new ConnectError(
          `Reading ${topic}-${partition}: message format v${magic} is not supported; let the broker rewrite the topic, or consume it with an older client`,
        );
      }
      const next = end + lengthFieldEnd + records.readInt32BE(end + batchLayout.length);
      if (next > records.length || next < end + batchLayout.records) break;
      endOffset = readInt64(records, end) + records.readInt32BE(end + batchLayout.lastOffsetDelta) + 1;
      end = next;
    }
    return { end, endOffset };
  }
}

/** The key of a control record: version and type, each two bytes; type 0 is ABORT. */
function isAbortMarker(records: Buffer, position: number): boolean {
  const reader = new VarintReader(records, position);
  reader.varint();
  reader.position += 1;
  reader.varlong();
  reader.varint();
  const keyLength = reader.varint();
  return keyLength >= 4 && records.readInt16BE(reader.position + 2) === 0;
}

function takeBytes(buffer: Buffer, reader: VarintReader): Buffer | null {
  const length = reader.varint();
  if (length < 0) return null;
  const start = reader.position;
  reader.position = start + length;
  return buffer.subarray(start, start + length);
}

function decompressAt(where: string, read: () => Buffer): Buffer {
  try {
    return read();
  } catch (cause) {
    throw new DataError(`Reading ${where}: the record batch can't be decompressed`, { cause });
  }
}
