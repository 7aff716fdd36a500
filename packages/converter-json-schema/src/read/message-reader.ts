import { BoundedMap, DataError, JsonText, type Schema, type SchemaAndValue } from '@causeway/api';
import {
  FRAME_BYTES,
  type RegisteredSchema,
  type ResolvedReference,
  type SchemaRegistryClient,
  readSchemaId,
} from '@causeway/schema-registry';
import type { JsonSchemaSettings } from '../config.ts';
import { decodeText } from '../json/decode-text.ts';
import { isJsonObject, parseTree } from '../json/json-tree.ts';
import type { Validator, Validators } from '../validate/validators.ts';
import { connectSchemaOf } from './connect-schema.ts';
import { textOf } from './keywords.ts';
import { ReaderCompiler, type ValueReader } from './value-reader.ts';

/** What reads the messages of a schema id. */
interface KnownSchema {
  readonly schema: Schema;
  readonly reader: ValueReader;
  /** null where messages are not validated. */
  readonly validator: Validator | null;
}

const MAX_TOPICS = 1000;

/** Reads messages: asks the registry once for each schema id and topic, compiles the schema, and then goes straight from text to values. */
export class MessageReader {
  readonly #settings: JsonSchemaSettings;
  readonly #client: SchemaRegistryClient;
  readonly #validators: Validators;
  readonly #isKey: boolean;
  readonly #topics = new BoundedMap<string, BoundedMap<number, KnownSchema>>(MAX_TOPICS);
  readonly #json = new JsonText();
  #lastTopic: string | null = null;
  #lastId = NaN;
  #last: KnownSchema | null = null;

  constructor(settings: JsonSchemaSettings, client: SchemaRegistryClient, validators: Validators, isKey: boolean) {
    this.#settings = settings;
    this.#client = client;
    this.#validators = validators;
    this.#isKey = isKey;
  }

  /** @throws DataError for bytes without frame, an unknown schema id, malformed JSON, or values that do not fit */
  read(topic: string, bytes: Uint8Array): SchemaAndValue | Promise<SchemaAndValue> {
    const id = readSchemaId(bytes, topic, this.#isKey);
    if (id === this.#lastId && topic === this.#lastTopic) return this.#parse(this.#last!, bytes);
    const known = this.#topics.get(topic)?.get(id);
    if (known === undefined) return this.#load(topic, id).then((loaded) => this.#parse(loaded, bytes));
    this.#remember(topic, id, known);
    return this.#parse(known, bytes);
  }

  #parse({ schema, reader, validator }: KnownSchema, bytes: Uint8Array): SchemaAndValue {
    const text = decodeText(bytes, FRAME_BYTES);
    const json = this.#json;
    json.open(text);
    if (json.peek() === -1) throw new DataError('The message has a schema id, but no JSON after it');
    validator?.check(text, 'read');
    const value = reader.value(json);
    json.checkEnd();
    return { schema, value };
  }

  #remember(topic: string, id: number, known: KnownSchema): void {
    this.#lastTopic = topic;
    this.#lastId = id;
    this.#last = known;
  }

  async #load(topic: string, id: number): Promise<KnownSchema> {
    const registered = await this.#client.getById(id, topic);
    if (registered.schemaType !== 'JSON') {
      throw new DataError(
        `Schema ${id} of topic ${topic} is of type ${registered.schemaType}, not JSON: use the converter for that type`,
      );
    }
    const references = await this.#client.references(registered);
    const version = await this.#version(topic, registered);
    const known = this.#compile(id, registered, references, version);
    let ids = this.#topics.get(topic);
    if (ids === undefined) this.#topics.set(topic, (ids = new BoundedMap(this.#settings.cacheSize)));
    ids.set(id, known);
    this.#remember(topic, id, known);
    return known;
  }

  #compile(
    id: number,
    registered: RegisteredSchema,
    references: readonly ResolvedReference[],
    version: number | null,
  ): KnownSchema {
    try {
      const schema = connectSchemaOf(registered, references, version, this.#settings);
      const reader = new ReaderCompiler(this.#settings).compile(schema, 'value');
      return {
        schema,
        reader,
        validator: this.#settings.validate ? this.#validators.of(registered, references) : null,
      };
    } catch (cause) {
      throw new DataError(`Schema ${id} of the registry can't be used: ${(cause as Error).message}`, { cause });
    }
  }

  /** Under which version the topic's subject has the schema, which becomes the Connect schema's version; null if it does not have it. */
  async #version(topic: string, registered: RegisteredSchema): Promise<number | null> {
    const { keySubject, valueSubject } = this.#settings.registry;
    try {
      const document = parseTree(registered.schema);
      const title = isJsonObject(document) ? textOf(document, 'title') : null;
      const subject = (this.#isKey ? keySubject : valueSubject)(topic, this.#isKey, title);
      return (await this.#client.lookUp(subject, registered)).version;
    } catch (error) {
      // Copied topics, and subjects that are named otherwise, are read all the same
      if (error instanceof DataError) return null;
      throw error;
    }
  }
}
