import { DataError, Schema, SchemaBuilderError, type SchemaInit } from '@causeway/api';
import type { RegisteredSchema, ResolvedReference, SchemaText } from '@causeway/schema-registry';
import type { JsonSchemaSettings } from '../config.ts';
import { names } from '../connect-names.ts';
import { type Json, type JsonObject, JsonNumber, isJsonObject, parseTree, treeText } from '../json/json-tree.ts';
import { fieldPlace } from '../place.ts';
import { type JsonType, integerOf, isNullSchema, membersOf, textOf, typesOf } from './keywords.ts';
import { type Merged, mergeAll } from './merge.ts';
import { SchemaDocuments } from './schema-documents.ts';
import { readValueText } from './value-reader.ts';

export type ConnectSchemaSettings = Pick<
  JsonSchemaSettings,
  | 'generalizedSumTypes'
  | 'optionalForNonRequired'
  | 'flattenSingletonUnions'
  | 'ignoreModernDialects'
  | 'ignoreDefaultForNullables'
>;

/**
 * The Connect schema of what a JSON schema describes.
 * @param version of the subject, which becomes the schema's where connect.version does not say another; null if not known
 * @throws DataError for a schema that can't be expressed, naming the place
 */
export function connectSchemaOf(
  text: SchemaText | RegisteredSchema,
  references: readonly ResolvedReference[],
  version: number | null,
  settings: ConnectSchemaSettings,
): Schema {
  const documents = new SchemaDocuments(
    parseTree(text.schema),
    references.map(({ name, schema }) => ({ name, root: parseTree(schema.schema) })),
  );
  return new SchemaConversion(documents, settings).convert(documents.root, {
    version,
    optional: false,
    place: 'value',
  });
}

/** Where a schema stands, and what is already known of its values. */
interface Context {
  readonly version: number | null;
  readonly optional: boolean;
  readonly place: string;
}

/** A struct whose fields are being converted. */
interface Struct {
  /** As `Schema.recursive` has it: to be filled in. */
  readonly schema: Schema;
  /** Given as soon as something inside refers to it. */
  id: string | null;
}

const integerTypes: Readonly<Record<string, Schema['type']>> = {
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  float32: 'FLOAT32',
  float64: 'FLOAT64',
  bytes: 'BYTES',
};

/** Keywords that say what a value is made of. */
const structural = ['properties', 'allOf', 'oneOf', 'anyOf'] as const;

/** Past this, a schema refers to itself without an object between, or is no schema that anybody wrote. */
const MAX_DEPTH = 500;
/** So many schemas a document may unfold to, as each reference is converted where it stands. */
const MAX_SCHEMAS = 100_000;

/** Java: JsonSchemaData#toConnectSchema */
class SchemaConversion {
  readonly #documents: SchemaDocuments;
  readonly #settings: ConnectSchemaSettings;
  readonly #isModern: boolean;
  readonly #structs = new Map<Json, Struct>();
  #ids = 0;
  #unions = 0;
  #depth = 0;
  #count = 0;

  constructor(documents: SchemaDocuments, settings: ConnectSchemaSettings) {
    this.#documents = documents;
    this.#settings = settings;
    const dialect = isJsonObject(documents.root) ? (textOf(documents.root, '$schema') ?? '') : '';
    this.#isModern = !settings.ignoreModernDialects && /2019-09|2020-12/.test(dialect);
  }

