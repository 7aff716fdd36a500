import { DataError, JsonText, NULL_SCHEMA_AND_VALUE, readSchemaless } from '@causeway/api';
import type { Schema, SchemaAndValue } from '@causeway/api';
import { checkEnd, grammar } from './grammar.ts';
import type { JsonSettings } from '../config.ts';
import { decodeText } from './decode-text.ts';
import { parseSchema } from './parse-schema.ts';
import { ValueReader } from './value-reader.ts';

/** Reads messages that are a payload only: without schema, or all of one schema. */
export class PayloadReader {
  readonly #json = new JsonText(grammar);
  readonly #schema: Schema | null;
  readonly #reader: ValueReader | null;

  constructor(schema: Schema | null, settings: JsonSettings) {
    this.#schema = schema;
    this.#reader = schema === null ? null : new ValueReader(schema, { settings, place: 'value', isChecked: false });
  }

  read(_topic: string, bytes: Buffer): SchemaAndValue {
    const json = this.#json;
    json.open(decodeText(bytes));
    const first = json.peek();
    if (first === -1) return this.#ofNothing();
    const value = this.#reader === null ? readSchemaless(json) : this.#reader.value(json);
    checkEnd(json, first);
    return { schema: this.#schema, value };
  }

  /**
   * Java: an empty message is Jackson's MissingNode. It is no null, and counts as what has no number, no text and no items in it, as an empty
   * array does; but it is none.
   */
  #ofNothing(): SchemaAndValue {
    if (this.#reader === null) return NULL_SCHEMA_AND_VALUE;
    if (this.#schema?.type === 'MAP') throw new DataError('Maps should be encoded as JSON, but the message is empty');
    this.#json.open('[]');
    return { schema: this.#schema, value: this.#reader.value(this.#json) };
  }
}

/** @throws DataError if the text is no schema; null for a text without one */
export function schemaFromContent(content: string, settings: JsonSettings): Schema | null {
  const json = new JsonText(grammar);
  json.open(content);
  try {
    const first = json.peek();
    if (first === -1) return null;
    const schema = parseSchema(json, settings);
    checkEnd(json, first);
    return schema;
  } catch (cause) {
    throw new DataError(`The schema in configuration schema.content can't be used: ${(cause as Error).message}`, {
      cause,
    });
  }
}
