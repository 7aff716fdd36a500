/**
 * The one Java serialization stream that a standalone worker needs: a `java.util.HashMap<byte[], byte[]>`, as the Java worker keeps its
 * source offsets in `offset.storage.file.filename`. Values may be null, for offsets that were deleted.
 */
import { ConnectError } from '@causeway/api';

export type BytesMap = Map<string, { readonly key: Uint8Array; readonly value: Uint8Array | null }>;

/** Bytes as the key of a map: a text with one character a byte. */
export const bytesKey = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

const MAGIC = Buffer.from('aced0005', 'hex');
// class HashMap, its serialVersionUID, fields float loadFactor and int threshold, no parent
const MAP_CLASS = Buffer.from('7372', 'hex');
const MAP_REST = Buffer.concat([
  utf('java.util.HashMap'),
  Buffer.from('0507dac1c31660d1030002', 'hex'),
  Buffer.from('46', 'hex'),
  utf('loadFactor'),
  Buffer.from('49', 'hex'),
  utf('threshold'),
  Buffer.from('7870', 'hex'),
]);
const LOAD_FACTOR = Buffer.from('3f400000', 'hex');
const FIRST_ARRAY = Buffer.from('757200025b42acf317f8060854e00200007870', 'hex');
/** An array whose class is the one described before: handle 0x7e0002. */
const NEXT_ARRAY = Buffer.from('7571007e0002', 'hex');
const NULL = Buffer.from('70', 'hex');
const BLOCK_OF_8 = Buffer.from('7708', 'hex');
const END = Buffer.from('78', 'hex');

function utf(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([int16(bytes.length), bytes]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function writeJavaHashMap(map: BytesMap): Buffer {
  const capacity = Math.max(16, 2 ** Math.ceil(Math.log2(Math.max(1, map.size) / 0.75)));
  const parts = [
    MAGIC,
    MAP_CLASS,
    MAP_REST,
    LOAD_FACTOR,
    int32(capacity * 0.75),
    BLOCK_OF_8,
    int32(capacity),
    int32(map.size),
  ];
  let isFirst = true;
  const array = (bytes: Uint8Array): void => {
    parts.push(isFirst ? FIRST_ARRAY : NEXT_ARRAY, int32(bytes.length), Buffer.from(bytes));
    isFirst = false;
  };
  for (const { key, value } of map.values()) {
    array(key);
    if (value === null) parts.push(NULL);
    else array(value);
  }
  parts.push(END);
  return Buffer.concat(parts);
}

/** @throws ConnectError if the bytes are not such a stream */
export function readJavaHashMap(bytes: Buffer, file: string): BytesMap {
  let at = 0;
  const damaged = (): ConnectError =>
    new ConnectError(
      `${file} is no offset file of a standalone worker, or damaged (at byte ${at}). Restore it, or move it away to start without offsets.`,
    );
  const expect = (...options: readonly Buffer[]): void => {
    const match = options.find((o) => bytes.subarray(at, at + o.length).equals(o));
    if (match === undefined) throw damaged();
    at += match.length;
  };
  const integer = (): number => {
    if (at + 4 > bytes.length) throw damaged();
    at += 4;
    return bytes.readInt32BE(at - 4);
  };
  const array = (): Buffer => {
    expect(FIRST_ARRAY, NEXT_ARRAY);
    const length = integer();
    if (length < 0 || at + length > bytes.length) throw damaged();
    at += length;
    return Buffer.from(bytes.subarray(at - length, at));
  };
  expect(MAGIC);
  expect(MAP_CLASS);
  expect(MAP_REST);
  at += 8; // load factor and threshold: the reader's own business
  expect(BLOCK_OF_8);
  integer();
  const map: BytesMap = new Map();
  for (let left = integer(); left > 0; left--) {
    const key = array();
    const isNull = bytes[at] === NULL[0];
    if (isNull) at++;
    map.set(bytesKey(key), { key, value: isNull ? null : array() });
  }
  return map;
}
