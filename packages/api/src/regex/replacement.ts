import { ConfigError } from '../errors.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/** A plain text, or the number of a group. */
export type Replacement = string | number;

/** @throws ConfigError for a lone `$` or backslash at the end, and for a group that is not there */
export function parseReplacement(text: string, tree: SyntaxTree): Replacement[] {
  const parts: Replacement[] = [];
  for (const match of text.matchAll(/\\([^]?)|\$\{([^}]*)(\}?)|\$(\d*)|[^\\$]+/gu)) {
    const [all, escaped, name, closing, digits] = match;
    if (escaped !== undefined) parts.push(escaped === '' ? wrong('A backslash with nothing after it', text) : escaped);
    else if (name !== undefined) {
      parts.push((closing === '' ? undefined : tree.names.get(name)) ?? wrong(`No group is named {${name}}`, text));
    } else if (digits !== undefined) parts.push(...numbered(digits, tree.groupCount, text));
    else parts.push(all);
  }
  return parts;
}

/** The first digit is the group, and so are those after it as long as there is such a group. */
function numbered(digits: string, groupCount: number, text: string): Replacement[] {
  if (digits === '') wrong('A $ without a group (write \\$ for the sign itself)', text);
  let length = 1;
  while (length < digits.length && Number(digits.slice(0, length + 1)) <= groupCount) length++;
  const group = Number(digits.slice(0, length));
  if (group > groupCount) wrong(`There is no group ${group}`, text);
  return [group, digits.slice(length)];
}

function wrong(what: string, text: string): never {
  throw new ConfigError(`${what} in the replacement ${text}`, { code: 'ERR_REGEX_INVALID' });
}
