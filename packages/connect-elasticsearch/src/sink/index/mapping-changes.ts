import type { Mapping } from './mapping.ts';

/** What an index lacks of a mapping, and where it has something else. */
export interface MappingChanges {
  /** To be added; null if nothing is missing or the index does not want additions. */
  readonly additions: { properties: Record<string, Mapping> } | null;
  /** Fields whose values may not fit what the index has: `age is integer there, the schema says text`. */
  readonly conflicts: readonly string[];
}

/**
 * Compares the mapping of an index with the one wanted. An index that decides about new fields itself (`dynamic` other than true, or dynamic
 * templates) is left as it is, unless it has no fields and no rules at all.
 */
export function mappingChanges(existing: Mapping, wanted: { properties: Record<string, Mapping> }): MappingChanges {
  const conflicts: string[] = [];
  const mayAdd = existing.dynamic_templates === undefined;
  const properties = missingFrom(existing, wanted.properties, mayAdd, '', conflicts);
  return { additions: properties === null ? null : { properties }, conflicts };
}

function missingFrom(
  existing: Mapping,
  wanted: Record<string, Mapping>,
  mayAddAbove: boolean,
  path: string,
  conflicts: string[],
): Record<string, Mapping> | null {
  const mayAdd = mayAddAbove && (existing.dynamic === undefined || isTrue(existing.dynamic));
  const missing = Object.create(null) as Record<string, Mapping>;
  for (const [name, field] of Object.entries(wanted)) {
    const present = ownField(existing, name);
    if (present === undefined) {
      if (mayAdd) missing[name] = field;
    } else if (field.properties !== undefined && holdsFields(present)) {
      const inner = missingFrom(present, field.properties, mayAdd, `${path}${name}.`, conflicts);
      if (inner !== null) missing[name] = { properties: inner };
    } else if (!accepts(present.type ?? 'object', field.type ?? 'object')) {
      conflicts.push(`${path}${name} is ${present.type ?? 'object'} there, the schema says ${field.type ?? 'object'}`);
    }
  }
  return Object.keys(missing).length === 0 ? null : missing;
}

const holdsFields = ({ type }: Mapping): boolean => type === undefined || type === 'object' || type === 'nested';

const isTrue = (dynamic: unknown): boolean => dynamic === true || dynamic === 'true';

function ownField(mapping: Mapping, name: string): Mapping | undefined {
  return mapping.properties !== undefined && Object.hasOwn(mapping.properties, name)
    ? mapping.properties[name]
    : undefined;
}

/** From narrow to wide: a field takes the values of every type before its own. */
const numbers = ['byte', 'short', 'integer', 'long', 'float', 'double'];
/** What the connector itself maps. Another type was chosen by somebody, who knows what it takes. */
const ours = new Set([...numbers, 'boolean', 'date', 'binary', 'text', 'object']);

function accepts(present: string, wanted: string): boolean {
  if (present === wanted || !ours.has(present)) return true;
  if (present === 'text') return wanted !== 'object';
  const [held, asked] = [numbers.indexOf(present), numbers.indexOf(wanted)];
  if (present === 'date') return asked >= 0;
  return asked >= 0 && held >= asked;
}
