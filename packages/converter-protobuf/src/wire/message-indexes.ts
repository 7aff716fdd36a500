import { Malformed } from './malformed.ts';
import type { Cursor } from './cursor.ts';

const FIRST: readonly number[] = [0];
/** More than any schema has: a number read from bytes that are no message indexes is refused before it is looped over. */
const MAX_INDEXES = 1000;

/**
 * Reads which message of the schema's file follows: the place of a top-level message, then of a message in it, and so on. The first message,
 * which is what most files are for, is written as the single byte 0.
 */
export function readMessageIndexes(cursor: Cursor): readonly number[] {
  const count = cursor.sint32();
  if (count === 0) return FIRST;
  if (count < 0 || count > MAX_INDEXES) throw notIndexes(`a count of ${count}`);
  const indexes: number[] = [];
  for (let i = 0; i < count; i++) {
    const index = cursor.sint32();
    if (index < 0) throw notIndexes(`the index ${index}`);
    indexes.push(index);
  }
  return indexes;
}

const notIndexes = (what: string): Malformed =>
  new Malformed(
    `${what} in the message indexes, which stand after the schema id: the record was not written by a Protobuf serializer for a schema registry, or by one that leaves them out`,
  );

export function messageIndexBytes(indexes: readonly number[]): Buffer {
  if (indexes.length === 1 && indexes[0] === 0) return Buffer.from([0]);
  return Buffer.from([indexes.length, ...indexes].flatMap(zigzagVarint));
}

function zigzagVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value * 2;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return bytes;
}
