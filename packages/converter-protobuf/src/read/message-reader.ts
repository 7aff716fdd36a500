import { Schema } from '@causeway/api';
import type { SchemaAndValue } from '@causeway/api';
import type { Type } from 'protobufjs';
import type { ProtoFile } from '../proto/proto-file.ts';
import type { MappingSettings } from '../settings.ts';
import type { Cursor } from '../wire/cursor.ts';
import { readMessageIndexes } from '../wire/message-indexes.ts';
import { ReaderCompiler, wrapperReader } from './compile-reader.ts';
import { ConnectSchemas, connectType, wrappedKind } from './connect-schemas.ts';
import type { MessageReader } from './message-values.ts';

interface RootReader {
  readonly schema: Schema;
  readonly reader: MessageReader;
}

/** Reads the messages of one registered schema: message indexes first, then the message that they name. */
export class FileReader {
  readonly #file: ProtoFile;
  readonly #settings: MappingSettings;
  readonly #schemas: ConnectSchemas;
  readonly #compiler: ReaderCompiler;
  readonly #roots = new Map<string, RootReader>();
  #first: RootReader | null = null;

  constructor(file: ProtoFile, settings: MappingSettings) {
    this.#file = file;
    this.#settings = settings;
    this.#schemas = new ConnectSchemas(settings);
    this.#compiler = new ReaderCompiler(this.#schemas, settings);
  }

  /** @throws Malformed for bytes that are no such message, DataError for one that the schema does not have */
  read(cursor: Cursor): SchemaAndValue {
    const indexes = readMessageIndexes(cursor);
    const root = indexes.length === 1 && indexes[0] === 0 ? (this.#first ??= this.#root(indexes)) : this.#root(indexes);
    return { schema: root.schema, value: root.reader.read(cursor, 0, null) };
  }

  #root(indexes: readonly number[]): RootReader {
    const key = indexes.join();
    let root = this.#roots.get(key);
    if (root === undefined) this.#roots.set(key, (root = this.#compile(this.#file.messageAt(indexes))));
    return root;
  }

  #compile(type: Type): RootReader {
    const kind = this.#settings.wrapperForRawPrimitives ? wrappedKind(type) : null;
    if (kind === null) {
      const schema = this.#schemas.root(type);
      return { schema, reader: this.#compiler.struct(schema, type) };
    }
    const schema = new Schema({ type: connectType(kind) });
    return { schema, reader: wrapperReader(kind, schema) };
  }
}
