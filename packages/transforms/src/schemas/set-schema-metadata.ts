import {
  type ConfigMap,
  ConfigError,
  type ConnectRecord,
  DataError,
  defineConfig,
  int,
  Schema,
  type SchemaInit,
  string,
  Struct,
  type Transformation,
} from '@causeway/api';
import { copiedValues, replaceNullKey } from '../record/replace-null.ts';
import type { Side } from '../record/side.ts';
import { SchemaCache } from './schema-cache.ts';
import { fieldsOf } from './struct-schema.ts';

const PURPOSE = 'updating schema metadata';

export const setSchemaMetadataConfig = defineConfig({
  'schema.name': string({ default: null, importance: 'high', doc: 'The name to set.' }),
  'schema.version': int({ default: null, importance: 'high', doc: 'The version to set.' }),
  'replace.null.with.default': replaceNullKey,
});

/** Gives the schema of structs another name or version. */
export class SetSchemaMetadata implements Transformation {
  readonly #side: Side;
  #changes: Pick<SchemaInit, 'name' | 'version'> = {};
  #replaceNull = true;
  readonly #schemas = new SchemaCache((schema) => this.#changed(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    const { 'schema.name': name, 'schema.version': version, ...values } = setSchemaMetadataConfig.parse(config);
    if (name === null && version === null) {
      throw new ConfigError('Neither schema name nor version configured: set schema.name or schema.version');
    }
    this.#changes = { ...(name !== null && { name }), ...(version !== null && { version }) };
    this.#replaceNull = values['replace.null.with.default'];
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const schema = this.#side.schemaOf(record);
    const value = this.#side.valueOf(record) ?? null;
    if (schema === null) {
      if (value === null) return record;
      throw new DataError(`Schema required for [${PURPOSE}]: the ${this.#side.name} has none`);
    }
    const changed = this.#schemas.get(schema);
    if (!(value instanceof Struct)) return this.#side.put(record, changed, value);
    const values = copiedValues(value, this.#replaceNull, value.schema.fields.length);
    return this.#side.put(record, changed, Struct.of(changed, values));
  }

  #changed(schema: Schema): Schema {
    fieldsOf(schema, PURPOSE);
    return new Schema({ ...(schema as SchemaInit), ...this.#changes });
  }
}
