import type { Schema } from '@causeway/api';
import { BoundedMap } from '../bounded-map.ts';
import type { JsonSettings } from '../config.ts';
import { schemaText } from './schema-text.ts';
import { Slab } from './slab.ts';
import { type ValueWriter, compileWriter, textOf } from './value-writer.ts';

/** What writes the values of a schema. */
interface SchemaWriter {
  readonly schema: Schema;
  readonly value: ValueWriter;
  /** The text before and after a value. */
  readonly head: string;
  readonly tail: string;
  /** The head in UTF-8, where it is so long that copying it is cheaper than writing it each time. */
  readonly headBytes: Buffer | null;
}

/** From so many characters on the head is copied. */
const LONG_HEAD = 256;

/** How many of the latest schemas are compared by content with one that was not seen before. */
const COMPARED = 4;

/** Compiles each schema once. Sources that make a new, equal schema object for each record cost a comparison, no compilation. */
export class SchemaWriters {
  readonly #settings: JsonSettings;
  readonly #writers: BoundedMap<Schema, SchemaWriter>;
  readonly #latest: SchemaWriter[] = [];
  readonly #slab = new Slab();
  #lastSchema: Schema | null = null;
  #last: SchemaWriter | null = null;

  constructor(settings: JsonSettings) {
    this.#settings = settings;
    this.#writers = new BoundedMap(settings.cacheSize);
  }

  write(schema: Schema, value: unknown): string | Buffer {
    const writer = schema === this.#lastSchema ? this.#last! : this.#writerOf(schema);
    const text = textOf(writer.value, value);
    if (writer.headBytes !== null) return this.#slab.write(writer.headBytes, text, writer.tail);
    return writer.head + text + writer.tail;
  }

  #writerOf(schema: Schema): SchemaWriter {
    const writer = this.#writers.get(schema) ?? this.#equalOrNew(schema);
    this.#lastSchema = schema;
    this.#last = writer;
    return writer;
  }

  #equalOrNew(schema: Schema): SchemaWriter {
    const writer = this.#latest.find((latest) => latest.schema.equals(schema)) ?? this.#compile(schema);
    this.#writers.set(schema, writer);
    return writer;
  }

  #compile(schema: Schema): SchemaWriter {
    const settings = this.#settings;
    const isWrapped = settings.schemasEnabled;
    const head = isWrapped ? `{"schema":${schemaText(schema, settings)},"payload":` : '';
    const headBytes = head.length < LONG_HEAD ? null : Buffer.from(head);
    const writer = {
      schema,
      value: compileWriter(schema, settings, 'value'),
      head,
      tail: isWrapped ? '}' : '',
      headBytes,
    };
    this.#latest.unshift(writer);
    this.#latest.length = Math.min(this.#latest.length, COMPARED);
    return writer;
  }
}
