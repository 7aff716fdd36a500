import { JavaRegex, rule } from '@causeway/api';

/** A regular expression of Java. */
export const validRegex = rule('valid regex', (value) => {
  if (value === null) return 'Invalid regex: it must not be null';
  try {
    new JavaRegex(value as string);
    return null;
  } catch (error) {
    return `Invalid regex: ${(error as Error).message}`;
  }
});
