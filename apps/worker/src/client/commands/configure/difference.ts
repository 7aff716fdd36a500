import type { Config } from '../../api/answers.ts';

export interface Change {
  readonly key: string;
  /** null where the key is new. */
  readonly before: string | null;
  /** null where the key goes. */
  readonly after: string | null;
}

/** What must change for a connector to have the wanted settings, by key. */
export function differences(before: Config, after: Config): Change[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .toSorted()
    .map((key) => ({ key, before: valueOf(before, key), after: valueOf(after, key) }))
    .filter((change) => change.before !== change.after);
}

const valueOf = (config: Config, key: string): string | null => (Object.hasOwn(config, key) ? config[key]! : null);
