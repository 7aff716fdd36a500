import { DataError, type Schema, Struct } from '@causeway/api';
import { JsonBytes } from './json-bytes.ts';
import { stringText } from './json-text.ts';
import { writeSchemaless } from './schemaless.ts';
import { misfit, singleValueWriter, type Write } from './value-writers.ts';

/**
 * - `compact`, `entries`: documents for Elasticsearch. Decimals are doubles, dates and times epoch milliseconds; maps with text keys are objects
 *   (`compact`) or, like all other maps, lists of `{key, value}` (`entries`).
 * - `raw`: what JsonConverter writes without its envelope, for `schema.ignore`: decimals as base64, Date in days, maps without text keys as pairs.
 */
export type DocumentStyle = 'compact' | 'entries' | 'raw';

const comma = 0x2c;
const [openObject, closeObject] = [0x7b, 0x7d];
const [openArray, closeArray] = [0x5b, 0x5d];
const nullText = Buffer.from('null');
/** Elasticsearch itself takes no more. */
const MAX_DEPTH = 1000;

/** Compiles writers for schemas, each schema once. */
export class DocumentWriters {
  readonly #style: DocumentStyle;
  readonly #compiled = new WeakMap<Schema, Write>();
  readonly #schemaless: Write;
  /** Of structs that contain themselves. */
  readonly #recursive = new WeakMap<Schema, Write>();
  #depth = 0;

  constructor(style: DocumentStyle) {
    this.#style = style;
    this.#schemaless = (value, out) =>
      writeSchemaless(value, out, (struct) => this.writerFor(struct.schema)(struct, out));
  }

  /** Writes values of this schema; null for values without one. */
  writerFor(schema: Schema | null): Write {
    if (schema === null) return this.#schemaless;
    let writer = this.#compiled.get(schema);
    if (writer === undefined) this.#compiled.set(schema, (writer = this.#orNull(schema, 'the value')));
    return writer;
  }

  #orNull(schema: Schema, place: string): Write {
    const write = this.#present(schema, place);
    const absent = this.#absent(schema, write);
    return (value, out) => {
      if (value !== null && value !== undefined) write(value, out);
      else if (absent !== null) out.raw(absent);
      else throw missing(place);
    };
  }

  #present(schema: Schema, place: string): Write {
    const single = singleValueWriter(schema, place, this.#style === 'raw');
    if (single !== null) return single;
    if (schema.type === 'STRUCT')
      return schema.isRecursive ? this.#recursiveStruct(schema, place) : this.#struct(schema, place);
    return schema.type === 'ARRAY' ? this.#array(schema, place) : this.#map(schema, place);
  }

  #recursiveStruct(schema: Schema, place: string): Write {
    const known = this.#recursive.get(schema);
    if (known !== undefined) return known;
    let writeStruct: Write | null = null;
    const write: Write = (value, out) => {
      if (this.#depth === MAX_DEPTH)
        throw new DataError(`The data in ${place} are nested more than ${MAX_DEPTH} levels deep`, {
          code: 'ERR_ELASTICSEARCH_VALUE',
        });
      this.#depth++;
      try {
        writeStruct!(value, out);
      } finally {
        this.#depth--;
      }
    };
    this.#recursive.set(schema, write);
    writeStruct = this.#struct(schema, place);
    return write;
  }

  #struct(schema: Schema, place: string): Write {
    const fields = schema.fields.map(({ name, schema: type }, i) => {
      const fieldPlace = place === 'the value' ? `field "${name}"` : `${place}, field "${name}"`;
      const write = this.#present(type, fieldPlace);
      const head = Buffer.from(`${i === 0 ? '{' : ','}${stringText(name)}:`);
      return { head, write, absent: this.#absent(type, write), fieldPlace };
    });
    let known = schema;
    return (value, out) => {
      if (!(value instanceof Struct)) throw misfit(place, schema, value);
      if (value.schema !== known) {
        if (!value.schema.equals(schema))
          throw new DataError(`The struct in ${place} is of another schema than it says`);
        known = value.schema;
      }
      const { values } = value;
      if (fields.length === 0) out.byte(openObject);
      for (let i = 0; i < fields.length; i++) {
        const field = fields[i]!;
        const item = values[i];
        out.raw(field.head);
        if (item !== null && item !== undefined) field.write(item, out);
        else if (field.absent !== null) out.raw(field.absent);
        else throw missing(field.fieldPlace);
      }
      out.byte(closeObject);
    };
  }

  #array(schema: Schema, place: string): Write {
    const item =
      schema.valueSchema === null ? this.#schemaless : this.#orNull(schema.valueSchema, `an item of ${place}`);
    return (value, out) => {
      if (!Array.isArray(value)) throw misfit(place, schema, value);
      out.byte(openArray);
      for (let i = 0; i < value.length; i++) {
        if (i > 0) out.byte(comma);
        item(value[i], out);
      }
      out.byte(closeArray);
    };
  }

  #map(schema: Schema, place: string): Write {
    const { keySchema, valueSchema } = schema;
    const key = keySchema === null ? this.#schemaless : this.#orNull(keySchema, `a key of ${place}`);
    const item = valueSchema === null ? this.#schemaless : this.#orNull(valueSchema, `an item of ${place}`);
    const hasKeyDefault = keySchema !== null && keySchema.defaultValue !== null;
    const asObject = keySchema?.type === 'STRING' && this.#style !== 'entries';
    const [open, head, between, tail, close] = asObject
      ? ['{', '', ':', '', '}']
      : this.#style === 'raw'
        ? ['[', '[', ',', ']', ']']
        : ['[', '{"key":', ',"value":', '}', ']'];
    return (value, out) => {
      if (!(value instanceof Map)) throw misfit(place, schema, value);
      out.ascii(open);
      let isFirst = true;
      for (const [k, v] of value as Map<unknown, unknown>) {
        if (asObject && typeof k !== 'string' && !(k === null && hasKeyDefault))
          throw misfit(`a key of ${place}`, keySchema, k);
        if (!isFirst) out.byte(comma);
        isFirst = false;
        out.ascii(head);
        key(k, out);
        out.ascii(between);
        item(v, out);
        out.ascii(tail);
      }
      out.ascii(close);
    };
  }

  /** What stands for a missing value: the default, or null where the schema allows it; null here is "nothing does". */
  #absent(schema: Schema, write: Write): Buffer | null {
    const { defaultValue, optional } = schema;
    if (defaultValue === null) return optional ? nullText : null;
    const out = new JsonBytes(Buffer.allocUnsafeSlow(64));
    // the schema of a default struct is the one it was built with, which had no default yet
    if (defaultValue instanceof Struct) this.writerFor(defaultValue.schema)(defaultValue, out);
    else write(defaultValue, out);
    return out.buffer.subarray(0, out.length);
  }
}

function missing(place: string): DataError {
  return new DataError(`There is no value in ${place}, which is required and has no default`, {
    code: 'ERR_ELASTICSEARCH_VALUE',
  });
}
