/** Null, which is none at all, and an empty map are not the same. */
export function equalParameters(a: ReadonlyMap<string, string> | null, b: ReadonlyMap<string, string> | null): boolean {
  if (a === b) return true;
  if (a?.size !== b?.size) return false;
  return [...(a ?? [])].every(([key, value]) => b!.get(key) === value);
}

interface Comparable {
  equals(other: unknown): boolean;
}

/** Are two Connect values the same: by content for bytes, dates, decimals, structs, arrays and maps. */
export function equalValues(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((v, i) => v === b[i]);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((v, i) => equalValues(v, b[i]));
  if (a instanceof Map) return b instanceof Map && equalMaps(a, b);
  return typeof (a as Partial<Comparable>).equals === 'function' && (a as Comparable).equals(b);
}

function equalMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.has(key) ? b.get(key) : [...b].find(([k]) => equalValues(k, key))?.[1];
    if (other === undefined || !equalValues(value, other)) return false;
  }
  return true;
}
