import { DataError } from '../errors.ts';

/**
 * What to throw in place of `error` where data was walked to its depth: a DataError where that overflowed the stack, so that the record counts
 * as one that can't be used; else the error itself. `doing` says what was done with the data, such as "writing as a text".
 */
export function asDataError(error: unknown, doing: string): unknown {
  const isOverflow = error instanceof RangeError && error.message.includes('call stack');
  return isOverflow ? new DataError(`The data is nested too deeply for ${doing}`, { cause: error }) : error;
}