  convert(schema: Json, context: Context): Schema {
    if (++this.#count > MAX_SCHEMAS)
      throw new DataError(`The JSON schema unfolds to more than ${MAX_SCHEMAS} schemas, as its references multiply`);
    if (++this.#depth > MAX_DEPTH)
      throw new DataError(
        `The JSON schema of ${context.place} refers to itself without an end, or is nested too deeply`,
      );
    try {
      return this.#convert(schema, context);
    } finally {
      this.#depth--;
    }
  }

  #convert(schema: Json, context: Context): Schema {
    if (!isJsonObject(schema)) throw unsupported(context, 'says nothing of the type of its values');
    const reference = schema.get('$ref');
    if (typeof reference === 'string')
      return this.#reference(this.#documents.resolve(reference, schema), schema, context);
    const [oneOf, anyOf, allOf] = [membersOf(schema, 'oneOf'), membersOf(schema, 'anyOf'), membersOf(schema, 'allOf')];
    if (allOf.length > 0 || (oneOf.length > 0 && anyOf.length > 0)) return this.#all(schema, context);
    const members = oneOf.length > 0 ? oneOf : anyOf;
    const types = typesOf(schema);
    if (members.length > 0) {
      const hasMore = types.length > 0 || schema.has('enum');
      return hasMore ? this.#all(schema, context) : this.#union(members, schema, context);
    }
    return this.#ofTypes(types, schema, context);
  }

  /** Since draft 2019-09 what stands beside a reference counts too; before, and for what says nothing of the structure, it does not. */
  #reference(target: Json, schema: JsonObject, context: Context): Schema {
    const hasMore = this.#isModern && structural.some((keyword) => schema.has(keyword));
    if (!hasMore) return this.#convertTarget(target, context);
    const beside = [...schema].filter(([keyword]) => keyword !== '$ref');
    return this.#all(new Map([...beside, ['allOf', [target, ...membersOf(schema, 'allOf')]]]), context);
  }

