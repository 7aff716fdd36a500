import { MAP_ENTRY, NAMESPACE } from './names.ts';
import { type FieldNode, type SchemaNode, primitive } from './schema-node.ts';

/** The parts of schemaless data, in the order of the fields of `Anything`, of which one has a value, or none for null. */
export const anythingFields = ['boolean', 'bytes', 'double', 'float', 'int', 'long', 'string', 'array', 'map'] as const;

/** The schema of data without one. Java: AvroData.ANYTHING_SCHEMA */
export function anythingNode(): SchemaNode {
  const fields: FieldNode[] = [];
  const name = { namespace: NAMESPACE, name: 'Anything' };
  const anything: SchemaNode = { kind: 'record', name, doc: null, fields, properties: new Map() };
  const entry: SchemaNode = {
    kind: 'record',
    name: { namespace: NAMESPACE, name: MAP_ENTRY },
    doc: null,
    fields: [required('key', anything), required('value', anything)],
    properties: new Map(),
  };
  const list = (items: SchemaNode): SchemaNode => ({ kind: 'array', items, properties: new Map() });
  const nodes: Readonly<Record<string, SchemaNode>> = { array: list(anything), map: list(entry) };
  for (const field of anythingFields) {
    const branches = [primitive('null'), nodes[field] ?? primitive(field)];
    fields.push({ ...required(field, { kind: 'union', branches }), default: null });
  }
  return anything;
}

const required = (name: string, node: SchemaNode): FieldNode => ({
  name,
  node,
  doc: null,
  default: undefined,
  properties: new Map(),
});
