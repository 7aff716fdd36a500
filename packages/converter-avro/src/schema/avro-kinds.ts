import type { AvroSettings } from '../config.ts';
import type { AvroRecord, AvroType, AvroUnion } from './avro-type.ts';
import { MAP_ENTRY, NAMESPACE } from './names.ts';

/** Where a union is a union of one type and null, or of one type alone, this type. Java: such unions are optional schemas */
export function simpleUnion(
  type: AvroUnion,
  settings: AvroSettings,
): { readonly inner: AvroType; readonly optional: boolean } | null {
  const { branches } = type;
  if (branches.length === 1 && settings.flattenSingletonUnions) return { inner: branches[0]!, optional: false };
  if (branches.length !== 2) return null;
  const inner = branches.filter((branch) => branch.kind !== 'null');
  return inner.length === 1 ? { inner: inner[0]!, optional: true } : null;
}

/** An array of such records is a map. */
export function isMapEntry(type: AvroType): type is AvroRecord {
  return (
    type.kind === 'record' &&
    (type.name === `${NAMESPACE}.${MAP_ENTRY}` || type.properties.get('connect.internal.type') === MAP_ENTRY)
  );
}

/** The name of a union's field for this branch. Java: AvroData#unionMemberFieldName */
export function branchFieldName(branch: AvroType, index: number, settings: AvroSettings): string {
  if (settings.generalizedSumTypes) return `connect_union_field_${index}`;
  if (branch.kind === 'record' || branch.kind === 'enum' || branch.kind === 'fixed')
    return settings.enhanced ? branch.name : branch.name.slice(branch.name.lastIndexOf('.') + 1);
  return branch.kind;
}

/** The name by which subjects are named after a schema: of records only, as in Java. */
export const recordNameOf = (type: AvroType): string | null => (type.kind === 'record' ? type.name : null);
