import { quoteJson } from '@causeway/api';
import { isJsonObject, parseTree, treeText, type Json } from './json-tree.ts';

/** JSON over several lines, as Jackson's DefaultPrettyPrinter lays it out: a line for each member of an object, none for the items of an array. */
export function indented(text: string): string {
  return layOut(parseTree(text), '\n');
}

function layOut(json: Json, lineBreak: string): string {
  if (isJsonObject(json)) {
    if (json.size === 0) return '{ }';
    const inner = `${lineBreak}  `;
    const members = Array.from(json, ([name, value]) => `${inner}${quoteJson(name)} : ${layOut(value, inner)}`);
    return `{${members.join(',')}${lineBreak}}`;
  }
  if (!Array.isArray(json)) return treeText(json);
  return json.length === 0
    ? '[ ]'
    : `[ ${(json as readonly Json[]).map((item) => layOut(item, lineBreak)).join(', ')} ]`;
}
