import { isUtf8 } from 'node:buffer';
import { DataError } from '@causeway/api';

/** The bytes of a JSON document from `start` on as a text. @throws DataError if they are no UTF-8, which would come out changed */
export function decodeText(bytes: Uint8Array, start: number): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  const text = buffer.toString('utf8');
  // Rarely there, and nearly always because the bytes are wrong
  if (text.includes('\ufffd') && !isUtf8(buffer))
    throw new DataError('The message is no valid UTF-8, so it is no JSON document');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
