import {
  type ConfigMap,
  type ConnectRecord,
  defineConfig,
  list,
  rule,
  Schema,
  Struct,
  type Transformation,
} from '@causeway/api';
import { copiedValues, replaceNullKey } from '../record/replace-null.ts';
import { requireMap, requireStruct } from '../record/require.ts';
import type { Side } from '../record/side.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';
import { fieldsOf, schemaLike, structLike } from '../schemas/struct-schema.ts';
import { type CastSpec, type CastType, parseCastSpec, problemOfCastSpec } from './cast-spec.ts';
import { castValue } from './cast-value.ts';

const PURPOSE = 'cast types';

const validSpec = rule('list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>', (value) => {
  const entries = value as readonly string[] | null;
  return entries?.length ? problemOfCastSpec(entries) : 'Must specify at least one field to cast.';
});

export const castConfig = defineConfig({
  spec: list({
    validate: validSpec,
    importance: 'high',
    doc: 'Fields and the types to cast them to, as field:type; or one type for the whole key or value. Types are int8, int16, int32, int64, float32, float64, boolean and string.',
  }),
  'replace.null.with.default': replaceNullKey,
});

/** What becomes of a struct. */
interface Plan {
  readonly schema: Schema;
  readonly casts: readonly FieldCast[];
}

interface FieldCast {
  readonly index: number;
  readonly schema: Schema;
  readonly type: CastType;
  readonly place: string;
}

/** Makes other types of fields, or of the whole. What has no value stays so. */
export class Cast implements Transformation {
  readonly #side: Side;
  #spec: CastSpec = 'STRING';
  #replaceNull = true;
  readonly #wholes = new SchemaCache((schema) => this.#wholeSchema(schema));
  readonly #plans = new SchemaCache((schema) => this.#planFor(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    const values = castConfig.parse(config);
    this.#spec = parseCastSpec(values.spec);
    this.#replaceNull = values['replace.null.with.default'];
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const value = this.#side.valueOf(record);
    if (value === null || value === undefined) return record;
    const schema = this.#side.schemaOf(record);
    if (typeof this.#spec === 'string') {
      const cast = castValue(value, schema, this.#spec, `the ${this.#side.name}`);
      return this.#side.put(record, schema === null ? null : this.#wholes.get(schema), cast);
    }
    if (schema === null) return this.#side.put(record, null, inMap(value, this.#spec));
    fieldsOf(schema, PURPOSE);
    const struct = this.#inStruct(requireStruct(value, PURPOSE));
    return this.#side.put(record, struct.schema, struct);
  }

  #inStruct(struct: Struct): Struct {
    const values = copiedValues(struct, this.#replaceNull, struct.schema.fields.length);
    const { schema, casts } = this.#plans.get(struct.schema);
    for (const { index, schema: from, type, place } of casts) {
      const value = values[index];
      if (value !== null) values[index] = castValue(value, from, type, place);
    }
    return Struct.of(schema, values);
  }

  #wholeSchema(schema: Schema): Schema {
    // Java: what the schema is called stays, even if that is a logical type
    return schemaLike(schema, castSchema(schema, this.#spec as CastType, `the default of the ${this.#side.name}`));
  }

  #planFor(schema: Schema): Plan {
    const types = this.#spec as ReadonlyMap<string, CastType>;
    const casts: FieldCast[] = [];
    const fields = schema.fields.map(({ name, index, schema: from }) => {
      const type = types.get(name);
      if (type === undefined) return { name, schema: from };
      casts.push({ index, schema: from, type, place: `field "${name}"` });
      return { name, schema: castSchema(from, type, `the default of field "${name}"`) };
    });
    const base = structLike(schema, fields);
    // Java: a struct with a default is refused
    if (schema.defaultValue !== null) castValue(schema.defaultValue, schema, 'STRING', 'the default of a struct');
    return { schema: base.withOptional(schema.optional), casts };
  }
}

function inMap(value: unknown, types: ReadonlyMap<string, CastType>): Map<unknown, unknown> {
  const map = new Map(requireMap(value, PURPOSE));
  for (const [name, type] of types) {
    const found = map.get(name) ?? null;
    map.set(name, found === null ? null : castValue(found, null, type, `field "${name}"`));
  }
  return map;
}

function castSchema(schema: Schema, type: CastType, place: string): Schema {
  const defaultValue: unknown =
    schema.defaultValue === null ? null : castValue(schema.defaultValue, schema, type, place);
  return new Schema({ type, optional: schema.optional, defaultValue });
}
