import {
  type ConfigMap,
  ConfigError,
  type ConnectRecord,
  DataError,
  defineConfig,
  Schema,
  type SinkRecord,
  string,
  Struct,
  TimestampType,
  type Transformation,
} from '@causeway/api';
import { copiedValues, replaceNullKey } from '../record/replace-null.ts';
import { requireMap, requireStruct } from '../record/require.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';
import type { Side } from '../record/side.ts';
import { structLike } from '../schemas/struct-schema.ts';

const PURPOSE = 'field insertion';
const suffixes = "Suffix with '!' to make it a required field, or '?' to keep it optional (the default).";

const key = (what: string) =>
  string({ default: null, importance: 'medium', doc: `Field name for ${what}. ${suffixes}` });

export const insertFieldConfig = defineConfig({
  'topic.field': key('the Kafka topic'),
  'partition.field': key('the Kafka partition'),
  'offset.field': key('the Kafka offset, which only records of sink connectors have'),
  'timestamp.field': key('the timestamp of the record'),
  'static.field': key('the text in static.value'),
  'static.value': string({ default: null, importance: 'medium', doc: 'Text for static.field, which needs it.' }),
  'replace.null.with.default': replaceNullKey,
});

/** One field to insert, and where it comes from. */
interface Insertion {
  readonly name: string;
  readonly schema: Schema;
  /** null leaves the field out. */
  readonly valueOf: (record: ConnectRecord) => unknown;
  /** What a struct takes; without a schema it is the value itself. */
  readonly inStruct?: (value: unknown) => unknown;
}

/** Adds fields made from a record's place in Kafka, or from a fixed text. */
export class InsertField implements Transformation {
  readonly #side: Side;
  #insertions: readonly Insertion[] = [];
  #replaceNull = true;
  readonly #schemas = new SchemaCache((schema) => this.#extended(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    const values = insertFieldConfig.parse(config);
    this.#replaceNull = values['replace.null.with.default'];
    this.#insertions = insertionsOf(values);
    if (this.#insertions.length === 0) {
      throw new ConfigError(
        'No field insertion configured: set topic.field, partition.field, offset.field, timestamp.field or static.field',
      );
    }
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const value = this.#side.valueOf(record);
    if (value === null || value === undefined) return record;
    const schema = this.#side.schemaOf(record);
    if (schema === null) return this.#side.put(record, null, this.#intoMap(record, value));
    const struct = this.#intoStruct(record, requireStruct(value, PURPOSE));
    return this.#side.put(record, struct.schema, struct);
  }

  #intoMap(record: ConnectRecord, value: unknown): Map<unknown, unknown> {
    const map = new Map(requireMap(value, PURPOSE));
    for (const { name, valueOf } of this.#insertions) {
      const inserted = valueOf(record);
      if (inserted !== null) map.set(name, inserted);
    }
    return map;
  }

  #intoStruct(record: ConnectRecord, struct: Struct): Struct {
    const count = struct.schema.fields.length;
    const values = copiedValues(struct, this.#replaceNull, count + this.#insertions.length);
    for (let i = 0; i < this.#insertions.length; i++) {
      const { valueOf, inStruct } = this.#insertions[i]!;
      const inserted = valueOf(record);
      values[count + i] = inserted !== null && inStruct !== undefined ? inStruct(inserted) : inserted;
    }
    return Struct.of(this.#schemas.get(struct.schema), values);
  }

  #extended(schema: Schema): Schema {
    return structLike(schema, [...schema.fields, ...this.#insertions]);
  }
}

function insertionsOf(values: ReturnType<typeof insertFieldConfig.parse>): Insertion[] {
  const text = values['static.value'];
  if (values['static.field'] !== null && text === null) {
    throw new ConfigError('Invalid value null for configuration static.value: static.field needs a text', {
      code: 'ERR_CONFIG_INVALID',
    });
  }
  return [
    insertion(values['topic.field'], Schema.STRING_SCHEMA, (record) => record.topic),
    insertion(values['partition.field'], Schema.INT32_SCHEMA, (record) => record.kafkaPartition),
    insertion(values['offset.field'], Schema.INT64_SCHEMA, offsetOf),
    insertion(
      values['timestamp.field'],
      TimestampType.SCHEMA,
      (record) => record.timestamp,
      (ms) => new Date(ms as number),
    ),
    insertion(values['static.field'], Schema.STRING_SCHEMA, () => text),
  ].filter((found) => found !== null);
}

function insertion(
  field: string | null,
  schema: Schema,
  valueOf: Insertion['valueOf'],
  inStruct?: Insertion['inStruct'],
): Insertion | null {
  if (field === null) return null;
  const isRequired = field.endsWith('!');
  const name = isRequired || field.endsWith('?') ? field.slice(0, -1) : field;
  return { name, schema: schema.withOptional(!isRequired), valueOf, ...(inStruct && { inStruct }) };
}

function offsetOf(record: ConnectRecord): number {
  if ('kafkaOffset' in record) return (record as unknown as SinkRecord).kafkaOffset;
  throw new DataError(
    `Only SinkRecord supported for [${PURPOSE}] with offset.field: a source's record has no offset yet`,
  );
}
