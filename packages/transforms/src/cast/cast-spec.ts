const CAST_TYPES = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64', 'BOOLEAN', 'STRING'] as const;

/** What a value can be made into. */
export type CastType = (typeof CAST_TYPES)[number];

/** One type for the whole key or value, or types of fields. */
export type CastSpec = CastType | ReadonlyMap<string, CastType>;

/** Reads `int8`, or `a:int8` and so on, once they are known to have no problem. */
export function parseCastSpec(entries: readonly string[]): CastSpec {
  const fields = new Map<string, CastType>();
  for (const entry of entries) {
    const parts = partsOf(entry);
    const type = trim(parts.at(-1)!).toUpperCase() as CastType;
    if (parts.length === 1) return type;
    fields.set(trim(parts[0]!), type);
  }
  return fields;
}

/** What is wrong with a spec, or null: too many colons, a type that is none, or one for the whole beside fields. */
export function problemOfCastSpec(entries: readonly string[]): string | null {
  for (const entry of entries) {
    const parts = partsOf(entry);
    if (parts.length > 2) return `${entry} has more than one colon; expected field:type`;
    if (!CAST_TYPES.some((type) => type === trim(parts.at(-1)!).toUpperCase())) {
      return `${entry} must name one of the types ${CAST_TYPES.join(', ').toLowerCase()}`;
    }
    if (parts.length === 1 && entries.length > 1) {
      return `${entry} casts the whole, so it must be the only entry; expected field:type`;
    }
  }
  return null;
}

/** Java: split knows no empty text at the end, so `a:` is a type. */
const partsOf = (entry: string): string[] => entry.replace(/:+$/, '').split(':');

/** Java: String#trim */
const trim = (text: string): string => text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
