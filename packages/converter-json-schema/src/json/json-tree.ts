import { JsonText, jsonCode, quoteJson, readJsonArray, readJsonObject } from '@causeway/api';

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
    case jsonCode.quote:
      return json.readString();
    case jsonCode.openObject:
      return readJsonObject(json, readTree);
    case jsonCode.openArray:
      return readJsonArray(json, readTree);
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
      return new JsonNumber(json.numberText());
  }
}

/** The tree as a text again. */
export function treeText(json: Json): string {
  if (typeof json === 'string') return quoteJson(json);
  if (json instanceof JsonNumber) return json.text;
  if (isJsonObject(json))
    return `{${Array.from(json, ([name, value]) => `${quoteJson(name)}:${treeText(value)}`).join(',')}}`;
  if (Array.isArray(json)) return `[${(json as readonly Json[]).map(treeText).join(',')}]`;
  return json === null ? 'null' : json === true ? 'true' : 'false';
}
