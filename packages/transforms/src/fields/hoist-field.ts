import {
  type ConfigMap,
  type ConnectRecord,
  DataError,
  defineConfig,
  type Schema,
  SchemaBuilder,
  string,
  Struct,
  type Transformation,
  validateValue,
} from '@causeway/api';
import { SchemaCache } from '../schemas/schema-cache.ts';
import type { Side } from '../record/side.ts';

export const hoistFieldConfig = defineConfig({
  field: string({ importance: 'medium', doc: 'Name of the only field of the struct or map that is made.' }),
});

/** Wraps a key or value into a struct, or without a schema into a map, with one field. */
export class HoistField implements Transformation {
  readonly #side: Side;
  #name: string | null = '';
  readonly #schemas = new SchemaCache((schema) => this.#structOf(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    this.#name = hoistFieldConfig.parse(config).field;
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const schema = this.#side.schemaOf(record);
    const value = this.#side.valueOf(record) ?? null;
    if (schema === null) return this.#side.put(record, null, new Map([[this.#name, value]]));
    if (value === null) validateValue(schema, value, `field "${this.#name}"`);
    const hoisted = this.#schemas.get(schema);
    return this.#side.put(record, hoisted, Struct.of(hoisted, [value]));
  }

  #structOf(schema: Schema): Schema {
    if (this.#name === null) throw new DataError('HoistField needs a name for its field, but it is null');
    return SchemaBuilder.struct().field(this.#name, schema).build();
  }
}
