import { float64 } from '@causeway/api';
import { code } from '../json/characters.ts';
import type { JsonText } from '../json/json-text.ts';

/** Reads a value without schema: strings, booleans, null, longs, doubles (boxed where integral), arrays, maps. */
export function readAny(json: JsonText): unknown {
  switch (json.peek()) {
    case code.quote:
      return json.readString();
    case code.openObject:
      return readMap(json);
    case code.openArray:
      return readArray(json);
    case code.true:
      json.readWord('true');
      return true;
    case code.false:
      json.readWord('false');
      return false;
    case code.null:
      json.readWord('null');
      return null;
    default:
      json.readNumber();
      return json.isIntegral ? json.integer() : float64(json.double());
  }
}

function readMap(json: JsonText): Map<string, unknown> {
  const map = new Map<string, unknown>();
  json.enter();
  if (json.isEmpty(code.closeObject)) return map;
  do {
    const name = json.readName();
    map.set(name, readAny(json));
  } while (json.hasNext(code.closeObject));
  return map;
}

function readArray(json: JsonText): unknown[] {
  const items: unknown[] = [];
  json.enter();
  if (json.isEmpty(code.closeArray)) return items;
  do items.push(readAny(json));
  while (json.hasNext(code.closeArray));
  return items;
}
