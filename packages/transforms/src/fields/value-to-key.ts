import {
  type ConfigMap,
  type ConnectRecord,
  DataError,
  defineConfig,
  type Field,
  list,
  type Schema,
  SchemaBuilder,
  Struct,
  type Transformation,
} from '@causeway/api';
import { noDuplicates, nonEmptyList } from '../config/list-validators.ts';
import { keptValues, replaceNullKey } from '../record/replace-null.ts';
import { requireMap, requireStruct } from '../record/require.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';

const PURPOSE = 'copying fields from value to key';

export const valueToKeyConfig = defineConfig(
  {
    fields: list({ validate: nonEmptyList, importance: 'high', doc: 'Fields of the value that make the key.' }),
    'replace.null.with.default': replaceNullKey,
  },
  { validate: noDuplicates('fields') },
);

interface Plan {
  readonly schema: Schema;
  /** Fields of the value, in the order of those of the key. */
  readonly fields: readonly Field[];
}

/** Makes a key out of fields of the value. */
export class ValueToKey implements Transformation {
  #names: readonly string[] = [];
  #replaceNull = true;
  readonly #plans = new SchemaCache((schema) => this.#planFor(schema));

  configure(config: ConfigMap): void {
    const values = valueToKeyConfig.parse(config);
    this.#names = [...new Set(values.fields)];
    this.#replaceNull = values['replace.null.with.default'];
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    if (record.valueSchema === null) {
      const value = requireMap(record.value, PURPOSE);
      const key = new Map(this.#names.map((name) => [name, value.get(name) ?? null]));
      return record.newRecord({ keySchema: null, key });
    }
    const struct = requireStruct(record.value, PURPOSE);
    const { schema, fields } = this.#plans.get(struct.schema);
    const key = Struct.of(schema, keptValues(struct, fields, this.#replaceNull));
    return record.newRecord({ keySchema: schema, key });
  }

  #planFor(schema: Schema): Plan {
    const fields = this.#names.map((name) => {
      const field = schema.field(name);
      if (field === null) throw new DataError(`Field does not exist: ${name}`);
      return field;
    });
    const builder = SchemaBuilder.struct();
    for (const { name, schema: fieldSchema } of fields) builder.field(name, fieldSchema);
    return { schema: builder.build(), fields };
  }
}
