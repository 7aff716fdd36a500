/** Java's String#hashCode, spread as HashMap does. */
function spreadHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash ^ (hash >>> 16);
}

/**
 * Names in the order in which a HashMap of Java goes through them. Confluent's converter writes the properties of a schema in it; with the same
 * order the registry takes our text for the schema that it has already, and no version is added when a worker is replaced.
 */
export function inHashOrder<T>(entries: readonly T[], nameOf: (entry: T) => string, smallestTable = 16): T[] {
  let table = smallestTable;
  while (entries.length > table * 0.75) table *= 2;
  const buckets = new Map(entries.map((entry) => [entry, spreadHash(nameOf(entry)) & (table - 1)]));
  return [...entries].sort((a, b) => buckets.get(a)! - buckets.get(b)!);
}
