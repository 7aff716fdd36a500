import { DataError, DateType, Decimal, Float64, kindOf, type Schema, Struct } from '@causeway/api';
import { bytesText, decimalText, doubleText, floatText, stringText } from './json-text.ts';
import { schemalessText } from './schemaless.ts';

/** The JSON text of a value. @throws DataError if the value does not fit its schema */
export type ToText = (value: unknown) => string;

/**
 * - `compact`, `entries`: documents for Elasticsearch. Decimals are doubles, dates and times epoch milliseconds; maps with text keys are objects
 *   (`compact`) or, like all other maps, lists of `{key, value}` (`entries`).
 * - `raw`: what JsonConverter writes without its envelope, for `schema.ignore`: decimals as base64, Date in days, maps without text keys as pairs.
 */
export type DocumentStyle = 'compact' | 'entries' | 'raw';

/** Compiles writers for schemas, each schema once. */
export class DocumentWriters {
  readonly #style: DocumentStyle;
  readonly #compiled = new WeakMap<Schema, ToText>();
  readonly #schemaless: ToText;

  constructor(style: DocumentStyle) {
    this.#style = style;
    this.#schemaless = (value) => schemalessText(value, (struct) => this.writerFor(struct.schema)(struct));
  }

  /** Writes values of this schema; null for values without one. */
  writerFor(schema: Schema | null): ToText {
    if (schema === null) return this.#schemaless;
    let writer = this.#compiled.get(schema);
    if (writer === undefined) this.#compiled.set(schema, (writer = this.#orNull(schema, 'the value')));
    return writer;
  }

  #orNull(schema: Schema, place: string): ToText {
    const write = this.#present(schema, place);
    const absent = this.#absentText(schema, write);
    return (value) => {
      if (value !== null && value !== undefined) return write(value);
      if (absent === null) throw missing(place);
      return absent;
    };
  }

  #present(schema: Schema, place: string): ToText {
    const logical = schema.name === null ? undefined : logicalWriters[schema.name];
    if (logical !== undefined) return logical(place, schema, this.#style === 'raw');
    switch (schema.type) {
      case 'STRUCT':
        return this.#struct(schema, place);
      case 'ARRAY':
        return this.#array(schema, place);
      case 'MAP':
        return this.#map(schema, place);
      default:
        return primitiveWriters[schema.type](place, schema);
    }
  }

  #struct(schema: Schema, place: string): ToText {
    const fields = schema.fields.map(({ name, schema: type }, i) => {
      const fieldPlace = place === 'the value' ? `field "${name}"` : `${place}, field "${name}"`;
      const write = this.#present(type, fieldPlace);
      return {
        head: `${i === 0 ? '' : ','}${stringText(name)}:`,
        write,
        absent: this.#absentText(type, write),
        fieldPlace,
      };
    });
    let known = schema;
    return (value) => {
      if (!(value instanceof Struct)) throw misfit(place, schema, value);
      if (value.schema !== known) {
        if (!value.schema.equals(schema))
          throw new DataError(`The struct in ${place} is of another schema than it says`);
        known = value.schema;
      }
      const { values } = value;
      let text = '{';
      for (let i = 0; i < fields.length; i++) {
        const field = fields[i]!;
        const item = values[i];
        if (item !== null && item !== undefined) text += field.head + field.write(item);
        else if (field.absent !== null) text += field.head + field.absent;
        else throw missing(field.fieldPlace);
      }
      return `${text}}`;
    };
  }

  #array(schema: Schema, place: string): ToText {
    const item =
      schema.valueSchema === null ? this.#schemaless : this.#orNull(schema.valueSchema, `an item of ${place}`);
    return (value) => {
      if (!Array.isArray(value)) throw misfit(place, schema, value);
      let text = '[';
      for (let i = 0; i < value.length; i++) text += i === 0 ? item(value[i]) : `,${item(value[i])}`;
      return `${text}]`;
    };
  }

  #map(schema: Schema, place: string): ToText {
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
    return (value) => {
      if (!(value instanceof Map)) throw misfit(place, schema, value);
      let text = '';
      for (const [k, v] of value as Map<unknown, unknown>) {
        if (asObject && typeof k !== 'string' && !(k === null && hasKeyDefault))
          throw misfit(`a key of ${place}`, keySchema, k);
        text += `${text === '' ? '' : ','}${head}${key(k)}${between}${item(v)}${tail}`;
      }
      return open + text + close;
    };
  }

  /** What stands for a missing value: the default, or null where the schema allows it; null here is "nothing does". */
  #absentText(schema: Schema, write: ToText): string | null {
    const { defaultValue, optional } = schema;
    // the schema of a default struct is the one it was built with, which had no default yet
    if (defaultValue instanceof Struct) return this.writerFor(defaultValue.schema)(defaultValue);
    if (defaultValue !== null) return write(defaultValue);
    return optional ? 'null' : null;
  }
}

