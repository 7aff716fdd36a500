import { type JsonText, jsonCode } from '@causeway/api';

/** Where the value of a member begins and ends. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Goes past an object. Where its members' values are: of several of one name, the last; `count` counts them all. */
export function readMembers(json: JsonText): { readonly members: ReadonlyMap<string, Span>; readonly count: number } {
  const members = new Map<string, Span>();
  let count = 0;
  json.enter();
  if (json.isEmpty(jsonCode.closeObject)) return { members, count };
  do {
    const name = json.readName();
    json.peek();
    const start = json.pos;
    json.skipValue();
    members.set(name, { start, end: json.pos });
    count++;
  } while (json.hasNext(jsonCode.closeObject));
  return { members, count };
}
