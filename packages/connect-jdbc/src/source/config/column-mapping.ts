import { ConfigError, JavaRegex } from '@causeway/api';

/** An entry of a column mapping. */
export interface Mapping<T> {
  readonly regex: JavaRegex;
  readonly columns: T;
}

/** The columns of the first entry that matches. @throws ConfigError if none does */
export function mappedColumns<T>(mappings: readonly Mapping<T>[], fullName: string, key: string): T {
  const mapping = mappings.find(({ regex }) => regex.matches(fullName));
  if (mapping === undefined) throw new ConfigError(`No entry of ${key} matches table ${fullName}; add one`);
  return mapping.columns;
}

/** `regex:column`. @throws ConfigError */
export function parseIncrementingMapping(entry: string): Mapping<string> {
  const match = /^(.+):([^:]+)$/s.exec(entry.trim());
  if (match === null) throw new ConfigError(`"${entry}" must have the form regex:column`);
  return { regex: new JavaRegex(match[1]!.trim()), columns: match[2]!.trim() };
}

/** `regex:[column|column…]`. @throws ConfigError */
export function parseTimestampMapping(entry: string): Mapping<readonly string[]> {
  const match = /^(.+):\[([^[\]]+)\]$/s.exec(entry.trim());
  if (match === null) throw new ConfigError(`"${entry}" must have the form regex:[column1|column2]`);
  return { regex: new JavaRegex(match[1]!.trim()), columns: match[2]!.split('|').map((name) => name.trim()) };
}