type Compile = (place: string, schema: Schema) => ToText;

const integer: Compile = (place, schema) => (value) => {
  if (Number.isInteger(value)) return String(value);
  throw misfit(place, schema, value);
};

const float =
  (text: (value: number) => string): Compile =>
  (place, schema) =>
  (value) => {
    if (typeof value === 'number') return text(value);
    if (value instanceof Float64) return text(value.value);
    throw misfit(place, schema, value);
  };

const primitiveWriters = {
  INT8: integer,
  INT16: integer,
  INT32: integer,
  INT64: (place, schema) => (value) => {
    if (Number.isInteger(value) || typeof value === 'bigint') return String(value);
    throw misfit(place, schema, value);
  },
  FLOAT32: float(floatText),
  FLOAT64: float(doubleText),
  BOOLEAN: (place, schema) => (value) => {
    if (typeof value === 'boolean') return value ? 'true' : 'false';
    throw misfit(place, schema, value);
  },
  STRING: (place, schema) => (value) => {
    if (typeof value === 'string') return stringText(value);
    throw misfit(place, schema, value);
  },
  BYTES: (place, schema) => (value) => {
    if (value instanceof Uint8Array) return bytesText(value);
    throw misfit(place, schema, value);
  },
} as const satisfies Record<string, Compile>;

const instant: (place: string, schema: Schema) => ToText = (place, schema) => (value) => {
  const ms = value instanceof Date ? value.getTime() : NaN;
  if (Number.isNaN(ms)) throw misfit(place, schema, value);
  return String(ms);
};

const logicalWriters: Readonly<Record<string, (place: string, schema: Schema, raw: boolean) => ToText>> = {
  'org.apache.kafka.connect.data.Decimal': (place, schema, raw) => (value) => {
    if (!(value instanceof Decimal)) throw misfit(place, schema, value);
    return raw ? bytesText(value.toBytes()) : decimalText(value);
  },
  // Java writes the days since the epoch, which the date field it maps reads as milliseconds: 1970-01-01T00:00:19 for a day in 2024
  'org.apache.kafka.connect.data.Date': (place, schema, raw) => {
    if (!raw) return instant(place, schema);
    return (value) => {
      if (!(value instanceof Date)) throw misfit(place, schema, value);
      return String(DateType.encode(value));
    };
  },
  'org.apache.kafka.connect.data.Time': instant,
  'org.apache.kafka.connect.data.Timestamp': instant,
};

function missing(place: string): DataError {
  return new DataError(`There is no value in ${place}, which is required and has no default`, {
    code: 'ERR_ELASTICSEARCH_VALUE',
  });
}

function misfit(place: string, schema: Schema, value: unknown): DataError {
  const type = schema.name === null ? schema.type : `${schema.type} (${schema.name})`;
  return new DataError(`The schema says ${type} for ${place}, but there is a value of kind ${kindOf(value)}`, {
    code: 'ERR_ELASTICSEARCH_VALUE',
  });
}
