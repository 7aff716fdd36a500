import {
  type ConfigMap,
  ConfigError,
  type ConnectRecord,
  DataError,
  defineConfig,
  type Field,
  Headers,
  list,
  oneOf,
  rule,
  type Schema,
  string,
  Struct,
  type Transformation,
} from '@causeway/api';
import { fieldValue, keptValues, replaceNullKey } from '../record/replace-null.ts';
import { requireMap, requireStruct } from '../record/require.ts';
import type { Side } from '../record/side.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';
import { structLike } from '../schemas/struct-schema.ts';

const notEmpty = rule('non-empty list', (value) => ((value as readonly string[] | null)?.length ? null : 'Empty list'));

export const headerFromConfig = defineConfig({
  fields: list({ validate: notEmpty, importance: 'high', doc: 'Fields to move or copy into headers.' }),
  headers: list({ validate: notEmpty, importance: 'high', doc: 'Keys of the headers, one for each of the fields.' }),
  operation: string({
    validate: oneOf('move', 'copy'),
    importance: 'high',
    doc: 'move takes the fields out of the key or value; copy leaves them there.',
  }),
  'replace.null.with.default': replaceNullKey,
});

/** What becomes of a struct. */
interface Plan {
  /** null if the struct stays as it is. */
  readonly moved: { readonly schema: Schema; readonly kept: readonly Field[] } | null;
  /** The fields of the headers, in their order. */
  readonly fields: readonly Field[];
}

/** Puts fields into headers. */
export class HeaderFrom implements Transformation {
  readonly #side: Side;
  #names: readonly string[] = [];
  #keys: readonly string[] = [];
  #isMove = false;
  #purpose = '';
  #replaceNull = true;
  readonly #plans = new SchemaCache((schema) => this.#planFor(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    const values = headerFromConfig.parse(config);
    if (values.fields.length !== values.headers.length) {
      throw new ConfigError(
        `'fields' names ${values.fields.length} and 'headers' ${values.headers.length}: HeaderFrom needs one header for each field`,
        { code: 'ERR_CONFIG_INVALID' },
      );
    }
    this.#names = values.fields;
    this.#keys = values.headers;
    this.#isMove = values.operation === 'move';
    this.#purpose = `header ${values.operation}`;
    this.#replaceNull = values['replace.null.with.default'];
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const headers = record.headers === null ? new Headers() : record.headers.duplicate();
    const value = this.#side.valueOf(record);
    const schema = this.#side.schemaOf(record);
    if (schema === null) return this.#side.put(record, null, this.#fromMap(value, headers), headers);
    const struct = this.#fromStruct(requireStruct(value, this.#purpose), headers);
    return this.#side.put(record, this.#isMove ? struct.schema : schema, struct, headers);
  }

  /** A field that is not there gives a header without a value. */
  #fromMap(value: unknown, headers: Headers): unknown {
    const map = requireMap(value, this.#purpose);
    for (let i = 0; i < this.#names.length; i++) headers.add(this.#keys[i]!, null, map.get(this.#names[i]!) ?? null);
    if (!this.#isMove) return map;
    const kept = new Map(map);
    for (const name of this.#names) kept.delete(name);
    return kept;
  }

  #fromStruct(struct: Struct, headers: Headers): Struct {
    const { moved, fields } = this.#plans.get(struct.schema);
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!;
      headers.add(this.#keys[i]!, field.schema, fieldValue(struct, field, this.#replaceNull));
    }
    return moved === null ? struct : Struct.of(moved.schema, keptValues(struct, moved.kept, this.#replaceNull));
  }

  #planFor(schema: Schema): Plan {
    const fields = this.#names.map((name) => {
      const field = schema.field(name);
      if (field === null) throw new DataError(`Unknown field for [${this.#purpose}]: ${name}`);
      return field;
    });
    if (!this.#isMove) return { moved: null, fields };
    const kept = schema.fields.filter(({ name }) => !this.#names.includes(name));
    return { moved: { schema: structLike(schema, kept), kept }, fields };
  }
}
