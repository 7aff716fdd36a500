import type { Cursor } from './cursor.ts';
import { takeCharacterEscape, takeClassEscape } from './escapes.ts';

/** Takes a class after its opening bracket: ranges, nested classes (a union) and intersections (`&&`). Gives it in JavaScript's brackets. */
export function takeClass(cursor: Cursor): string {
  const isNegated = cursor.take('^');
  const operands: string[] = [];
  let members = '';
  for (let isFirst = true; ; isFirst = false) {
    cursor.skipComments();
    if (cursor.isAtEnd) cursor.fail('Unclosed character class', cursor.pattern.length - 1);
    if (!isFirst && cursor.take(']')) break;
    if (cursor.take('&&')) {
      if (members !== '') operands.push(members);
      members = '';
      if (cursor.peek() === ']' && operands.length > 0) continue;
    } else members += takeMember(cursor);
  }
  if (members !== '') operands.push(members);
  return `[${isNegated ? '^' : ''}${operands.length === 1 ? operands[0]! : operands.map((o) => `[${o}]`).join('&&')}]`;
}

function takeMember(cursor: Cursor): string {
  if (cursor.take('[')) return takeClass(cursor);
  const start = cursor.index;
  if (cursor.take('\\')) {
    const escaped = takeClassEscape(cursor);
    if (escaped !== null) return escaped;
    cursor.index = start;
  }
  const low = takeOne(cursor);
  if (!isRange(cursor)) return membersFor(low, low, cursor);
  cursor.next();
  const high = takeOne(cursor);
  if (high < low) cursor.fail('Illegal character range', cursor.index - 1);
  return membersFor(low, high, cursor);
}

/** A dash before the end or before another class stands for itself. */
function isRange(cursor: Cursor): boolean {
  const after = cursor.pattern[cursor.index + 1];
  return cursor.peek() === '-' && after !== undefined && after !== ']' && after !== '[';
}

const takeOne = (cursor: Cursor): number =>
  cursor.take('\\') ? takeCharacterEscape(cursor) : cursor.next().codePointAt(0)!;

/** The range, with the letters of the other case where that does not matter. */
function membersFor(low: number, high: number, cursor: Cursor): string {
  const range = low === high ? escaped(low) : `${escaped(low)}-${escaped(high)}`;
  if (!cursor.flags.has('i')) return range;
  if (cursor.flags.has('u') && high - low > 2000) cursor.fail('Too large a range for case-insensitive matching');
  return range + othersOf(low, high, cursor.flags.has('u'));
}

function othersOf(low: number, high: number, ofAllScripts: boolean): string {
  let members = '';
  const last = ofAllScripts ? high : Math.min(high, 0x7f);
  for (let code = low; code <= last; code++) {
    for (const other of otherCases(code, ofAllScripts)) members += escaped(other);
  }
  return members;
}

/** The same letter in the other case. */
export function otherCases(code: number, ofAllScripts: boolean): number[] {
  const c = String.fromCodePoint(code);
  if (!ofAllScripts && !/[a-zA-Z]/.test(c)) return [];
  return [c.toLowerCase(), c.toUpperCase(), c.toUpperCase().toLowerCase()]
    .filter((other) => other !== c && isOneCharacter(other))
    .map((other) => other.codePointAt(0)!);
}

const isOneCharacter = (text: string): boolean => text.length === (text.codePointAt(0)! > 0xffff ? 2 : 1);

/** A character as it may stand inside and outside of a class. */
export function escaped(code: number): string {
  const c = String.fromCodePoint(code);
  return /[a-zA-Z0-9_]/.test(c) ? c : `\\u{${code.toString(16)}}`;
}
