import { float64 } from '../data/numbers.ts';
import { jsonCode } from './characters.ts';
import type { JsonText } from './json-text.ts';

/** Reads the array whose bracket is here; `readItem` begins before its item, blanks included, and ends behind it. */
export function readJsonArray<T>(json: JsonText, readItem: (json: JsonText) => T): T[] {
  const items: T[] = [];
  json.enter();
  if (json.isEmpty(jsonCode.closeArray)) return items;
  do items.push(readItem(json));
  while (json.hasNext(jsonCode.closeArray));
  return items;
}

/** Reads the object whose bracket is here, into a map: any name is a name there. Of several members of one name the last counts. */
export function readJsonObject<T>(json: JsonText, readItem: (json: JsonText) => T): Map<string, T> {
  const members = new Map<string, T>();
  json.enter();
  if (json.isEmpty(jsonCode.closeObject)) return members;
  do {
    const name = json.readName();
    members.set(name, readItem(json));
  } while (json.hasNext(jsonCode.closeObject));
  return members;
}

/** Reads a value without schema: strings, booleans, null, longs, doubles (boxed where integral), arrays, maps. */
export function readSchemaless(json: JsonText): unknown {
  switch (json.peek()) {
    case jsonCode.quote:
      return json.readString();
    case jsonCode.openObject:
      return readJsonObject(json, readSchemaless);
    case jsonCode.openArray:
      return readJsonArray(json, readSchemaless);
    case jsonCode.true:
      json.readWord('true');
      return true;
    case jsonCode.false:
      json.readWord('false');
      return false;
    case jsonCode.null:
      json.readWord('null');
      return null;
    default:
      json.readNumber();
      return json.isIntegral ? json.integer() : float64(json.double());
  }
}
