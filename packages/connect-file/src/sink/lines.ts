import { javaString, type SinkRecord } from '@causeway/api';

/** Chunks are cut here at the latest, between two lines: far below the longest text there can be. */
const CHUNK_LENGTH = 4 * 1024 * 1024;

/** The records as lines of UTF-8: whole lines in each chunk, and one chunk only unless they are very long. */
export function linesOf(records: readonly SinkRecord[]): Buffer[] {
  const chunks: Buffer[] = [];
  let text = '';
  for (const { value, valueSchema } of records) {
    text += typeof value === 'string' ? value : javaString(value, valueSchema);
    text += '\n';
    if (text.length >= CHUNK_LENGTH) {
      chunks.push(encode(text));
      text = '';
    }
  }
  if (text !== '') chunks.push(encode(text));
  return chunks;
}

/** Half a surrogate pair has no UTF-8. Java writes a question mark. */
function encode(text: string): Buffer {
  return Buffer.from(text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?'));
}
