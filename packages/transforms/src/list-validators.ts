import { rule } from '@causeway/api';

/** At least one, and none of them empty. */
export const nonEmptyList = rule('non-empty list', (value) => {
  const texts = value as readonly string[] | null;
  if (texts === null) return 'The list must not be null';
  if (texts.length === 0) return 'The list must not be empty';
  return texts.includes('') ? 'The list must not have empty entries' : null;
});
