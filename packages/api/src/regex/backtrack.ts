/**
 * A matcher of syntax trees in the way of java.util.regex, for what JavaScript's own takes in another way: references to groups that took no
 * part fail, references may ignore case, and a group inside of a repetition keeps what it matched last.
 *
 * It is much slower than a RegExp, so it is used for such patterns alone.
 */
import type { Node, Repetition, SyntaxTree } from './syntax-tree.ts';

/** Where a match begins and ends, and where each group does: two numbers a group from the first on, -1 if it took no part. */
export interface BacktrackMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly number[];
}

interface State {
  readonly text: string;
  readonly groups: number[];
}

/** Goes on at a place; true once all the rest has matched. */
type Continue = (at: number) => boolean;
type Matcher = (state: State, at: number, next: Continue) => boolean;

export class Backtracker {
  readonly #matcher: Matcher;
  readonly #groupCount: number;

  constructor({ root, groupCount }: SyntaxTree) {
    this.#matcher = matcherOf(root);
    this.#groupCount = groupCount;
  }

  matches(text: string): boolean {
    return this.#match(text, 0, (end) => end === text.length) !== null;
  }

  /** The first match anywhere in the text. */
  find(text: string): BacktrackMatch | null {
    for (let start = 0; start <= text.length; start++) {
      if (isInsidePair(text, start)) continue;
      const match = this.#match(text, start, () => true);
      if (match !== null) return match;
    }
    return null;
  }

  #match(text: string, start: number, isDone: Continue): BacktrackMatch | null {
    const groups = new Array<number>(2 * this.#groupCount).fill(-1);
    let end = -1;
    const isMatch = this.#matcher({ text, groups }, start, (at) => {
      end = at;
      return isDone(at);
    });
    return isMatch ? { start, end, groups } : null;
  }
}

/** Between the halves of one character no match begins. */
function isInsidePair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}

function matcherOf(node: Node): Matcher {
  switch (node.kind) {
    case 'leaf':
      return leaf(node.source);
    case 'sequence':
      return sequence(node.parts.map(matcherOf));
    case 'alternatives':
      return alternatives(node.branches.map(matcherOf));
    case 'group':
      return group(2 * (node.group - 1), matcherOf(node.body));
    case 'look':
      return look(node.opening, matcherOf(node.body));
    case 'atomic':
      return atomic(matcherOf(node.body));
    case 'repetition':
      return repetition(node, matcherOf(node.body));
    case 'reference':
      return reference(2 * (node.group - 1), node.ignoresCase);
  }
}

function leaf(source: string): Matcher {
  const expression = new RegExp(source, 'vy');
  return ({ text }, at, next) => {
    expression.lastIndex = at;
    return expression.test(text) && next(expression.lastIndex);
  };
}

function sequence(parts: readonly Matcher[]): Matcher {
  const from = (index: number, state: State, at: number, next: Continue): boolean =>
    index === parts.length ? next(at) : parts[index]!(state, at, (end) => from(index + 1, state, end, next));
  return (state, at, next) => from(0, state, at, next);
}

function alternatives(branches: readonly Matcher[]): Matcher {
  return (state, at, next) => branches.some((branch) => branch(state, at, next));
}

/** A group has its old place again where what follows does not match. */
function group(index: number, body: Matcher): Matcher {
  return (state, at, next) =>
    body(state, at, (end) => {
      const { groups } = state;
      const [oldStart, oldEnd] = [groups[index]!, groups[index + 1]!];
      [groups[index], groups[index + 1]] = [at, end];
      if (next(end)) return true;
      [groups[index], groups[index + 1]] = [oldStart, oldEnd];
      return false;
    });
}

function look(opening: string, body: Matcher): Matcher {
  const isBehind = opening.startsWith('(?<');
  const isNegative = opening.endsWith('!');
  return (state, at, next) => {
    const before = [...state.groups];
    const isThere = isBehind ? isBefore(state, at, body) : body(state, at, () => true);
    if (isThere === isNegative) return false;
    if (next(at)) return true;
    restore(state, before);
    return false;
  };
}

function isBefore(state: State, at: number, body: Matcher): boolean {
  for (let start = at; start >= 0; start--) if (body(state, start, (end) => end === at)) return true;
  return false;
}

/** What was matched once is not matched in another way. */
function atomic(body: Matcher): Matcher {
  return (state, at, next) => {
    const before = [...state.groups];
    let end = at;
    const isMatch = body(state, at, (to) => {
      end = to;
      return true;
    });
    if (isMatch && next(end)) return true;
    restore(state, before);
    return false;
  };
}

function restore({ groups }: State, to: readonly number[]): void {
  for (const [i, value] of to.entries()) groups[i] = value;
}

/** After a turn that took nothing there is no other one. */
function repetition({ min, max, isLazy }: Repetition, body: Matcher): Matcher {
  const turn = (count: number, from: number, state: State, at: number, next: Continue): boolean => {
    if (at === from) return next(at);
    const again = (): boolean => count < max && body(state, at, (end) => turn(count + 1, at, state, end, next));
    if (count < min) return again();
    return isLazy ? next(at) || again() : again() || next(at);
  };
  return (state, at, next) => turn(0, -1, state, at, next);
}

function reference(index: number, ignoresCase: CaseRule | null): Matcher {
  return ({ text, groups }, at, next) => {
    const [start, end] = [groups[index]!, groups[index + 1]!];
    if (start < 0) return false;
    const [wanted, found] = [text.slice(start, end), text.slice(at, at + end - start)];
    const isSame = ignoresCase === null ? wanted === found : folded(wanted, ignoresCase) === folded(found, ignoresCase);
    return isSame && next(at + end - start);
  };
}

type CaseRule = 'ascii' | 'unicode';

function folded(text: string, rule: CaseRule): string {
  if (rule === 'ascii') return text.replace(/[A-Z]/g, (c) => c.toLowerCase());
  return Array.from(text, (c) => simple(simple(c, c.toUpperCase()), simple(c, c.toUpperCase()).toLowerCase())).join('');
}

/** Java maps single characters to single ones only. */
const simple = (c: string, mapped: string): string => (mapped.length === c.length ? mapped : c);
