import { jsonCode } from '@causeway/api';

/** What begins with this character, for messages. */
export function kindOfJson(first: number): string {
  switch (first) {
    case jsonCode.quote:
      return 'a string';
    case jsonCode.openObject:
      return 'an object';
    case jsonCode.openArray:
      return 'an array';
    case jsonCode.true:
    case jsonCode.false:
      return 'a boolean';
    case jsonCode.null:
      return 'null';
    default:
      return 'a number';
  }
}
