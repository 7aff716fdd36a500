/** Positions in a record batch v2 (KIP-98): a header of 61 bytes, then the records, compressed or not. */
export const batchLayout = {
  baseOffset: 0,
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
  records: 61,
} as const;

/** What the field `length` does not count: itself and what stands before it. */
export const lengthFieldEnd = 12;

export const attributeBits = { compression: 0x07, logAppendTime: 0x08, transactional: 0x10, control: 0x20 } as const;

/** In the order of their numbers in `attributes`. */
export const compressionTypes = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type CompressionType = (typeof compressionTypes)[number];

export const noProducer = { producerId: -1, producerEpoch: -1, baseSequence: -1 } as const;
