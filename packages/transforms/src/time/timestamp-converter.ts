import {
  type ConfigMap,
  ConfigError,
  type ConnectRecord,
  defineConfig,
  type Field,
  oneOf,
  Schema,
  type SchemaInit,
  string,
  Struct,
  type Transformation,
} from '@causeway/api';
import { copiedValues, replaceNullKey } from '../record/replace-null.ts';
import { requireMap, requireStruct } from '../record/require.ts';
import type { Side } from '../record/side.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';
import { fieldsOf, structLike } from '../schemas/struct-schema.ts';
import { DateFormat } from './date-format/date-format.ts';
import {
  kindOfSchema,
  kindOfValue,
  millisecondsIn,
  schemaOf,
  TARGET_TYPES,
  type TimeKind,
  type TimeSettings,
  valueOfKind,
} from './timestamp-types.ts';
import { UNIX_PRECISIONS, type UnixPrecision } from './unix-precision.ts';

const PURPOSE = 'converting timestamp formats';

export const timestampConverterConfig = defineConfig({
  field: string({ default: '', importance: 'high', doc: 'The field to convert; empty for the whole key or value.' }),
  'target.type': string({
    validate: oneOf(...TARGET_TYPES),
    importance: 'high',
    doc: 'What to make of the time: a text, a number since the epoch (unix), or a Date, Time or Timestamp of Connect.',
  }),
  format: string({
    default: '',
    importance: 'medium',
    doc: "Pattern of texts, as Java's SimpleDateFormat has them. Times are in UTC, names English. Needed where there are texts.",
  }),
  'unix.precision': string({
    default: 'milliseconds',
    validate: oneOf(...UNIX_PRECISIONS),
    importance: 'low',
    doc: 'What numbers since the epoch count.',
  }),
  'replace.null.with.default': replaceNullKey,
});

/** What becomes of a struct: another schema, and another value of the field, if it is there. */
interface Plan {
  readonly schema: Schema;
  readonly field: Field | null;
}

/** Makes texts, numbers and the logical types of times into one another. What has no value stays so. */
export class TimestampConverter implements Transformation {
  readonly #side: Side;
  #field = '';
  #place = '';
  #target: TimeKind = 'Timestamp';
  #settings: TimeSettings = { format: null, precision: 'milliseconds' };
  #replaceNull = true;
  readonly #kinds = new SchemaCache((schema) => kindOfSchema(schema, this.#place));
  readonly #plans = new SchemaCache((schema) => this.#planFor(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    const { field, format, ...values } = timestampConverterConfig.parse(config);
    this.#field = field;
    this.#place = field === '' ? `the ${this.#side.name}` : `field "${field}"`;
    this.#target = values['target.type'] as TimeKind;
    if (this.#target === 'string' && format === '') {
      throw new ConfigError('TimestampConverter needs the configuration format where target.type is string', {
        code: 'ERR_CONFIG_INVALID',
      });
    }
    const precision = values['unix.precision'] as UnixPrecision;
    this.#settings = { format: format === '' ? null : new DateFormat(format), precision };
    this.#replaceNull = values['replace.null.with.default'];
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const value = this.#side.valueOf(record) ?? null;
    const schema = this.#side.schemaOf(record);
    if (schema === null) return value === null ? record : this.#side.put(record, null, this.#withoutSchema(value));
    if (this.#field !== '') return this.#inField(record, schema, value);
    const converted = this.#converted(value, this.#kinds.get(schema));
    return this.#side.put(record, schemaOf(this.#target, schema.optional), converted);
  }

  #withoutSchema(value: unknown): unknown {
    if (this.#field === '') return this.#converted(value, kindOfValue(value, this.#place));
    const map = new Map(requireMap(value, PURPOSE));
    const found = map.get(this.#field) ?? null;
    return map.set(this.#field, found === null ? null : this.#converted(found, kindOfValue(found, this.#place)));
  }

  #inField<R extends ConnectRecord<R>>(record: R, schema: Schema, value: unknown): R {
    fieldsOf(schema, PURPOSE);
    const plan = this.#plans.get(schema);
    if (value === null) return this.#side.put(record, plan.schema, null);
    return this.#side.put(record, plan.schema, this.#inStruct(requireStruct(value, PURPOSE), plan));
  }

  #inStruct(struct: Struct, { schema, field }: Plan): Struct {
    const values = copiedValues(struct, this.#replaceNull, struct.schema.fields.length);
    if (field !== null) values[field.index] = this.#converted(values[field.index], this.#kinds.get(field.schema));
    return Struct.of(schema, values);
  }

  #converted(value: unknown, kind: TimeKind): unknown {
    if (value === null) return null;
    return valueOfKind(millisecondsIn(value, kind, this.#settings, this.#place), this.#target, this.#settings);
  }

  #planFor(schema: Schema): Plan {
    const field = schema.field(this.#field);
    const fields = schema.fields.map((f) =>
      f === field ? { name: f.name, schema: schemaOf(this.#target, f.schema.optional) } : f,
    );
    const plan = { schema: structLike(schema, fields).withOptional(schema.optional), field };
    if (!(schema.defaultValue instanceof Struct)) return plan;
    const defaultValue = this.#inStruct(schema.defaultValue, plan);
    return { ...plan, schema: new Schema({ ...(plan.schema as SchemaInit), defaultValue }) };
  }
}
