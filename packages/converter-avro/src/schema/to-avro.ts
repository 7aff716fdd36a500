import { DataError, DateType, DecimalType, type Schema, TimeType, TimestampType } from '@causeway/api';
import type { AvroSettings } from '../config.ts';
import { anythingNode } from './anything.ts';
import { defaultToJson, isValidDefault } from './default-to-avro.ts';
import {
  DECIMAL_PRECISION,
  DEFAULT_NAME,
  DEFAULT_PRECISION,
  ENUM_DEFAULT,
  ENUM_DOC,
  ENUM_PARAMETER,
  FIELD_DEFAULT,
  FIELD_DOC,
  FIXED_SIZE,
  GENERALIZED_ENUM,
  MAP_ENTRY,
  NAMESPACE,
  PLAIN_ENUM_DOC,
  PLAIN_RECORD_DOC,
  RECORD_DOC,
  type SplitName,
  scrubFullName,
  scrubName,
  splitName,
} from './names.ts';
import { isAvroMap, isFixed, isUnion } from './connect-kinds.ts';
import { type FieldNode, type Json, type SchemaNode, primitive, printSchema } from './schema-node.ts';

/**
 * The Avro schema of a Connect schema, as text. Java: AvroData#fromConnectSchema
 * @param schema null is schemaless data
 * @throws DataError for a schema that Avro can't have
 */
export function toAvroSchema(schema: Schema | null, settings: AvroSettings): string {
  try {
    return printSchema(schema === null ? anythingNode() : new Mapping(settings).node(schema, true));
  } catch (error) {
    if (error instanceof RangeError) throw new DataError('The schema is nested too deeply', { cause: error });
    throw error;
  }
}

const primitiveTypes: Readonly<Partial<Record<Schema['type'], string>>> = {
  INT8: 'int',
  INT16: 'int',
  INT32: 'int',
  INT64: 'long',
  FLOAT32: 'float',
  FLOAT64: 'double',
  BOOLEAN: 'boolean',
  STRING: 'string',
  BYTES: 'bytes',
};

const connectTypes: Readonly<Partial<Record<Schema['type'], string>>> = { INT8: 'int8', INT16: 'int16' };

const logicalTypes: Readonly<Record<string, string>> = {
  [TimeType.LOGICAL_NAME]: 'time-millis',
  [TimestampType.LOGICAL_NAME]: 'timestamp-millis',
  [DateType.LOGICAL_NAME]: 'date',
};

type Parameters = ReadonlyMap<string, string>;
const none: Parameters = new Map();

/** Maps one schema; equal parts of it become one type. */
class Mapping {
  readonly #settings: AvroSettings;
  #unnamed = 0;
  /** Required schemas that have their type already, or are getting it and contain themselves. */
  readonly #known: { readonly schema: Schema; readonly node: SchemaNode }[] = [];
  /** Structs by the name that they have in Connect. Java: FromConnectContext#cycleReferences */
  readonly #records = new Map<string, { readonly schema: Schema; readonly node: SchemaNode }>();
  readonly #seenNames = new Set<string>();

  constructor(settings: AvroSettings) {
    this.#settings = settings;
  }

  /** @param withNull whether an optional schema becomes a union with null; not within a union */
  node(schema: Schema, withNull: boolean): SchemaNode {
    const isShared = !schema.optional && !isUnion(schema) && primitiveTypes[schema.type] === undefined;
    const known = isShared ? this.#known.find((other) => isSameType(other.schema, schema)) : undefined;
    if (known !== undefined) return known.node;
    if (schema.type === 'STRUCT' && isUnion(schema)) return this.#union(schema);
    if (schema.type === 'STRUCT' && schema.optional)
      return { kind: 'union', branches: [primitive('null'), this.#byName(schema.withOptional(false), true)] };
    const node = this.#base(schema);
    this.#addProperties(schema, node as Exclude<SchemaNode, { kind: 'union' }>);
    if (isShared && !schema.isRecursive) this.#known.push({ schema, node });
    return withNull ? this.#maybeOptional(schema, node) : node;
  }

  /** A struct of the same name that was seen before is this one. */
  #byName(schema: Schema, withNull: boolean): SchemaNode {
    const known = schema.type === 'STRUCT' && schema.name !== null ? this.#records.get(schema.name) : undefined;
    if (known === undefined) return this.node(schema, withNull);
    if (!isSameType(known.schema, schema.withOptional(false))) {
      throw new DataError(`Two different schemas have the name ${schema.name}, which can't be in one Avro schema`);
    }
    return withNull ? this.#maybeOptional(schema, known.node) : known.node;
  }

  #maybeOptional(schema: Schema, node: SchemaNode): SchemaNode {
    if (!schema.optional) return node;
    const branches = [primitive('null'), node];
    return { kind: 'union', branches: schema.defaultValue === null ? branches : branches.reverse() };
  }

