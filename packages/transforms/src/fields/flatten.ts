import {
  type ConfigMap,
  type ConnectRecord,
  DataError,
  Decimal,
  defineConfig,
  kindOf,
  type Schema,
  string,
  Struct,
  type Transformation,
} from '@causeway/api';
import { type Data, requireMap, requireStruct } from '../record/require.ts';
import type { Side } from '../record/side.ts';
import { SchemaCache } from '../schemas/schema-cache.ts';
import { fieldsOf, schemaLike, structLike } from '../schemas/struct-schema.ts';
import { missingValue } from '../record/replace-null.ts';

const PURPOSE = 'flattening';

export const flattenConfig = defineConfig({
  delimiter: string({
    default: '.',
    importance: 'medium',
    doc: 'Stands between the names of the fields on the way, in the name of the field that is made.',
  }),
});

/** A struct on the way: what becomes of each of its fields, in order. */
interface Branch {
  readonly targets: readonly (Branch | number)[];
}

interface Plan {
  readonly schema: Schema;
  readonly root: Branch;
}

/** Makes one struct, or map, out of those inside of each other. Arrays stay as they are. */
export class Flatten implements Transformation {
  readonly #side: Side;
  #delimiter = '.';
  readonly #plans = new SchemaCache((schema) => this.#planFor(schema));

  constructor(side: Side) {
    this.#side = side;
  }

  configure(config: ConfigMap): void {
    this.#delimiter = flattenConfig.parse(config).delimiter;
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const value = this.#side.valueOf(record);
    if (value === null || value === undefined) return record;
    if (this.#side.schemaOf(record) === null) {
      const flat = new Map<unknown, unknown>();
      this.#flattenMap(requireMap(value, PURPOSE), '', flat);
      return this.#side.put(record, null, flat);
    }
    const struct = requireStruct(value, PURPOSE);
    const { schema, root } = this.#plans.get(struct.schema);
    const values = new Array<unknown>(schema.fields.length).fill(null);
    flattenStruct(struct, root, schema, values);
    return this.#side.put(record, schema, Struct.of(schema, values));
  }

  #nameOf(path: string, name: string): string {
    return path === '' ? name : `${path}${this.#delimiter}${name}`;
  }

  #flattenMap(map: Data, path: string, flat: Map<unknown, unknown>): void {
    for (const [key, value] of map) {
      if (typeof key !== 'string') {
        throw new DataError(`A map for [${PURPOSE}] must have texts as keys, not a ${kindOf(key)}${inside(path)}`);
      }
      const name = this.#nameOf(path, key);
      if (value instanceof Map) this.#flattenMap(value, name, flat);
      else if (value instanceof Struct || value instanceof Date || value instanceof Decimal) {
        throw new DataError(
          `Only plain values and maps supported in absence of schema for [${PURPOSE}], found: ${kindOf(value)} in field ${name}`,
        );
      } else flat.set(name, value);
    }
  }

  #planFor(schema: Schema): Plan {
    checkEnds(schema);
    const fields: { name: string; schema: Schema }[] = [];
    const defaults = schema.defaultValue instanceof Struct ? schema.defaultValue : null;
    const root = this.#collect(schema, '', schema.optional, defaults, fields);
    return { schema: structLike(schema, fields), root };
  }

  /** Fields of what need not be there need not be there, and what has a default gives it to its fields. */
  #collect(
    schema: Schema,
    path: string,
    isOptional: boolean,
    defaults: Struct | null,
    fields: { name: string; schema: Schema }[],
  ): Branch {
    const targets = fieldsOf(schema, PURPOSE).map((field): Branch | number => {
      const name = this.#nameOf(path, field.name);
      const optional = isOptional || field.schema.optional;
      const defaultValue: unknown = field.schema.defaultValue ?? defaults?.get(field) ?? null;
      if (field.schema.type === 'STRUCT') {
        return this.#collect(field.schema, name, optional, defaultValue as Struct | null, fields);
      }
      if (field.schema.type === 'MAP') {
        throw new DataError(
          `Only structs, arrays and plain values supported with a schema for [${PURPOSE}], found: MAP in field ${name}`,
        );
      }
      const { type, valueSchema } = field.schema;
      return fields.push({ name, schema: schemaLike(field.schema, { type, valueSchema, optional, defaultValue }) }) - 1;
    });
    return { targets };
  }
}

/** Java: a struct that stands inside of itself overflows the stack. In an array it is left as it is. */
function checkEnds({ name, fields }: Schema, outer: readonly Schema['fields'][] = []): void {
  if (outer.includes(fields))
    throw new DataError(
      `The schema ${name ?? 'of a struct'} contains itself, which can't end in a flat struct for [${PURPOSE}]: take that field out first, with ReplaceField`,
    );
  for (const { schema } of fields) if (schema.type === 'STRUCT') checkEnds(schema, [...outer, fields]);
}

const inside = (path: string): string => (path === '' ? '' : ` inside of ${path}`);

/** A struct that is not there leaves its fields without a value. */
function flattenStruct(struct: Struct, { targets }: Branch, schema: Schema, values: unknown[]): void {
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i]!;
    const value = struct.values[i] ?? struct.schema.fields[i]!.schema.defaultValue;
    if (typeof target !== 'number') {
      if (value instanceof Struct) flattenStruct(value, target, schema, values);
    } else values[target] = value ?? missingValue(schema.fields[target]!, false);
  }
}
