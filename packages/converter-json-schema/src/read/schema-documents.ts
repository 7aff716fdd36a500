import { DataError } from '@causeway/api';
import { type Json, type JsonObject, isJsonObject } from '../json/json-tree.ts';

/** Keywords whose members are schemas under names of the user's, in which keywords mean nothing. */
const maps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependentSchemas',
  'dependencies',
]);
/** Keywords that hold data, no schemas. */
const data: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'example']);

/** A schema of the registry that others refer to by this name. */
export interface NamedDocument {
  readonly name: string;
  readonly root: Json;
}

/** A JSON schema with all that it refers to: finds what a `$ref` means. */
export class SchemaDocuments {
  readonly root: Json;
  /** Documents and embedded schemas by their URI, anchors by URI and `#name`. */
  readonly #byUri = new Map<string, Json>();
  /** The URI against which references in a schema are resolved. */
  readonly #bases = new Map<JsonObject, string>();

  constructor(root: Json, references: readonly NamedDocument[] = []) {
    this.root = root;
    for (const { name, root: document } of references) this.#add(document, name);
    this.#add(root, '');
    const base = isJsonObject(root) ? (this.#bases.get(root) ?? '') : '';
    for (const { name, root: document } of references) this.#byUri.set(resolveUri(base, name), document);
  }

  /** What a reference in the schema `from` means. @throws DataError that names the reference if there is no such thing */
  resolve(reference: string, from: JsonObject): Json {
    const [path, fragment = ''] = reference.split('#', 2) as [string, string?];
    const base = this.#bases.get(from) ?? '';
    const uri = path === '' ? base : resolveUri(base, path);
    const document = this.#byUri.get(uri) ?? this.#byUri.get(path);
    const found = document === undefined ? undefined : this.#inDocument(document, uri, fragment);
    if (found !== undefined) return found;
    throw new DataError(
      `The JSON schema refers to ${reference}, which is neither in it nor among its references in the registry`,
    );
  }

  #inDocument(document: Json, uri: string, fragment: string): Json | undefined {
    if (fragment === '') return document;
    const decoded = decodeFragment(fragment);
    if (!decoded.startsWith('/')) return this.#byUri.get(`${uri}#${decoded}`);
    let found: Json | undefined = document;
    for (const token of decoded.slice(1).split('/'))
      found = member(found, token.replaceAll('~1', '/').replaceAll('~0', '~'));
    return found;
  }

  #add(document: Json, uri: string): void {
    this.#byUri.set(uri, document);
    this.#walk(document, uri);
  }

  /** Notes what has a URI of its own. */
  #walk(schema: Json, outerBase: string): void {
    if (Array.isArray(schema)) for (const item of schema as readonly Json[]) this.#walk(item, outerBase);
    if (!isJsonObject(schema)) return;
    const base = this.#baseOf(schema, outerBase);
    this.#bases.set(schema, base);
    const anchor = schema.get('$anchor');
    if (typeof anchor === 'string') this.#byUri.set(`${base}#${anchor}`, schema);
    for (const [keyword, value] of schema) {
      if (data.has(keyword)) continue;
      if (maps.has(keyword) && isJsonObject(value)) for (const inner of value.values()) this.#walk(inner, base);
      else this.#walk(value, base);
    }
  }

  /** `$id` gives a schema a URI, or an anchor where it is only a fragment; draft 4 says `id`. */
  #baseOf(schema: JsonObject, outerBase: string): string {
    const id = schema.get('$id') ?? schema.get('id');
    if (typeof id !== 'string') return outerBase;
    if (id.startsWith('#')) {
      this.#byUri.set(`${outerBase}${id}`, schema);
      return outerBase;
    }
    const uri = resolveUri(outerBase, id.replace(/#$/, ''));
    this.#byUri.set(uri, schema);
    return uri;
  }
}

/** A fragment that is not encoded well means what it says. */
function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function resolveUri(base: string, reference: string): string {
  return URL.canParse(reference) || !URL.canParse(base) ? reference : new URL(reference, base).href;
}

function member(json: Json | undefined, token: string): Json | undefined {
  if (isJsonObject(json)) return json.get(token);
  return Array.isArray(json) ? (json as readonly Json[])[Number(token)] : undefined;
}
