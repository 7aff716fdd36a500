import {
  type ConfigMap,
  type ConnectRecord,
  defineConfig,
  type Field,
  list,
  nonEmpty,
  type Schema,
  string,
  Struct,
  type Transformation,
} from '@causeway/api';
import { noDuplicates, nonEmptyList } from '../config/list-validators.ts';
import { copiedValues, replaceNullKey } from '../record/replace-null.ts';
import { requireMap, requireStruct } from '../record/require.ts';
import type { Side } from '../record/side.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';
import { emptyMask, type Mask, replacementMask } from './mask-value.ts';

const PURPOSE = 'mask fields';

export const maskFieldConfig = defineConfig(
  {
    fields: list({ validate: nonEmptyList, importance: 'high', doc: 'Fields to mask.' }),
    replacement: string({
      default: null,
      validate: nonEmpty,
      importance: 'low',
      doc: 'What to put into the fields, which must be texts or numbers. If not given, they become zero, false or empty.',
    }),
    'replace.null.with.default': replaceNullKey,
  },
  { validate: noDuplicates('fields') },
);

/** Hides what fields hold. What has no value stays so. */
export class MaskField implements Transformation {
  readonly #side: Side;
  #names: ReadonlySet<string> = new Set();
  #mask: Mask = emptyMask;
  #replaceNull = true;
  readonly #masked = new SchemaCache((schema) => this.#maskedFields(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    const values = maskFieldConfig.parse(config);
    this.#names = new Set(values.fields);
    this.#mask = values.replacement === null ? emptyMask : replacementMask(values.replacement);
    this.#replaceNull = values['replace.null.with.default'];
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const value = this.#side.valueOf(record);
    const schema = this.#side.schemaOf(record);
    if (schema === null) return this.#side.put(record, null, this.#inMap(value));
    return this.#side.put(record, schema, this.#inStruct(requireStruct(value, PURPOSE)));
  }

  #inMap(value: unknown): Map<unknown, unknown> {
    const map = new Map(requireMap(value, PURPOSE));
    for (const name of this.#names) {
      const found = map.get(name) ?? null;
      map.set(name, found === null ? null : this.#mask(found, null, `field "${name}"`));
    }
    return map;
  }

  #inStruct(struct: Struct): Struct {
    const values = copiedValues(struct, this.#replaceNull, struct.schema.fields.length);
    for (const { index, name, schema } of this.#masked.get(struct.schema)) {
      const value = values[index];
      if (value !== null) values[index] = this.#mask(value, schema, `field "${name}"`);
    }
    return Struct.of(struct.schema, values);
  }

  #maskedFields(schema: Schema): readonly Field[] {
    return schema.fields.filter(({ name }) => this.#names.has(name));
  }
}
