import { BoundedMap } from '@causeway/api';
import type { Schema } from '@causeway/api';
import {
  FRAME_BYTES,
  type SchemaRegistryClient,
  type SchemaText,
  type SchemaToWrite,
  schemaToWrite,
  writeFrame,
} from '@causeway/schema-registry';
import type { ProtobufSettings } from './config.ts';
import { parsedFile } from './schemas-to-read.ts';
import { type FileText, fileText } from './write/file-text.ts';
import type { MessageWriter } from './write/message-values.ts';
import { type RootWriter, ownWriter, rootWriter } from './write/message-writer.ts';

/** Writes data of one Connect schema to one topic. */
export interface TopicWriter {
  readonly id: number;
  /** What every record begins with: magic byte, schema id, message indexes. */
  readonly prefix: Buffer;
  readonly writer: MessageWriter;
}

/** What is known of a Connect schema, whatever the topic. */
interface KnownSchema {
  readonly file: FileText;
  readonly text: SchemaText;
  readonly topics: BoundedMap<string, TopicWriter>;
}

/** Writers by Connect schema and topic. */
export class SchemasToWrite {
  readonly #client: SchemaRegistryClient;
  readonly #settings: ProtobufSettings;
  readonly #isKey: boolean;
  readonly #known: BoundedMap<Schema, KnownSchema>;
  /** Does the schema to write with change while the connector's stays? */
  readonly #expires: boolean;
  #lastTopic = '';
  #lastSchema: Schema | null = null;
  #last: TopicWriter | null = null;

  constructor(client: SchemaRegistryClient, settings: ProtobufSettings, isKey: boolean) {
    this.#client = client;
    this.#settings = settings;
    this.#isKey = isKey;
    this.#known = new BoundedMap(settings.cacheSize);
    const { autoRegister, useSchemaId, useLatestVersion, latestTtlMs } = settings.registry;
    this.#expires = !autoRegister && useSchemaId === null && useLatestVersion && latestTtlMs !== null;
  }

  /** @throws DataError for a schema that protobuf can't express */
  find(topic: string, schema: Schema): TopicWriter | Promise<TopicWriter> {
    if (schema === this.#lastSchema && topic === this.#lastTopic && this.#last !== null && !this.#expires)
      return this.#last;
    const known = this.#knownSchema(schema);
    const writer = known.topics.get(topic);
    if (writer !== undefined && !this.#expires) return this.#remember(topic, schema, writer);
    const target = this.#target(topic, known);
    if (writer !== undefined && !(target instanceof Promise) && target.id === writer.id) return writer;
    return this.#load(topic, schema, known, target);
  }

  #knownSchema(schema: Schema): KnownSchema {
    let known = this.#known.get(schema);
    if (known === undefined) {
      const file = fileText(schema, this.#settings.mapping);
      const text: SchemaText = { schemaType: 'PROTOBUF', schema: file.text, references: [] };
      known = { file, text, topics: new BoundedMap(this.#settings.cacheSize) };
      this.#known.set(schema, known);
    }
    return known;
  }

  #target(topic: string, { file, text }: KnownSchema): SchemaToWrite | Promise<SchemaToWrite> {
    const { registry } = this.#settings;
    const subject = (this.#isKey ? registry.keySubject : registry.valueSubject)(topic, this.#isKey, file.fullName);
    // Whether the data fit the registered schema is always checked, field by field, when the writer is made.
    return schemaToWrite(this.#client, registry, subject, text, () => null);
  }

  async #load(
    topic: string,
    schema: Schema,
    known: KnownSchema,
    target: SchemaToWrite | Promise<SchemaToWrite>,
  ): Promise<TopicWriter> {
    const { id, registered } = await target;
    const root = registered === null ? this.#own(schema, known) : await this.#registered(schema, known, registered);
    const prefix = Buffer.alloc(FRAME_BYTES + root.indexes.length);
    prefix.set(root.indexes, writeFrame(prefix, 0, id));
    const writer = { id, prefix, writer: root.writer };
    known.topics.set(topic, writer);
    return this.#remember(topic, schema, writer);
  }

  #own(schema: Schema, { file }: KnownSchema): RootWriter {
    return ownWriter(schema, file, this.#settings.mapping);
  }

  async #registered(
    schema: Schema,
    { file }: KnownSchema,
    registered: NonNullable<SchemaToWrite['registered']>,
  ): Promise<RootWriter> {
    const parsed = parsedFile(registered, await this.#client.references(registered));
    return rootWriter(schema, parsed, file.fullName, this.#settings.mapping);
  }

  #remember(topic: string, schema: Schema, writer: TopicWriter): TopicWriter {
    this.#lastTopic = topic;
    this.#lastSchema = schema;
    this.#last = writer;
    return writer;
  }
}