  /** The same schema again inside of itself is a reference to the struct that is being made. */
  #convertTarget(schema: Json, context: Context): Schema {
    const struct = this.#structs.get(schema);
    if (struct === undefined) return this.convert(schema, context);
    struct.id ??= `${names.idPrefix}${++this.#ids}`;
    return struct.schema.withOptional(context.optional);
  }

  #ofTypes(types: readonly JsonType[], schema: JsonObject, context: Context): Schema {
    if (schema.has('enum') && (types.length === 0 || (types.length === 1 && types[0] === 'string')))
      return this.#finish({ type: 'STRING', parameters: this.#enumParameters(schema) }, schema, context);
    const present = types.filter((type) => type !== 'null');
    if (types.length > 1) return this.#ofSeveralTypes(present, types.length > present.length, schema, context);
    if (present[0] === undefined)
      throw unsupported(
        context,
        types.length === 0 ? 'says nothing of the type of its values' : 'allows nothing but null',
      );
    return this.#ofType(present[0], schema, context);
  }

  #ofSeveralTypes(types: readonly JsonType[], isNullable: boolean, schema: JsonObject, context: Context): Schema {
    // Java: what is common to all of several types, such as the default, is not taken over to each
    const withType = (type: JsonType): JsonObject =>
      new Map<string, Json>([...schema, ['type', type]].filter(([name]) => name !== 'default') as [string, Json][]);
    if (types.length === 1)
      return this.convert(withType(types[0]!), { ...context, optional: context.optional || isNullable });
    const bare = (type: JsonType): JsonObject =>
      new Map([...withType(type)].filter(([name]) => name !== 'title' && name !== 'description'));
    const members: Json[] = types.map(bare);
    if (isNullable) members.push(new Map([['type', 'null']]));
    return this.#union(members, schema, context);
  }

  #ofType(type: JsonType, schema: JsonObject, context: Context): Schema {
    const connectType = textOf(schema, names.type);
    switch (type) {
      case 'boolean':
        return this.#finish({ type: 'BOOLEAN' }, schema, context);
      case 'integer':
      case 'number':
        return this.#finish({ type: numberType(type, connectType, context) }, schema, context);
      case 'array':
        return this.#array(connectType === 'map', schema, context);
      case 'object':
        return this.#object(connectType === 'map', schema, context);
      default:
        return this.#finish({ type: connectType === 'bytes' ? 'BYTES' : 'STRING' }, schema, context);
    }
  }

  #array(isMap: boolean, schema: JsonObject, context: Context): Schema {
    const items = schema.get('items');
    if (items === undefined || Array.isArray(items))
      throw unsupported(context, 'is a list without one schema for its items');
    const entries = isMap && isJsonObject(items) ? items.get('properties') : undefined;
    if (isJsonObject(entries)) {
      const keySchema = this.#inner(entries.get(names.entryKey), `a key of ${context.place}`);
      const valueSchema = this.#inner(entries.get(names.entryValue), `a value of ${context.place}`);
      return this.#finish({ type: 'MAP', keySchema, valueSchema }, schema, context);
    }
    const valueSchema = this.#inner(items, `an item of ${context.place}`);
    return this.#finish({ type: 'ARRAY', valueSchema }, schema, context);
  }

  #inner(schema: Json | undefined, place: string): Schema {
    return this.convert(schema ?? true, { version: null, optional: false, place });
  }

  #object(isMap: boolean, schema: JsonObject, context: Context): Schema {
    const more = schema.get('additionalProperties');
    const properties = schema.get('properties');
    const hasProperties = isJsonObject(properties) && properties.size > 0;
    if (isMap || (!hasProperties && isJsonObject(more) && more.size > 0)) {
      const valueSchema = isJsonObject(more) && more.size > 0 ? this.#inner(more, `a value of ${context.place}`) : null;
      return this.#finish({ type: 'MAP', keySchema: Schema.STRING_SCHEMA, valueSchema }, schema, context);
    }
    const struct = this.#struct(schema, propertiesOf(schema), context, (init) => describedBy(init, schema, context));
    return this.#withDefault(struct, schema, context);
  }

  /** @param finish adds what is said of the whole */
  #struct(
    schema: JsonObject,
    properties: Merged,
    { place }: Context,
    finish: (init: SchemaInit) => SchemaInit,
  ): Schema {
    return Schema.recursive((self) => {
      const struct: Struct = { schema: self, id: null };
      this.#structs.set(schema, struct);
      const fields = inIndexOrder(properties).map(([name, { schema: property, isRequired }]) => {
        const optional = this.#settings.optionalForNonRequired && !isRequired;
        return { name, schema: this.convert(property, { version: null, optional, place: fieldPlace(place, name) }) };
      });
      this.#structs.delete(schema);
      const parameters = struct.id === null ? null : new Map([[names.id, struct.id]]);
      return finish({ type: 'STRUCT', fields, parameters });
    });
  }

  /** Java: JsonSchemaData#allOfToConnectSchema, where a struct of merged properties has no name */
  #all(schema: JsonObject, context: Context): Schema {
    const merged = mergeAll(schema, this.#documents);
    if (merged.properties.size > 0) {
      return this.#struct(schema, merged.properties, context, (init) => ({ ...init, optional: context.optional }));
    }
    if (merged.alternatives !== null) return this.convert(merged.alternatives, context);
    if (merged.typed !== null) return this.#ofTypes(typesOf(merged.typed), merged.typed, context);
    if (merged.reference !== null) return this.#convertTarget(merged.reference, context);
    throw unsupported(context, 'says nothing of the type of its values');
  }

  #union(members: readonly Json[], schema: JsonObject, context: Context): Schema {
    const present = members.filter((member) => !isNullSchema(member));
    const isNullable = present.length < members.length;
    if (present[0] === undefined) throw unsupported(context, 'allows nothing but null');
    if (present.length === 1 && (isNullable || this.#settings.flattenSingletonUnions))
      return this.convert(present[0], { ...context, optional: context.optional || isNullable });
    const { generalizedSumTypes } = this.#settings;
    const name = generalizedSumTypes ? `${names.generalizedUnionName}${this.#unions++}` : names.oneOf;
    const prefix = generalizedSumTypes ? names.generalizedUnionField : `${name}.field.`;
    const fields = present.map((member, i) => ({
      name: `${prefix}${i}`,
      schema: this.convert(member, {
        version: null,
        optional: true,
        place: fieldPlace(context.place, `${prefix}${i}`),
      }),
    }));
    const parameters = generalizedSumTypes ? new Map([[names.generalizedUnion, name]]) : null;
    const optional = context.optional || isNullable;
    return this.#finish({ type: 'STRUCT', name, fields, parameters }, schema, { ...context, optional });
  }

  #enumParameters(schema: JsonObject): Map<string, string> {
    const symbols = schema.get('enum');
    if (!Array.isArray(symbols)) throw new DataError('enum in the JSON schema is no list');
    const { generalizedSumTypes } = this.#settings;
    const name = generalizedSumTypes ? names.generalizedEnum : names.enum;
    const parameters = new Map<string, string>([[name, '']]);
    for (const [i, value] of (symbols as readonly Json[]).entries()) {
      const symbol = symbolOf(value);
      parameters.set(`${name}.${symbol}`, generalizedSumTypes ? `${i}` : symbol);
    }
    return parameters;
  }

  #finish(own: SchemaInit, schema: JsonObject, context: Context): Schema {
    return this.#withDefault(new Schema(describedBy(own, schema, context)), schema, context);
  }

  /** Read once the schema is complete; where it stands again within itself, it has none. */
  #withDefault(own: Schema, schema: JsonObject, { place }: Context): Schema {
    const given = schema.get('default') ?? null;
    return given === null ? own : own.with({ defaultValue: this.#defaultValue(own, given, place) });
  }

  #defaultValue(schema: Schema, given: Json, place: string): unknown {
    try {
      return readValueText(schema.withOptional(false), treeText(given), this.#settings, `the default of ${place}`);
    } catch (cause) {
      if (!(cause instanceof SchemaBuilderError)) throw cause;
      throw new DataError(`The default of ${place} in the JSON schema holds values of the very schema that it is in`, {
        cause,
      });
    }
  }
}

