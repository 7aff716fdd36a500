import { BoundedMap } from '@causeway/api';
import type { Schema } from '@causeway/api';
import type { JsonSettings } from '../config.ts';
import { JsonOutput } from './json-output.ts';
import { schemaText } from './schema-text.ts';
import { type ValueWriter, compileWriter, writeValue } from './value-writer.ts';

/** What writes the values of a schema. */
interface SchemaWriter {
  readonly schema: Schema;
  readonly value: ValueWriter;
  /** What stands before and after a value. */
  readonly head: Uint8Array;
  readonly tail: string;
}

/** How many of the latest schemas are compared by content with one that was not seen before. */
const COMPARED = 4;

/** Compiles each schema once. Sources that make a new, equal schema object for each record cost a comparison, no compilation. */
export class SchemaWriters {
  readonly #settings: JsonSettings;
  readonly #writers: BoundedMap<Schema, SchemaWriter>;
  readonly #latest: SchemaWriter[] = [];
  readonly #out = new JsonOutput();
  #lastSchema: Schema | null = null;
  #last: SchemaWriter | null = null;

  constructor(settings: JsonSettings) {
    this.#settings = settings;
    this.#writers = new BoundedMap(settings.cacheSize);
  }

  write(schema: Schema, value: unknown): Buffer {
    const writer = schema === this.#lastSchema ? this.#last! : this.#writerOf(schema);
    const out = this.#out;
    out.begin();
    out.bytes(writer.head);
    writeValue(out, writer.value, value);
    out.ascii(writer.tail);
    return out.finish();
  }

  /** See `Converter#release`. */
  release(): void {
    this.#out.release();
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
    const writer = {
      schema,
      value: compileWriter(schema, settings, 'value'),
      head: Buffer.from(head),
      tail: isWrapped ? '}' : '',
    };
    this.#latest.unshift(writer);
    this.#latest.length = Math.min(this.#latest.length, COMPARED);
    return writer;
  }
}
