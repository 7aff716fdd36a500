import type { Payload } from '../port.ts';

/** Which of `count` partitions a key belongs to, the same as Java's built-in partitioner finds. */
export function partitionForKey(key: Uint8Array | string, count: number): number {
  return (murmur2(key) & 0x7fff_ffff) % count;
}

const m = 0x5bd1e995;

/** Java: Utils#murmur2, on the UTF-8 bytes of a text. */
export function murmur2(key: Uint8Array | string): number {
  const length = typeof key === 'string' ? encodeText(key) : key.length;
  const data = typeof key === 'string' ? scratch : key;
  let hash = 0x9747b28c ^ length;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k = data[i]! | (data[i + 1]! << 8) | (data[i + 2]! << 16) | (data[i + 3]! << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    hash = Math.imul(hash, m) ^ Math.imul(k, m);
  }
  const rest = length - whole;
  if (rest === 3) hash ^= data[whole + 2]! << 16;
  if (rest >= 2) hash ^= data[whole + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ data[whole]!, m);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, m);
  return hash ^ (hash >>> 15);
}

/** Keys are short and hashed one at a time: one buffer serves them all. */
let scratch: Buffer = Buffer.alloc(1024);

function encodeText(text: string): number {
  if (text.length * 3 > scratch.length) scratch = Buffer.alloc(text.length * 6);
  return scratch.write(text, 0);
}

/** Sends records without a key to one partition until it has taken its share of bytes, then to another at random (KIP-480, KIP-794). */
export class StickyChoice {
  readonly #switchBytes: number;
  #partition = -1;
  #bytes = 0;

  constructor(switchBytes: number) {
    this.#switchBytes = switchBytes;
  }

  /** @param leaders node ids by partition; -1 is no leader, and is avoided if there is any choice */
  next(recordBytes: number, leaders: readonly number[]): number {
    if (this.#partition < 0 || this.#partition >= leaders.length || this.#bytes >= this.#switchBytes) {
      this.#partition = choose(leaders);
      this.#bytes = 0;
    }
    this.#bytes += recordBytes;
    return this.#partition;
  }
}

function choose(leaders: readonly number[]): number {
  const start = Math.floor(Math.random() * leaders.length);
  for (let i = 0; i < leaders.length; i++) {
    const partition = (start + i) % leaders.length;
    if (leaders[partition]! >= 0) return partition;
  }
  return start;
}

export const isKeyed = (key: Payload, ignoreKeys: boolean): key is Uint8Array | string => key !== null && !ignoreKeys;
