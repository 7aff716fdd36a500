/** Ready-made record batches (format 2, uncompressed), independent of the runtime's encoder, whose limit they show. */

const headerBytes = 61;
/** The checksum covers all from the attributes on, and so not the offset: one batch can be sent again and again. */
const attributesAt = 21;

/** A batch of records without keys. */
export function recordBatch(values: readonly Uint8Array[], timestampMs = Date.now()): Buffer {
  const batch = Buffer.concat([Buffer.alloc(headerBytes), ...values.map(record)]);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt32BE(-1, 12); // leader epoch
  batch[16] = 2;
  batch.writeInt32BE(values.length - 1, 23);
  batch.writeBigInt64BE(BigInt(timestampMs), 27);
  batch.writeBigInt64BE(BigInt(timestampMs), 35);
  batch.fill(0xff, 43, 57); // no producer id, epoch, sequence
  batch.writeInt32BE(values.length, 57);
  batch.writeUInt32BE(crc32c(batch.subarray(attributesAt)), 17);
  return batch;
}

function record(value: Uint8Array, offsetDelta: number): Buffer {
  // attributes, timestamp delta, offset delta, no key, value, no headers
  const body = Buffer.concat([
    Buffer.of(0, 0),
    varint(offsetDelta),
    varint(-1),
    varint(value.length),
    value,
    varint(0),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

/** Zigzag, seven bits a byte. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** Records of a fetched set of batches and the offset behind them. A last batch that came in part only is left out. */
export function countRecords(set: Buffer): { records: number; nextOffset: bigint | null } {
  let records = 0;
  let nextOffset: bigint | null = null;
  for (let at = 0; at + headerBytes <= set.length;) {
    const end = at + 12 + set.readInt32BE(at + 8);
    if (end > set.length) break;
    records += set.readInt32BE(at + 57);
    nextOffset = set.readBigInt64BE(at) + BigInt(set.readInt32BE(at + 23)) + 1n;
    at = end;
  }
  return { records, nextOffset };
}

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = castagnoli[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
