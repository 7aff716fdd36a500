import { code } from './characters.ts';
import { JsonText } from './json-text.ts';
import { quote } from './quote.ts';

/** A number of a document, with the digits it was written with. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonObject = ReadonlyMap<string, Json>;

/** A document as a tree: members keep their order, numbers their digits, and any name is a name. */
export type Json = JsonObject | readonly Json[] | JsonNumber | string | boolean | null;

export const isJsonObject = (json: Json | undefined): json is JsonObject => json instanceof Map;

/** @throws DataError that says where the text is no JSON */
export function parseTree(text: string): Json {
  const json = new JsonText();
  json.open(text);
  const tree = readTree(json);
  json.checkEnd();
  return tree;
}

function readTree(json: JsonText): Json {
  switch (json.peek()) {
    case code.quote:
      return json.readString();
    case code.openObject:
      return readObject(json);
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
      return new JsonNumber(json.numberText());
  }
}

function readObject(json: JsonText): JsonObject {
  const members = new Map<string, Json>();
  json.enter();
  if (json.isEmpty(code.closeObject)) return members;
  do {
    const name = json.readName();
    members.set(name, readTree(json));
  } while (json.hasNext(code.closeObject));
  return members;
}

function readArray(json: JsonText): Json[] {
  const items: Json[] = [];
  json.enter();
  if (json.isEmpty(code.closeArray)) return items;
  do items.push(readTree(json));
  while (json.hasNext(code.closeArray));
  return items;
}

/** The tree as a text again. */
export function treeText(json: Json): string {
  if (typeof json === 'string') return quote(json);
  if (json instanceof JsonNumber) return json.text;
  if (isJsonObject(json))
    return `{${Array.from(json, ([name, value]) => `${quote(name)}:${treeText(value)}`).join(',')}}`;
  if (Array.isArray(json)) return `[${(json as readonly Json[]).map(treeText).join(',')}]`;
  return json === null ? 'null' : json === true ? 'true' : 'false';
}