/** Adds what any schema may have: title, description, version, parameters. */
function describedBy(own: SchemaInit, schema: JsonObject, { version, optional, place }: Context): SchemaInit {
  const parameters = new Map([...(own.parameters ?? []), ...connectParameters(schema, place)]);
  return {
    ...own,
    optional,
    name: own.name ?? textOf(schema, 'title'),
    version: integerOf(schema, names.version) ?? version,
    doc: textOf(schema, 'description'),
    parameters: parameters.size === 0 ? null : parameters,
  };
}

function unsupported({ place }: Context, problem: string): DataError {
  return new DataError(`The JSON schema of ${place} ${problem}, and so has no Connect schema`);
}

function numberType(type: JsonType, connectType: string | null, context: Context): Schema['type'] {
  if (connectType === null) return type === 'integer' ? 'INT64' : 'FLOAT64';
  const found = integerTypes[connectType];
  if (found === undefined) throw unsupported(context, `has the unknown ${names.type} ${connectType}`);
  return found;
}

function propertiesOf(schema: JsonObject): Merged {
  const properties = schema.get('properties');
  const required = schema.get('required');
  const isRequired = new Set(Array.isArray(required) ? (required as readonly Json[]) : []);
  if (!isJsonObject(properties)) return new Map();
  return new Map(
    Array.from(properties, ([name, property]) => [name, { schema: property, isRequired: isRequired.has(name) }]),
  );
}

/** By connect.index; a property without one has its place in the text as its index. */
function inIndexOrder(properties: Merged): [string, { readonly schema: Json; readonly isRequired: boolean }][] {
  return Array.from(properties)
    .map((entry, i) => ({ entry, index: indexOf(entry[1].schema) ?? i }))
    .sort((a, b) => a.index - b.index)
    .map(({ entry }) => entry);
}

const indexOf = (schema: Json): number | null => (isJsonObject(schema) ? integerOf(schema, names.index) : null);

function symbolOf(value: Json): string {
  if (value === null) return names.nullSymbol;
  return typeof value === 'string' ? value : value instanceof JsonNumber ? value.text : treeText(value);
}

function connectParameters(schema: JsonObject, place: string): [string, string][] {
  const parameters = schema.get(names.parameters);
  if (parameters === undefined) return [];
  if (!isJsonObject(parameters)) throw new DataError(`${names.parameters} of ${place} in the JSON schema is no object`);
  return Array.from(parameters, ([name, value]) => [name, symbolOf(value)]);
}
