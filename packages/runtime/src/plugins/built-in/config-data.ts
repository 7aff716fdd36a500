import type { ConfigData } from '@causeway/api';

/** Nothing found: the variable stays in the setting as it is written. */
export const NO_DATA: ConfigData = { data: {}, ttlMs: null };

/** The asked keys that are there; it never changes by itself. */
export function pick(values: Readonly<Record<string, string | undefined>>, keys: readonly string[]): ConfigData {
  const found = keys.filter((key) => Object.hasOwn(values, key) && values[key] !== undefined);
  return { data: Object.fromEntries(found.map((key) => [key, values[key]!])), ttlMs: null };
}
