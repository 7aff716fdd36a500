import { DataError } from '@causeway/api';
import { type SplitName, isValidName } from './names.ts';

/** A number whose digits count: 1.0 stays 1.0, and integers of 64 bits keep them all. */
export interface RawNumber {
  readonly rawJSON: string;
}

export type Json = null | boolean | number | string | RawNumber | readonly Json[] | { readonly [name: string]: Json };

export const rawNumber = (text: string): RawNumber =>
  (JSON as unknown as { rawJSON(text: string): RawNumber }).rawJSON(text);

export interface FieldNode {
  readonly name: string;
  readonly node: SchemaNode;
  readonly doc: string | null;
  /** undefined without. */
  readonly default: Json | undefined;
  readonly properties: ReadonlyMap<string, Json>;
}

/** A schema of Avro that is being made. */
export type SchemaNode =
  | { readonly kind: 'primitive'; readonly type: string; readonly properties: Map<string, Json> }
  | {
      readonly kind: 'record';
      readonly name: SplitName;
      readonly doc: string | null;
      readonly fields: FieldNode[];
      readonly properties: Map<string, Json>;
    }
  | {
      readonly kind: 'enum';
      readonly name: SplitName;
      readonly doc: string | null;
      readonly symbols: readonly string[];
      readonly default: string | null;
      readonly properties: Map<string, Json>;
    }
  | { readonly kind: 'fixed'; readonly name: SplitName; readonly size: number; readonly properties: Map<string, Json> }
  | { readonly kind: 'array'; readonly items: SchemaNode; readonly properties: Map<string, Json> }
  | { readonly kind: 'map'; readonly values: SchemaNode; readonly properties: Map<string, Json> }
  | { readonly kind: 'union'; readonly branches: readonly SchemaNode[] };

export type NamedNode = Extract<SchemaNode, { readonly kind: 'record' | 'enum' | 'fixed' }>;

export const primitive = (type: string): SchemaNode => ({ kind: 'primitive', type, properties: new Map() });

export const fullName = ({ namespace, name }: SplitName): string =>
  namespace === null ? name : `${namespace}.${name}`;

/**
 * The schema as text: attributes in the order in which Java's Avro writes them, so that a registry takes it for the same schema.
 * @throws DataError for a name that Avro does not allow or that two different types have
 */
export function printSchema(node: SchemaNode): string {
  return JSON.stringify(print(node, { defined: new Map(), namespace: null }));
}

interface PrintContext {
  /** Types written so far. Each is written once, and named from then on. */
  readonly defined: Map<string, NamedNode>;
  readonly namespace: string | null;
}

type Mutable = Record<string, Json>;

function print(node: SchemaNode, context: PrintContext): Json {
  switch (node.kind) {
    case 'primitive':
      return node.properties.size === 0 ? node.type : { type: node.type, ...Object.fromEntries(node.properties) };
    case 'array':
      return { type: 'array', items: print(node.items, context), ...Object.fromEntries(node.properties) };
    case 'map':
      return { type: 'map', values: print(node.values, context), ...Object.fromEntries(node.properties) };
    case 'union':
      return printUnion(node.branches, context);
    default:
      return printNamed(node, context);
  }
}

function printUnion(branches: readonly SchemaNode[], context: PrintContext): Json {
  const kinds = new Set<string>();
  for (const branch of branches) {
    if (branch.kind === 'union') throw new DataError('A union in a union is not possible in Avro');
    const kind = branchName(branch);
    if (kinds.has(kind)) throw new DataError(`A union with two branches of the type ${kind} is not possible in Avro`);
    kinds.add(kind);
  }
  return branches.map((branch) => print(branch, context));
}

function branchName(branch: SchemaNode): string {
  if (branch.kind === 'primitive') return branch.type;
  return 'name' in branch ? fullName(branch.name) : branch.kind;
}

function printNamed(node: NamedNode, context: PrintContext): Json {
  const full = fullName(node.name);
  const defined = context.defined.get(full);
  if (defined !== undefined) {
    if (defined !== node && printSchema(defined) !== printSchema(node)) {
      throw new DataError(
        `Two different schemas have the name ${full}, but an Avro schema can define a name only once: give them names of their own`,
      );
    }
    return node.name.namespace === context.namespace ? node.name.name : full;
  }
  checkName(node.name);
  context.defined.set(full, node);
  return node.kind === 'record' ? printRecord(node, context) : printSimple(node, context);
}

function head(type: string, { name, namespace }: SplitName, context: PrintContext): Mutable {
  if (namespace === context.namespace) return { type, name };
  return { type, name, namespace: namespace ?? '' };
}

function printSimple(node: Exclude<NamedNode, { kind: 'record' }>, context: PrintContext): Json {
  const json = head(node.kind, node.name, context);
  if (node.kind === 'fixed') return { ...json, size: node.size, ...Object.fromEntries(node.properties) };
  for (const symbol of node.symbols) checkPart(symbol, `symbol of the enum ${fullName(node.name)}`);
  return {
    ...json,
    ...(node.doc === null ? {} : { doc: node.doc }),
    symbols: node.symbols,
    ...(node.default === null ? {} : { default: node.default }),
    ...Object.fromEntries(node.properties),
  };
}

function printRecord(node: Extract<SchemaNode, { kind: 'record' }>, context: PrintContext): Json {
  const within = { ...context, namespace: node.name.namespace };
  const names = new Set<string>();
  const fields = node.fields.map((field) => {
    checkPart(field.name, `name of a field of ${fullName(node.name)}`);
    if (names.has(field.name)) throw new DataError(`Two fields of ${fullName(node.name)} have the name ${field.name}`);
    names.add(field.name);
    return {
      name: field.name,
      type: print(field.node, within),
      ...(field.doc === null ? {} : { doc: field.doc }),
      ...(field.default === undefined ? {} : { default: field.default }),
      ...Object.fromEntries(field.properties),
    };
  });
  return {
    ...head('record', node.name, context),
    ...(node.doc === null ? {} : { doc: node.doc }),
    fields,
    ...Object.fromEntries(node.properties),
  };
}

function checkName({ namespace, name }: SplitName): void {
  checkPart(name, 'name of a schema');
  for (const part of namespace?.split('.') ?? []) checkPart(part, `part of the namespace ${namespace}`);
}

function checkPart(part: string, what: string): void {
  if (isValidName(part)) return;
  throw new DataError(
    `Avro does not allow "${part}" as ${what}: it must begin with a letter or _ and hold letters, digits and _ only. scrub.invalid.names=true replaces what is not allowed`,
  );
}
