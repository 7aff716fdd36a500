import type { Schema } from '@causeway/api';
import { JsonBytes } from '../src/sink/document/json-bytes.ts';
import { type DocumentStyle, DocumentWriters } from '../src/sink/document/writer.ts';

/** What was written. */
export const textOf = ({ buffer, length }: JsonBytes): string => buffer.toString('utf8', 0, length);

/** What `write` writes, into a buffer that must grow for it. */
export function written(write: (out: JsonBytes) => void): string {
  const out = new JsonBytes(Buffer.alloc(1));
  write(out);
  return textOf(out);
}

/** A value as a document has it. */
export const jsonOf = (schema: Schema | null, value: unknown, style: DocumentStyle = 'compact'): string =>
  written((out) => new DocumentWriters(style).writerFor(schema)(value, out));
