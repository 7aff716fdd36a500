import { BoundedMap, DataError, type Schema } from '@causeway/api';
import {
  type RegisteredSchema,
  type SchemaRegistryClient,
  type SchemaText,
  type SchemaToWrite,
  andThen,
  schemaToWrite,
} from '@causeway/schema-registry';
import type { JsonSchemaSettings } from '../config.ts';
import { indented } from '../json/indent.ts';
import { connectSchemaOf } from '../read/connect-schema.ts';
import type { Validators } from '../validate/validators.ts';
import { Framing } from './framing.ts';
import { jsonSchemaText } from './json-schema-text.ts';
import { whyUnreadable } from './readable.ts';
import { type ValueWriter, WriterCompiler } from './value-writer.ts';

/** What is known of a schema. */
interface KnownSchema {
  readonly schema: Schema;
  readonly writer: ValueWriter;
  readonly text: SchemaText;
  /** The schema to write with, by topic. */
  readonly targets: BoundedMap<string, SchemaToWrite>;
}

/** How many of the latest schemas are compared by content with one that was not seen before. */
const COMPARED = 4;
const MAX_TOPICS = 1000;

/** Writes values: compiles each schema once, and asks the registry once for each schema and topic. */
export class MessageWriter {
  readonly #settings: JsonSchemaSettings;
  readonly #client: SchemaRegistryClient;
  readonly #validators: Validators;
  readonly #isKey: boolean;
  readonly #schemas: BoundedMap<Schema, KnownSchema>;
  readonly #latest: KnownSchema[] = [];
  readonly #framing = new Framing();
  /** Does the id that a schema is written with stay what it is? */
  readonly #isTargetFixed: boolean;
  #last: KnownSchema | null = null;
  #lastSchema: Schema | null = null;
  #lastTopic: string | null = null;
  #lastTarget: SchemaToWrite | null = null;

  constructor(settings: JsonSchemaSettings, client: SchemaRegistryClient, validators: Validators, isKey: boolean) {
    this.#settings = settings;
    this.#client = client;
    this.#validators = validators;
    this.#isKey = isKey;
    this.#schemas = new BoundedMap(settings.cacheSize);
    const { autoRegister, useSchemaId, useLatestVersion, latestTtlMs } = settings.registry;
    this.#isTargetFixed = autoRegister || useSchemaId !== null || !useLatestVersion || latestTtlMs === null;
  }

  /** Null without a place for it is a null message. @throws DataError if the value does not fit its schema */
  write(topic: string, schema: Schema, value: unknown): Buffer | null | Promise<Buffer | null> {
    if (schema === this.#lastSchema && topic === this.#lastTopic) {
      return this.#frame(this.#lastTarget!, this.#last!, value);
    }
    const known = this.#schemas.get(schema) ?? this.#newSchema(schema);
    const target = known.targets.get(topic);
    if (target === undefined) return this.#findAndWrite(topic, schema, known, value);
    this.#remember(topic, schema, known, target);
    return this.#frame(target, known, value);
  }

  #findAndWrite(
    topic: string,
    schema: Schema,
    known: KnownSchema,
    value: unknown,
  ): Buffer | null | Promise<Buffer | null> {
    return andThen(this.#find(topic, known), (target) => {
      if (this.#isTargetFixed) {
        known.targets.set(topic, target);
        this.#remember(topic, schema, known, target);
      }
      return this.#frame(target, known, value);
    });
  }

  #remember(topic: string, schema: Schema, known: KnownSchema, target: SchemaToWrite): void {
    this.#lastTopic = topic;
    this.#lastSchema = schema;
    this.#last = known;
    this.#lastTarget = target;
  }

  #frame(target: SchemaToWrite, known: KnownSchema, value: unknown): Buffer | null | Promise<Buffer> {
    const text = jsonOf(known.writer, value);
    if (text === null) return null;
    if (!this.#settings.validate) return this.#framing.frame(target.id, this.#laidOut(text));
    const schema = target.registered ?? known.text;
    return andThen(this.#client.references(schema), (references) => {
      this.#validators.of(schema, references).check(text, 'written');
      return this.#framing.frame(target.id, this.#laidOut(text));
    });
  }

  #laidOut(text: string): string {
    return this.#settings.indent ? indented(text) : text;
  }

  #find(topic: string, known: KnownSchema): SchemaToWrite | Promise<SchemaToWrite> {
    const { registry } = this.#settings;
    const subject = (this.#isKey ? registry.keySubject : registry.valueSubject)(topic, this.#isKey, known.schema.name);
    return schemaToWrite(this.#client, registry, subject, known.text, (registered) =>
      this.#whyUnreadable(registered, known.schema),
    );
  }

  #whyUnreadable(registered: RegisteredSchema, own: Schema): string | null | Promise<string | null> {
    return andThen(this.#client.references(registered), (references) =>
      whyUnreadable(connectSchemaOf(registered, references, null, this.#settings), own),
    );
  }

  #newSchema(schema: Schema): KnownSchema {
    const known = this.#latest.find((it) => it.schema.equals(schema)) ?? this.#compile(schema);
    this.#schemas.set(schema, known);
    return known;
  }

  #compile(schema: Schema): KnownSchema {
    const settings = this.#settings;
    let text: string;
    try {
      text = jsonSchemaText(schema, settings);
    } catch (cause) {
      throw new DataError(`The schema can't be written as a JSON schema: ${(cause as Error).message}`, { cause });
    }
    const known = {
      schema,
      writer: new WriterCompiler(settings).compile(schema),
      text: { schemaType: 'JSON', schema: text, references: [] } as const,
      targets: new BoundedMap<string, SchemaToWrite>(MAX_TOPICS),
    };
    this.#latest.unshift(known);
    this.#latest.length = Math.min(this.#latest.length, COMPARED);
    return known;
  }
}

function jsonOf(writer: ValueWriter, value: unknown): string | null {
  try {
    return value === null || value === undefined ? writer.ofNull() : writer.write(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataError(`The value is nested too deeply or too long for JSON: ${error.message}`, { cause: error });
  }
}
