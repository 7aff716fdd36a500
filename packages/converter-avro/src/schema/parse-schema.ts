import { DataError } from '@causeway/api';
import type {
  AvroEnum,
  AvroField,
  AvroFixed,
  AvroPrimitive,
  AvroType,
  PrimitiveKind,
  Properties,
} from './avro-type.ts';

/** Deeper ones are no honest schemas, and would overflow the stack. */
const MAX_DEPTH = 500;

const primitives: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

type Json = Readonly<Record<string, unknown>>;

/** What a name stands for. */
export type Names = Map<string, AvroType>;

interface Scope {
  readonly names: Names;
  readonly namespace: string | null;
  readonly depth: number;
}

/**
 * Parses a schema and resolves its names. Lenient like Java's: what an invalid default is, is decided where it is used.
 * @param names names that are known already, from schemas that this one refers to; its own are added
 * @throws DataError that says what is wrong
 */
export function parseSchema(text: string, names: Names = new Map()): AvroType {
  return parse(parseJson(text), { names, namespace: null, depth: 0 });
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** JSON in which integers past 2^53 are bigints. */
export function parseJson(text: string): unknown {
  const exact: Reviver = (_, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
      ? BigInt(source)
      : value;
  // Other than an object or array it may be the bare name of a primitive type.
  if (/^\s*[a-z]+\s*$/.test(text)) return text.trim();
  try {
    return JSON.parse(text, exact as never) as unknown;
  } catch (cause) {
    throw new DataError(`The Avro schema is no valid JSON, or nested too deeply: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function parse(json: unknown, scope: Scope): AvroType {
  if (scope.depth > MAX_DEPTH) throw new DataError(`The Avro schema is nested more than ${MAX_DEPTH} levels deep`);
  if (typeof json === 'string') return byName(json, scope, new Map());
  if (Array.isArray(json)) return parseUnion(json, scope);
  if (typeof json !== 'object' || json === null)
    throw new DataError('An Avro schema must be a name, an object or a list');
  return parseObject(json as Json, scope);
}

const inner = (scope: Scope): Scope => ({ ...scope, depth: scope.depth + 1 });

function byName(name: string, scope: Scope, properties: Properties): AvroType {
  if (primitives.has(name)) return primitive(name as PrimitiveKind, properties);
  const found = scope.names.get(qualified(name, scope.namespace)) ?? scope.names.get(name);
  if (found === undefined) throw new DataError(`The Avro schema uses the type ${name}, which is not defined`);
  return found;
}

const primitive = (kind: PrimitiveKind, properties: Properties): AvroPrimitive => ({
  kind,
  properties,
  logicalType: logicalTypeOf(properties),
});

/** Avro: unknown logical types are ignored; their case is not looked at, as in Java's converter. */
function logicalTypeOf(properties: Properties): string | null {
  const name = properties.get('logicalType');
  return typeof name === 'string' ? name.toLowerCase() : null;
}

const qualified = (name: string, namespace: string | null): string =>
  name.includes('.') || namespace === null || namespace === '' ? name : `${namespace}.${name}`;

function parseUnion(json: readonly unknown[], scope: Scope): AvroType {
  const branches = json.map((branch) => parse(branch, inner(scope)));
  if (branches.some((branch) => branch.kind === 'union')) throw new DataError('An Avro union contains a union');
  const properties = new Map<string, unknown>();
  return { kind: 'union', branches, properties, logicalType: null };
}

const meaningful: Readonly<Record<string, readonly string[]>> = {
  record: ['type', 'name', 'namespace', 'doc', 'fields', 'aliases'],
  error: ['type', 'name', 'namespace', 'doc', 'fields', 'aliases'],
  enum: ['type', 'name', 'namespace', 'doc', 'symbols', 'default', 'aliases'],
  fixed: ['type', 'name', 'namespace', 'doc', 'size', 'aliases'],
  array: ['type', 'items'],
  map: ['type', 'values'],
};

function propertiesOf(json: Json, without: readonly string[]): Properties {
  return new Map(Object.entries(json).filter(([name]) => !without.includes(name)));
}

function parseObject(json: Json, scope: Scope): AvroType {
  const { type } = json as { type?: unknown };
  if (typeof type !== 'string') return parse(type, inner(scope)); // a type written as {"type": {…}}
  const properties = propertiesOf(json, meaningful[type] ?? ['type']);
  const common = { properties, logicalType: logicalTypeOf(properties) };
  switch (type) {
    case 'record':
    case 'error':
      return parseRecord(json, scope, common);
    case 'enum': {
      const { symbols, default: fallback } = json as { symbols?: unknown; default?: unknown };
      if (!isTexts(symbols)) throw new DataError('An Avro enum has no list of symbols');
      return named(json, scope, { kind: 'enum', ...common, symbols, default: textOrNull(fallback) });
    }
    case 'fixed': {
      const { size } = json as { size?: unknown };
      if (!Number.isSafeInteger(size) || (size as number) < 0) throw new DataError('An Avro fixed type has no size');
      return named(json, scope, { kind: 'fixed', ...common, size: size as number });
    }
    case 'array':
      return { kind: 'array', ...common, items: parse((json as { items?: unknown }).items, inner(scope)) };
    case 'map':
      return { kind: 'map', ...common, values: parse((json as { values?: unknown }).values, inner(scope)) };
    default:
      return byName(type, scope, properties);
  }
}

interface NameParts {
  readonly full: string;
  readonly namespace: string | null;
}

function nameOf(json: Json, scope: Scope): NameParts {
  const { name, namespace } = json as { name?: unknown; namespace?: unknown };
  if (typeof name !== 'string' || name === '') throw new DataError('An Avro record, enum or fixed type has no name');
  const full = qualified(name, typeof namespace === 'string' ? namespace : scope.namespace);
  const dot = full.lastIndexOf('.');
  return { full, namespace: dot < 0 ? null : full.slice(0, dot) };
}

type Unnamed = Omit<AvroEnum, 'name' | 'doc'> | Omit<AvroFixed, 'name' | 'doc'>;

function named(json: Json, scope: Scope, type: Unnamed): AvroType {
  const { full } = nameOf(json, scope);
  const result = { ...type, name: full, doc: textOrNull((json as { doc?: unknown }).doc) };
  define(full, result, scope);
  return result;
}

function define(name: string, type: AvroType, { names }: Scope): void {
  if (names.has(name)) throw new DataError(`The Avro schema defines the name ${name} twice`);
  names.set(name, type);
}

type CommonParts = Pick<AvroPrimitive, 'properties' | 'logicalType'>;

function parseRecord(json: Json, scope: Scope, common: CommonParts): AvroType {
  const { full, namespace } = nameOf(json, scope);
  const { doc, fields: list } = json as { doc?: unknown; fields?: unknown };
  if (!Array.isArray(list)) throw new DataError(`The Avro record ${full} has no list of fields`);
  const fields: AvroField[] = [];
  const record: AvroType = { kind: 'record', ...common, name: full, doc: textOrNull(doc), fields };
  define(full, record, scope); // before its fields, which may use it
  const within = { ...inner(scope), namespace };
  for (const field of list as unknown[]) fields.push(parseField(field, full, within));
  const names = new Set(fields.map((f) => f.name));
  if (names.size < fields.length) throw new DataError(`The Avro record ${full} has two fields of the same name`);
  return record;
}

const fieldAttributes = ['name', 'type', 'doc', 'default', 'order', 'aliases'];

function parseField(json: unknown, record: string, scope: Scope): AvroField {
  if (typeof json !== 'object' || json === null)
    throw new DataError(`A field of the Avro record ${record} is no object`);
  const {
    name,
    type,
    doc,
    default: value,
  } = json as { name?: unknown; type?: unknown; doc?: unknown; default?: unknown };
  if (typeof name !== 'string' || name === '') throw new DataError(`A field of the Avro record ${record} has no name`);
  return {
    name,
    type: parse(type, scope),
    doc: textOrNull(doc),
    default: value,
    properties: propertiesOf(json as Json, fieldAttributes),
  };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
