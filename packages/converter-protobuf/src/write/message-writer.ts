import { DataError } from '@causeway/api';
import type { Schema } from '@causeway/api';
import { type ProtoFile, parseProtoFile } from '../proto/proto-file.ts';
import type { MappingSettings } from '../settings.ts';
import { messageIndexBytes } from '../wire/message-indexes.ts';
import { WriterCompiler } from './compile-writer.ts';
import type { FileText } from './file-text.ts';
import type { MessageWriter } from './message-values.ts';

/** Writes data of one Connect schema with one registered schema. */
export interface RootWriter {
  /** What goes before each message: which of the file's messages it is. */
  readonly indexes: Buffer;
  readonly writer: MessageWriter;
}

/** With the file that was made for the schema itself. */
export function ownWriter(schema: Schema, { text, fullName }: FileText, settings: MappingSettings): RootWriter {
  return rootWriter(schema, parseProtoFile({ text, imports: new Map() }), fullName, settings);
}

/**
 * With a file that was registered by others.
 * @throws DataError if it has no message of that name, or one that does not fit
 */
export function rootWriter(schema: Schema, file: ProtoFile, fullName: string, settings: MappingSettings): RootWriter {
  const indexes = file.indexesOf(fullName);
  if (indexes === null)
    throw new DataError(
      `The registered schema has no message ${fullName}, which is how the data's schema is named: it has ${file.names.join(', ')}. Name the schema so, for example with the transformation SetSchemaMetadata`,
      { code: 'ERR_PROTOBUF_SCHEMA' },
    );
  const writer = new WriterCompiler(settings).root(schema, file.messageAt(indexes));
  return { indexes: messageIndexBytes(indexes), writer };
}
