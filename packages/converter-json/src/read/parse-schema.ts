import { DataError, Schema, SchemaBuilder, isNumberStart, jsonCode } from '@causeway/api';
import type { JsonText, SchemaInit } from '@causeway/api';
import { intOf } from './java-integer.ts';
import { type Span, readMembers } from './members.ts';
import type { JsonSettings } from '../config.ts';
import { ValueReader } from './value-reader.ts';

const builders: Readonly<Record<string, () => SchemaBuilder>> = {
  boolean: SchemaBuilder.bool,
  int8: SchemaBuilder.int8,
  int16: SchemaBuilder.int16,
  int32: SchemaBuilder.int32,
  int64: SchemaBuilder.int64,
  float: SchemaBuilder.float32,
  double: SchemaBuilder.float64,
  bytes: SchemaBuilder.bytes,
  string: SchemaBuilder.string,
};

type Members = ReadonlyMap<string, Span>;

/**
 * The schema whose JSON begins where `json` stands; null for `null`. Afterwards `json` stands behind it. Java: JsonConverter#asConnectSchema
 * @throws DataError if the JSON does not describe a schema
 */
export function parseSchema(json: JsonText, settings: JsonSettings): Schema | null {
  const first = json.peek();
  if (first === jsonCode.null) {
    json.readWord('null');
    return null;
  }
  if (first !== jsonCode.openObject) {
    json.skipValue();
    throw noType();
  }
  const { members } = readMembers(json);
  const end = json.pos;
  const schema = schemaOf(json, members, settings);
  json.pos = end;
  return schema;
}

const noType = (): DataError => new DataError("Schema must contain 'type' field, whose value is a string");

function schemaOf(json: JsonText, members: Members, settings: JsonSettings): Schema {
  const type = stringAt(json, members.get('type'));
  if (type === null) throw noType();
  const builder = startBuilder(json, type, members, settings);
  if (goTo(json, members.get('optional')) === jsonCode.true) builder.optional();
  const name = stringAt(json, members.get('name'));
  if (name !== null) builder.name(name);
  const version = intAt(json, members.get('version'));
  if (version !== null) builder.version(version);
  const doc = stringAt(json, members.get('doc'));
  if (doc !== null) builder.doc(doc);
  addParameters(json, builder, members.get('parameters'));
  return withDefault(json, builder.build(), members.get('default'), settings);
}

/** Goes to a member's value; its first character, or NaN where there is no such member. */
function goTo(json: JsonText, span: Span | undefined): number {
  if (span === undefined) return NaN;
  json.pos = span.start;
  return json.peek();
}

function stringAt(json: JsonText, span: Span | undefined): string | null {
  return goTo(json, span) === jsonCode.quote ? json.readString() : null;
}

/** Java: a version that is no integer is ignored, one past 32 bits is cut */
function intAt(json: JsonText, span: Span | undefined): number | null {
  const first = goTo(json, span);
  if (!isNumberStart(first)) return null;
  json.readNumber();
  return json.isIntegral ? intOf(json) : null;
}

function startBuilder(json: JsonText, type: string, members: Members, settings: JsonSettings): SchemaBuilder {
  switch (type) {
    case 'array': {
      const items = inner(json, members, 'items', settings);
      if (items === null) throw new DataError('Array schema did not specify the element type: "items" is missing');
      return SchemaBuilder.array(items);
    }
    case 'map': {
      const keys = inner(json, members, 'keys', settings);
      if (keys === null) throw new DataError('Map schema did not specify the key type: "keys" is missing');
      const values = inner(json, members, 'values', settings);
      if (values === null) throw new DataError('Map schema did not specify the value type: "values" is missing');
      return SchemaBuilder.map(keys, values);
    }
    case 'struct':
      return structBuilder(json, members.get('fields'), settings);
    default: {
      const builder = Object.hasOwn(builders, type) ? builders[type] : undefined;
      if (builder === undefined) throw new DataError(`Unknown schema type: ${type}`);
      return builder();
    }
  }
}

function inner(json: JsonText, members: Members, name: string, settings: JsonSettings): Schema | null {
  const span = members.get(name);
  if (span === undefined) return null;
  json.pos = span.start;
  return parseSchema(json, settings);
}

function structBuilder(json: JsonText, span: Span | undefined, settings: JsonSettings): SchemaBuilder {
  if (goTo(json, span) !== jsonCode.openArray)
    throw new DataError('Struct schema\'s "fields" argument is not an array.');
  const builder = SchemaBuilder.struct();
  json.enter();
  if (json.isEmpty(jsonCode.closeArray)) return builder;
  do {
    const start = (json.peek(), json.pos);
    const name = fieldName(json);
    json.pos = start;
    builder.field(name, parseSchema(json, settings)!);
  } while (json.hasNext(jsonCode.closeArray));
  return builder;
}

function fieldName(json: JsonText): string {
  const name = json.peek() === jsonCode.openObject ? stringAt(json, readMembers(json).members.get('field')) : null;
  if (name === null)
    throw new DataError('Struct schema\'s field name not specified properly: "field" must be a string');
  return name;
}

function addParameters(json: JsonText, builder: SchemaBuilder, span: Span | undefined): void {
  if (goTo(json, span) !== jsonCode.openObject) return;
  for (const [name, at] of readMembers(json).members) {
    const value = stringAt(json, at);
    if (value === null) throw new DataError('Schema parameters must have string values.');
    builder.parameter(name, value);
  }
}

function withDefault(json: JsonText, schema: Schema, span: Span | undefined, settings: JsonSettings): Schema {
  if (span === undefined) return schema;
  json.pos = span.start;
  const value = new ValueReader(schema, { settings, place: 'default value', isChecked: true }).value(json);
  if (value === null) return schema;
  // Java: the schema of a struct is not equal to the builder it is checked against, so that no struct can be a default
  if (schema.type === 'STRUCT')
    throw new DataError('Invalid default value: a struct schema read from JSON can have none');
  return new Schema({ ...(schema as SchemaInit), defaultValue: value });
}
