import {
  type ConfigMap,
  type ConnectRecord,
  DataError,
  defineConfig,
  type Field,
  kindOf,
  list,
  rule,
  type Schema,
  Struct,
  type Transformation,
} from '@causeway/api';
import { keptValues, replaceNullKey } from '../record/replace-null.ts';
import { noDuplicates } from '../config/list-validators.ts';
import { requireMap, requireStruct } from '../record/require.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';
import type { Side } from '../record/side.ts';
import { structLike } from '../schemas/struct-schema.ts';

const PURPOSE = 'field replacement';

const renamePairs = rule('list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>', (value) => {
  const wrong = (value as readonly string[] | null)?.find((pair) => !isPair(pair));
  return wrong === undefined ? null : `Invalid rename mapping: ${wrong}`;
});

export const replaceFieldConfig = defineConfig(
  {
    exclude: list({
      default: [],
      importance: 'medium',
      doc: 'Fields to leave out. They are left out even if included.',
    }),
    include: list({ default: [], importance: 'medium', doc: 'Fields to keep: only these, if there are any.' }),
    renames: list({
      default: [],
      validate: renamePairs,
      importance: 'medium',
      doc: 'New names of fields, as old:new. The other settings name fields by their old names.',
    }),
    'replace.null.with.default': replaceNullKey,
  },
  { validate: noDuplicates('exclude', 'include') },
);

/** What becomes of a struct. */
interface Plan {
  readonly schema: Schema;
  /** The fields of the old struct that stay, in order. */
  readonly kept: readonly Field[];
}

/** Leaves out and renames fields. */
export class ReplaceField implements Transformation {
  readonly #side: Side;
  #exclude: ReadonlySet<unknown> = new Set();
  #include: ReadonlySet<unknown> = new Set();
  #renames: ReadonlyMap<unknown, string> = new Map();
  #replaceNull = true;
  readonly #plans = new SchemaCache((schema) => this.#planFor(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    const values = replaceFieldConfig.parse(config);
    this.#exclude = new Set(values.exclude);
    this.#include = new Set(values.include);
    this.#renames = new Map(values.renames.map((pair) => pair.split(':') as [string, string]));
    this.#replaceNull = values['replace.null.with.default'];
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const value = this.#side.valueOf(record);
    if (value === null || value === undefined) return record;
    if (this.#side.schemaOf(record) === null) return this.#side.put(record, null, this.#replaced(value));
    const struct = requireStruct(value, PURPOSE);
    const { schema, kept } = this.#plans.get(struct.schema);
    return this.#side.put(record, schema, Struct.of(schema, keptValues(struct, kept, this.#replaceNull)));
  }

  #replaced(value: unknown): Map<unknown, unknown> {
    const map = new Map<unknown, unknown>();
    for (const [name, item] of requireMap(value, PURPOSE)) {
      if (typeof name !== 'string')
        throw new DataError(`A map for [${PURPOSE}] must have texts as keys, not a ${kindOf(name)}`);
      if (this.#isKept(name)) map.set(this.#renames.get(name) ?? name, item);
    }
    return map;
  }

  #planFor(schema: Schema): Plan {
    const kept = schema.fields.filter((field) => this.#isKept(field.name));
    const fields = kept.map(({ name, schema: ofField }) => ({
      name: this.#renames.get(name) ?? name,
      schema: ofField,
    }));
    return { schema: structLike(schema, fields), kept };
  }

  #isKept(name: unknown): boolean {
    return !this.#exclude.has(name) && (this.#include.size === 0 || this.#include.has(name));
  }
}

/** Java's `split` knows no empty text at the end: `a:` is not a pair, `:b` is one. */
function isPair(text: string): boolean {
  const parts = text.replace(/:+$/, '').split(':');
  return parts.length === 2;
}
