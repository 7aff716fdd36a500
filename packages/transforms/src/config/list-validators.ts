import { type Report, rule } from '@causeway/api';

/** At least one, and none of them empty. */
export const nonEmptyList = rule('non-empty list', (value) => {
  const texts = value as readonly string[] | null;
  if (texts === null) return 'The list must not be null';
  if (texts.length === 0) return 'The list must not be empty';
  return texts.includes('') ? 'The list must not have empty entries' : null;
});

/** Java refuses entries that stand twice where settings are checked, and takes one of them where they are used. */
export const noDuplicates =
  <N extends string>(...names: readonly N[]) =>
  (lists: Readonly<Record<N, readonly string[] | null>>, report: Report): void => {
    for (const name of names) {
      const list = lists[name] ?? [];
      if (new Set(list).size < list.length) report(name, `Configuration '${name}' values must not be duplicated.`);
    }
  };
