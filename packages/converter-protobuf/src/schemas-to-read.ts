import { BoundedMap, DataError } from '@causeway/api';
import type { RegisteredSchema, ResolvedReference, SchemaRegistryClient } from '@causeway/schema-registry';
import type { ProtobufSettings } from './config.ts';
import { type ProtoFile, parseProtoFile } from './proto/proto-file.ts';
import { FileReader } from './read/message-reader.ts';

/** Readers by schema id. */
export class SchemasToRead {
  readonly #client: SchemaRegistryClient;
  readonly #settings: ProtobufSettings;
  readonly #readers: BoundedMap<number, FileReader>;
  /** Nearly always the next record has the same schema. */
  #lastId = -1;
  #last: FileReader | null = null;

  constructor(client: SchemaRegistryClient, settings: ProtobufSettings) {
    this.#client = client;
    this.#settings = settings;
    this.#readers = new BoundedMap(settings.cacheSize);
  }

  find(id: number, topic: string): FileReader | Promise<FileReader> {
    if (id === this.#lastId && this.#last !== null) return this.#last;
    const known = this.#readers.get(id);
    return known === undefined ? this.#load(id, topic) : this.#remember(id, known);
  }

  async #load(id: number, topic: string): Promise<FileReader> {
    const schema = await this.#client.getById(id, topic);
    if (schema.schemaType !== 'PROTOBUF')
      throw new DataError(
        `Schema ${id} of topic ${topic} is of type ${schema.schemaType}, not PROTOBUF: use the converter that the records were written with`,
        { code: 'ERR_SCHEMA_TYPE' },
      );
    const file = parsedFile(schema, await this.#client.references(schema));
    const reader = new FileReader(file, this.#settings.mapping);
    this.#readers.set(id, reader);
    return this.#remember(id, reader);
  }

  #remember(id: number, reader: FileReader): FileReader {
    this.#lastId = id;
    this.#last = reader;
    return reader;
  }
}

/** @throws DataError that names the schema if it can't be used */
export function parsedFile(schema: RegisteredSchema, references: readonly ResolvedReference[]): ProtoFile {
  const imports = new Map(references.map(({ name, schema }) => [name, schema.schema]));
  try {
    return parseProtoFile({ text: schema.schema, imports });
  } catch (cause) {
    throw new DataError(`Schema ${schema.id} of the registry: ${(cause as Error).message}`, { cause });
  }
}