  #union(schema: Schema): SchemaNode {
    const branches = schema.fields.map((field) => this.#byName(field.schema.withOptional(false), false));
    return { kind: 'union', branches: schema.optional ? [primitive('null'), ...branches] : branches };
  }

  #base(schema: Schema): SchemaNode {
    switch (schema.type) {
      case 'STRING':
        return this.#string(schema);
      case 'BYTES':
        return this.#bytes(schema);
      case 'ARRAY':
        return { kind: 'array', items: this.#item(schema.valueSchema), properties: new Map() };
      case 'MAP':
        return this.#map(schema);
      case 'STRUCT':
        return this.#record(schema);
      default:
        return primitive(primitiveTypes[schema.type]!);
    }
  }

  #item(schema: Schema | null): SchemaNode {
    return schema === null ? anythingNode() : this.#byName(schema, true);
  }

  #nameOf(schema: Schema): SplitName {
    if (schema.name !== null) return splitName(schema.name, this.#settings.scrub);
    this.#unnamed++;
    return { namespace: NAMESPACE, name: `${DEFAULT_NAME}${this.#unnamed > 1 ? this.#unnamed : ''}` };
  }

  #string(schema: Schema): SchemaNode {
    const { enhanced, generalizedSumTypes, discardTypeDocDefault } = this.#settings;
    const parameters = schema.parameters ?? none;
    const marker = generalizedSumTypes ? GENERALIZED_ENUM : ENUM_PARAMETER;
    const name = parameters.get(marker);
    if ((!enhanced && !generalizedSumTypes) || name === undefined) return primitive('string');
    const symbols = [...parameters.keys()]
      .filter((p) => p.startsWith(`${marker}.`))
      .map((p) => p.slice(marker.length + 1));
    const { name: simple } = this.#nameOf(schema);
    return {
      kind: 'enum',
      name: splitName(name, this.#settings.scrub),
      doc: parameters.get(discardTypeDocDefault ? PLAIN_ENUM_DOC : ENUM_DOC + simple) ?? null,
      symbols,
      default: discardTypeDocDefault ? null : (parameters.get(ENUM_DEFAULT + simple) ?? null),
      properties: new Map(),
    };
  }

  #bytes(schema: Schema): SchemaNode {
    const size = isFixed(schema) ? Number(schema.parameters!.get(FIXED_SIZE)) : null;
    if (size !== null && !(Number.isSafeInteger(size) && size >= 0))
      throw new DataError(`The parameter ${FIXED_SIZE} of schema ${schema.name} is no size`);
    const node: SchemaNode =
      size === null ? primitive('bytes') : { kind: 'fixed', name: this.#nameOf(schema), size, properties: new Map() };
    if (schema.name === DecimalType.LOGICAL_NAME) {
      const { properties } = node as { properties: Map<string, Json> };
      properties.set('scale', DecimalType.scaleOf(schema)).set('precision', precisionOf(schema));
    }
    return node;
  }

  #map(schema: Schema): SchemaNode {
    const { keySchema, valueSchema } = schema;
    if (keySchema === null) throw new DataError('A map schema has no schema of its keys');
    if (isAvroMap(schema, this.#settings))
      return { kind: 'map', values: this.#item(valueSchema), properties: new Map() };
    const name = schema.name === null ? { namespace: NAMESPACE, name: MAP_ENTRY } : this.#nameOf(schema);
    const properties = new Map<string, Json>(schema.name === null ? [] : [['connect.internal.type', MAP_ENTRY]]);
    const fields = [this.#field('key', keySchema, null), this.#entryValue(valueSchema)];
    return { kind: 'array', items: { kind: 'record', name, doc: null, fields, properties }, properties: new Map() };
  }

  #entryValue(schema: Schema | null): FieldNode {
    if (schema !== null) return this.#field('value', schema, null);
    return { name: 'value', node: anythingNode(), doc: null, default: undefined, properties: new Map() };
  }

  #record(schema: Schema): SchemaNode {
    const { discardTypeDocDefault, scrub } = this.#settings;
    const parameters = schema.parameters ?? none;
    const fields: FieldNode[] = [];
    const doc = parameters.get(discardTypeDocDefault ? PLAIN_RECORD_DOC : RECORD_DOC) ?? null;
    const node: SchemaNode = { kind: 'record', name: this.#nameOf(schema), doc, fields, properties: new Map() };
    if (schema.name !== null) this.#records.set(schema.name, { schema, node });
    if (schema.isRecursive) this.#known.push({ schema, node });
    for (const { name, schema: fieldSchema } of schema.fields) {
      const fieldDoc = discardTypeDocDefault ? null : (parameters.get(FIELD_DOC + name) ?? null);
      fields.push(this.#field(scrub ? scrubName(name) : name, fieldSchema, fieldDoc));
    }
    return node;
  }

  #field(name: string, schema: Schema, doc: string | null): FieldNode {
    const { discardTypeDocDefault, metaData, scrub } = this.#settings;
    const typeName = schema.name === null ? null : scrubFullName(schema.name, scrub);
    const isSeen = typeName !== null && this.#seenNames.has(typeName);
    if (typeName !== null) this.#seenNames.add(typeName);
    const node = this.node(schema, true);
    const properties = new Map<string, Json>();
    // Java: a type that is only named here can't say its parameters again, so the field does
    const parameters = isSeen && metaData && hasNamedType(node) ? this.#parameters(schema) : null;
    if (parameters !== null) properties.set('connect.parameters', parameters);
    return {
      name,
      node,
      doc: discardTypeDocDefault ? schema.doc : doc,
      default: this.#fieldDefault(schema, node),
      properties,
    };
  }

  #fieldDefault(schema: Schema, node: SchemaNode): Json | undefined {
    if (schema.defaultValue === null) return schema.optional ? null : undefined;
    const json = defaultToJson(schema, schema.defaultValue, this.#settings, 'field');
    return isValidDefault(node, json) ? json : undefined; // Java: left out, as Avro would refuse the schema
  }

  #parameters(schema: Schema): Json | null {
    const hidden = this.#settings.discardTypeDocDefault ? null : FIELD_DEFAULT;
    const shown = [...(schema.parameters ?? none)].filter(([name]) => name !== hidden);
    return shown.length === 0 ? null : Object.fromEntries(shown);
  }

  /** What Avro has no place for, in the order in which Java adds it. */
  #addProperties(schema: Schema, { properties }: { readonly properties: Map<string, Json> }): void {
    if (this.#settings.metaData) this.#addMetaData(schema, properties);
    const logicalType = logicalTypeOf(schema);
    if (logicalType !== null) properties.set('logicalType', logicalType);
    for (const [name, value] of schema.parameters ?? none) {
      if (name.startsWith('avro') && !properties.has(name)) properties.set(name, value);
    }
  }

  #addMetaData(schema: Schema, properties: Map<string, Json>): void {
    if (schema.doc !== null) properties.set('connect.doc', schema.doc);
    if (schema.version !== null) properties.set('connect.version', schema.version);
    const parameters = this.#parameters(schema);
    if (parameters !== null) properties.set('connect.parameters', parameters);
    const isFromField = !this.#settings.discardTypeDocDefault && (schema.parameters ?? none).has(FIELD_DEFAULT);
    if (schema.defaultValue !== null && !isFromField)
      properties.set('connect.default', defaultToJson(schema, schema.defaultValue, this.#settings, 'property'));
    if (schema.name !== null) properties.set('connect.name', schema.name);
    const connectType = connectTypes[schema.type];
    if (connectType !== undefined) properties.set('connect.type', connectType);
  }
}

/** Where a struct contains itself its parameters may be others: the field has them then. */
const isSameType = (known: Schema, schema: Schema): boolean =>
  (known.fields === schema.fields && known.name === schema.name && known.isRecursive) || known.equals(schema);

function precisionOf(schema: Schema): number {
  const text = schema.parameters?.get(DECIMAL_PRECISION);
  if (text === undefined) return DEFAULT_PRECISION;
  if (!/^\d+$/.test(text)) throw new DataError(`The parameter ${DECIMAL_PRECISION} of a Decimal schema is no number`);
  return Number(text);
}

/** Java: a scale that Avro has no decimal for is marked as one all the same, as older converters did */
function logicalTypeOf(schema: Schema): string | null {
  if (schema.name === null) return null;
  if (schema.name === DecimalType.LOGICAL_NAME) return 'decimal';
  return logicalTypes[schema.name] ?? null;
}

function hasNamedType(node: SchemaNode): boolean {
  return node.kind === 'union' ? node.branches.some(hasNamedType) : 'name' in node;
}
