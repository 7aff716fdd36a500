import { createRequire } from 'node:module';
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { CompressionType } from './format.ts';

// The native packages are loaded when a topic first needs them: most never do, and each costs a thread memory.
const require = createRequire(import.meta.url);

interface Snappy {
  compressSync(input: Uint8Array): Buffer;
  uncompressSync(input: Uint8Array, options: { asBuffer: true }): Buffer;
}
interface Lz4 {
  compressFrameSync(input: Uint8Array): Buffer;
  decompressFrameSync(input: Uint8Array): Buffer;
}

let snappy: Snappy | null = null;
let lz4: Lz4 | null = null;
const loadSnappy = (): Snappy => (snappy ??= require('snappy') as Snappy);
const loadLz4 = (): Lz4 => (lz4 ??= require('lz4-napi') as Lz4);

/** @param level null is the codec's default; snappy and lz4 have no other here */
export function compress(type: CompressionType, input: Uint8Array, level: number | null): Buffer {
  switch (type) {
    case 'none':
      return Buffer.from(input.buffer, input.byteOffset, input.byteLength);
    case 'gzip':
      return gzipSync(input, level === null ? {} : { level });
    case 'snappy':
      return compressXerial(input);
    case 'lz4':
      return loadLz4().compressFrameSync(input);
    case 'zstd':
      return zstdCompressSync(input, level === null ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } });
  }
}

export function decompress(type: CompressionType, input: Buffer): Buffer {
  switch (type) {
    case 'none':
      return input;
    case 'gzip':
      return gunzipSync(input);
    case 'snappy':
      return decompressSnappy(input);
    case 'lz4':
      return loadLz4().decompressFrameSync(input);
    case 'zstd':
      return zstdDecompressSync(input);
  }
}

/** The framing of snappy-java, which Kafka uses: a magic, two versions, then blocks with their lengths. */
const xerialHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
const xerialMagic = xerialHeader.subarray(0, 8);
const xerialBlockBytes = 32 * 1024;

function compressXerial(input: Uint8Array): Buffer {
  const parts: Buffer[] = [xerialHeader];
  for (let at = 0; at < input.length; at += xerialBlockBytes) {
    const block = loadSnappy().compressSync(input.subarray(at, at + xerialBlockBytes));
    const length = Buffer.allocUnsafe(4);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

function decompressSnappy(input: Buffer): Buffer {
  const codec = loadSnappy();
  // Some clients (librdkafka among them) write one raw block without the framing.
  if (!input.subarray(0, 8).equals(xerialMagic)) return codec.uncompressSync(input, { asBuffer: true });
  const blocks: Buffer[] = [];
  for (let at = xerialHeader.length; at + 4 <= input.length;) {
    const length = input.readInt32BE(at);
    at += 4;
    blocks.push(codec.uncompressSync(input.subarray(at, at + length), { asBuffer: true }));
    at += length;
  }
  return Buffer.concat(blocks);
}
