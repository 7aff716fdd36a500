import { type Json, type JsonObject, isJsonObject } from '../json/json-tree.ts';
import { membersOf, typesOf } from './keywords.ts';
import type { SchemaDocuments } from './schema-documents.ts';

/** Properties by name. */
export type Merged = ReadonlyMap<string, { readonly schema: Json; readonly isRequired: boolean }>;

/** What the schemas that must all hold say together. */
export interface MergedSchemas {
  readonly properties: Merged;
  /** A `oneOf` or `anyOf` among them, alone. */
  readonly alternatives: JsonObject | null;
  /** The one among them that tells a type. */
  readonly typed: JsonObject | null;
  /** What one among them refers to. */
  readonly reference: Json | null;
}

const combinations = ['allOf', 'oneOf', 'anyOf'] as const;

/** Merges a schema with its `allOf`, and those of what that refers to. What oneOf and anyOf say of an object is not merged, as in Java. */
export function mergeAll(schema: JsonObject, documents: SchemaDocuments): MergedSchemas {
  const found: Found = { properties: new Map(), alternatives: null, typed: null, reference: null, visited: new Set() };
  collect(schema, documents, found, true);
  return found;
}

interface Found {
  readonly properties: Map<string, { schema: Json; isRequired: boolean }>;
  alternatives: JsonObject | null;
  typed: JsonObject | null;
  reference: Json | null;
  readonly visited: Set<Json>;
}

function collect(schema: Json, documents: SchemaDocuments, found: Found, isOwn: boolean): void {
  if (!isJsonObject(schema) || found.visited.has(schema)) return;
  found.visited.add(schema);
  const reference = schema.get('$ref');
  if (typeof reference === 'string') {
    const target = documents.resolve(reference, schema);
    if (isOwn) found.reference ??= target;
    collect(target, documents, found, false);
    return;
  }
  collectProperties(schema, found);
  if (isOwn) collectOther(schema, found);
  for (const member of membersOf(schema, 'allOf')) collect(member, documents, found, isOwn);
}

function collectProperties(schema: JsonObject, { properties }: Found): void {
  const own = schema.get('properties');
  const required = schema.get('required');
  const isRequired = new Set(Array.isArray(required) ? (required as readonly Json[]) : []);
  if (!isJsonObject(own)) return;
  for (const [name, property] of own) properties.set(name, { schema: property, isRequired: isRequired.has(name) });
}

function collectOther(schema: JsonObject, found: Found): void {
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const members = membersOf(schema, keyword);
    if (members.length > 0) found.alternatives = new Map([[keyword, members]]);
  }
  const own = new Map([...schema].filter(([name]) => !combinations.some((keyword) => keyword === name)));
  if (typesOf(own).length > 1) found.alternatives = own;
  else if (typesOf(own).length === 1 || own.has('enum')) found.typed = bestOf(found.typed, own);
}

/** A schema that names its type tells more than one that only gives it away, and an enum more than both. */
function bestOf(known: JsonObject | null, other: JsonObject): JsonObject {
  if (known === null) return other;
  const rank = (schema: JsonObject): number => (schema.has('enum') ? 2 : schema.has('type') ? 1 : 0);
  return rank(other) > rank(known) ? other : known;
}
