import {
  type ConfigMap,
  type ConnectRecord,
  DataError,
  defineConfig,
  notNull,
  oneOfIgnoringCase,
  type Schema,
  string,
  type Transformation,
} from '@causeway/api';
import { replaceNullKey } from '../record/replace-null.ts';
import { requireMap, requireStruct } from '../record/require.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';
import type { Side } from '../record/side.ts';
import { FieldPath } from './field-path.ts';

const PURPOSE = 'field extraction';

export const extractFieldConfig = defineConfig({
  field: string({ validate: notNull, importance: 'medium', doc: 'The field to extract.' }),
  'field.syntax.version': string({
    default: 'V1',
    validate: oneOfIgnoringCase('V1', 'V2'),
    importance: 'high',
    doc: 'How fields are named: V1 takes the text as a name; V2 takes names with dots between them as the way to a nested field, each in backticks where it has dots itself.',
  }),
  'replace.null.with.default': replaceNullKey,
});

/** Puts a field in the place of the whole. */
export class ExtractField implements Transformation {
  readonly #side: Side;
  #path = new FieldPath('', 'V1');
  #replaceNull = true;
  readonly #schemas = new SchemaCache((schema) => this.#schemaOfField(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    const values = extractFieldConfig.parse(config);
    this.#path = new FieldPath(values.field, values['field.syntax.version'].toUpperCase() as 'V1' | 'V2');
    this.#replaceNull = values['replace.null.with.default'];
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const schema = this.#side.schemaOf(record);
    const value = this.#side.valueOf(record) ?? null;
    if (schema === null) {
      return this.#side.put(record, null, value === null ? null : this.#path.valueInMap(requireMap(value, PURPOSE)));
    }
    const struct = value === null ? null : requireStruct(value, PURPOSE);
    const extracted = struct === null ? null : this.#path.valueInStruct(struct, this.#replaceNull);
    return this.#side.put(record, this.#schemas.get(schema), extracted);
  }

  #schemaOfField(schema: Schema): Schema {
    const field = this.#path.fieldOf(schema);
    if (field === null) throw new DataError(`Unknown field: ${this.#path.text}`);
    return field.schema;
  }
}
