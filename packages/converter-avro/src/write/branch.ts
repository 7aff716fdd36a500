import { DateType, DecimalType, type Field, type Schema, TimeType, TimestampType } from '@causeway/api';
import type { AvroSettings } from '../config.ts';
import { branchFieldName, isMapEntry } from '../schema/avro-kinds.ts';
import type { AvroType, AvroUnion } from '../schema/avro-type.ts';
import { isAvroMap, isEnum, isFixed } from '../schema/connect-kinds.ts';
import { ENUM_PARAMETER, FIXED_SIZE, GENERALIZED_ENUM, scrubFullName } from '../schema/names.ts';

/** A field of a struct that stands for a union. */
interface UnionField {
  readonly field: Field;
  /** Branches that other fields have. */
  readonly taken: ReadonlySet<number>;
}

/** The branch that holds values of the schema: the one that names it, or else the only or first one of its kind. -1 without. */
export function branchOf(
  schema: Schema,
  type: AvroUnion,
  settings: AvroSettings,
  union: UnionField | null = null,
): number {
  const candidates = type.branches
    .map((branch, index) => ({ branch, index, rank: rank(schema, branch, settings) }))
    .filter(({ rank, index }) => rank > 0 && union?.taken.has(index) !== true);
  const named =
    union === null
      ? undefined
      : candidates.find((c) => branchFieldName(c.branch, c.index, settings) === union.field.name);
  if (named !== undefined) return named.index;
  return candidates.toSorted((a, b) => b.rank - a.rank)[0]?.index ?? -1;
}

/** How well a branch fits: 0 not at all. */
function rank(schema: Schema, branch: AvroType, settings: AvroSettings): number {
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
      return rankNumber(schema, branch, ['int', 'long', 'float', 'double']);
    case 'INT64':
      return rankNumber(schema, branch, ['long', 'float', 'double']);
    case 'FLOAT32':
      return rankKind(branch, ['float', 'double']);
    case 'FLOAT64':
      return rankKind(branch, ['double']);
    case 'BOOLEAN':
      return rankKind(branch, ['boolean']);
    case 'STRING':
      return rankString(schema, branch);
    case 'BYTES':
      return rankBytes(schema, branch, settings);
    case 'ARRAY':
      return branch.kind === 'array' && !isMapEntry(branch.items) ? 1 : 0;
    case 'MAP':
      return isAvroMap(schema, settings)
        ? rankKind(branch, ['map'])
        : branch.kind === 'array' && isMapEntry(branch.items)
          ? 1
          : 0;
    case 'STRUCT':
      return branch.kind !== 'record' ? 0 : isNamed(schema, branch.name, settings) ? 2 : 1;
  }
}

/** The kinds best first. */
function rankKind(branch: AvroType, kinds: readonly string[]): number {
  const index = kinds.indexOf(branch.kind);
  return index < 0 ? 0 : 2 * (kinds.length - index);
}

const logicalTypes: Readonly<Record<string, RegExp>> = {
  [DateType.LOGICAL_NAME]: /^date$/,
  [TimeType.LOGICAL_NAME]: /^time-/,
  [TimestampType.LOGICAL_NAME]: /timestamp-/,
};

/** One of the logical type goes before a plain one. */
function rankNumber(schema: Schema, branch: AvroType, kinds: readonly string[]): number {
  const rank = rankKind(branch, kinds);
  const pattern = schema.name === null ? undefined : logicalTypes[schema.name];
  return rank > 0 && branch.logicalType !== null && pattern?.test(branch.logicalType) === true ? rank + 10 : rank;
}

function rankString(schema: Schema, branch: AvroType): number {
  if (branch.kind === 'string') return isEnum(schema) ? 1 : 3;
  if (branch.kind !== 'enum') return 0;
  const name = schema.parameters?.get(GENERALIZED_ENUM) ?? schema.parameters?.get(ENUM_PARAMETER);
  return name === undefined ? 1 : name === branch.name ? 3 : 0;
}

function rankBytes(schema: Schema, branch: AvroType, settings: AvroSettings): number {
  const isDecimal = schema.name === DecimalType.LOGICAL_NAME;
  const logical = isDecimal && branch.logicalType === 'decimal' ? 1 : 0;
  if (branch.kind === 'bytes') return (isFixed(schema) ? 1 : 3) + logical;
  if (branch.kind !== 'fixed') return 0;
  if (isDecimal) return 1 + logical;
  if (!isFixed(schema) || Number(schema.parameters?.get(FIXED_SIZE)) !== branch.size) return 0;
  return isNamed(schema, branch.name, settings) ? 3 : 2;
}

const isNamed = (schema: Schema, name: string, { scrub }: AvroSettings): boolean =>
  schema.name !== null && scrubFullName(schema.name, scrub) === name;
