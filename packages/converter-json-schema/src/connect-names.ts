import type { Schema } from '@causeway/api';

/** The names under which a Connect schema's parts stand in a JSON schema, and JSON's in a Connect schema. As Confluent's converter has them. */
const namespace = 'io.confluent.connect.json';

export const names = {
  namespace,
  type: 'connect.type',
  version: 'connect.version',
  parameters: 'connect.parameters',
  index: 'connect.index',
  /** Key and value of an entry, in maps that are written as a list of entries. */
  entryKey: 'key',
  entryValue: 'value',
  /** Parameter that tells a schema to which a recursive one refers. */
  id: `${namespace}.Id`,
  idPrefix: '#id',
  /** Parameters of enums: this one, and one a symbol below it. */
  enum: `${namespace}.Enum`,
  /** Name of the structs that stand for unions. */
  oneOf: `${namespace}.OneOf`,
  /** How enums and unions are marked with generalized.sum.type.support, as other converters mark theirs. */
  generalizedEnum: 'org.apache.kafka.connect.data.Enum',
  generalizedUnion: 'org.apache.kafka.connect.data.Union',
  generalizedUnionName: 'connect_union_',
  generalizedUnionField: 'connect_union_field_',
  /** Stands for null among the symbols of an enum. */
  nullSymbol: '<NULL>',
} as const;

/** Is it a struct that stands for a union: one field for each member, of which one has a value? */
export function isUnion(schema: Schema): boolean {
  return (
    schema.type === 'STRUCT' &&
    (schema.name === names.oneOf || (schema.parameters?.has(names.generalizedUnion) ?? false))
  );
}
