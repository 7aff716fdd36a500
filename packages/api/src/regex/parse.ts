import { escaped, otherCases, takeClass } from './character-class.ts';
import { Cursor, type Flag } from './cursor.ts';
import { LINE_ENDS, takeCharacterEscape, takeClassEscape } from './escapes.ts';
import type { Node, SyntaxTree } from './syntax-tree.ts';

/** @throws JavaSyntaxError for what Java would not take, and for what has no equal in JavaScript */
export function parsePattern(pattern: string): SyntaxTree {
  return new Parser(withoutQuotes(pattern)).parse();
}

/** `\Qa.b\E` → `a\.b` */
function withoutQuotes(pattern: string): string {
  return pattern.replace(/\\Q(.*?)(?:\\E|$)|\\[^]/gs, (all, quoted: string | undefined) =>
    quoted === undefined ? all : quoted.replace(/[\0-\x7f]/g, (c) => (/[a-zA-Z0-9]/.test(c) ? c : `\\${c}`)),
  );
}

const leaf = (source: string): Node => ({ kind: 'leaf', source });

const START = leaf('(?<![^])');
const END = leaf('(?![^])');
const NEVER = leaf('(?!)');
const MAX_COUNT = 2_147_483_647;
/** Beyond these, JavaScript has no names for groups that Java knows: they are numbers here. */
const GROUP_NAME = /<([a-zA-Z][a-zA-Z0-9]*)>/y;

class Parser {
  readonly #at: Cursor;
  readonly #names = new Map<string, number>();
  #groupCount = 0;

  constructor(pattern: string) {
    this.#at = new Cursor(pattern);
  }

  parse(): SyntaxTree {
    const root = this.#alternatives();
    if (!this.#at.isAtEnd) this.#at.fail("Unmatched closing ')'", Math.max(0, this.#at.index - 1));
    return { root, groupCount: this.#groupCount, names: this.#names };
  }

  /** Flags that are set inside hold to its end. */
  #alternatives(): Node {
    const flags = this.#at.flags;
    const branches = [this.#sequence()];
    while (this.#at.take('|')) branches.push(this.#sequence());
    this.#at.flags = flags;
    return branches.length === 1 ? branches[0]! : { kind: 'alternatives', branches };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (;;) {
      this.#at.skipComments();
      const c = this.#at.peek();
      if (c === '' || c === '|' || c === ')') return { kind: 'sequence', parts };
      const atom = this.#atom();
      if (atom !== null) parts.push(this.#quantified(atom));
    }
  }

  #quantified(body: Node): Node {
    this.#at.skipComments();
    const bounds = this.#bounds();
    if (bounds === null) return body;
    const isLazy = this.#at.take('?');
    const isPossessive = !isLazy && this.#at.take('+');
    const next = this.#at.peek();
    if (/^[*+?]/.test(next)) this.#at.fail(`Dangling meta character '${next}'`);
    const repetition: Node = { kind: 'repetition', body, ...bounds, isLazy };
    return isPossessive ? { kind: 'atomic', body: repetition } : repetition;
  }

  #bounds(): { min: number; max: number } | null {
    if (this.#at.take('*')) return { min: 0, max: Infinity };
    if (this.#at.take('+')) return { min: 1, max: Infinity };
    if (this.#at.take('?')) return { min: 0, max: 1 };
    if (this.#at.peek() !== '{') return null;
    const match = this.#at.takeMatch(/\{(\d+)(?:(,)(\d*))?\}/y) ?? this.#at.fail('Illegal repetition');
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]);
    if (max < min || min > MAX_COUNT) this.#at.fail('Illegal repetition range', this.#at.index - 1);
    return { min, max };
  }

  /** null for what stands for nothing, such as `(?i)`. */
  #atom(): Node | null {
    const { flags } = this.#at;
    const c = this.#at.next();
    switch (c) {
      case '(':
        return this.#group();
      case '[':
        return leaf(takeClass(this.#at));
      case '\\':
        return this.#escape();
      case '.':
        return leaf(flags.has('s') ? '[^]' : flags.has('d') ? '[^\\n]' : `[^${LINE_ENDS}]`);
      case '^':
        return flags.has('m') ? startOfLine(flags) : START;
      case '$':
        return flags.has('m') ? endOfLine(flags) : beforeLastLineEnd(flags);
      case '*':
      case '+':
      case '?':
        return this.#at.fail(`Dangling meta character '${c}'`, this.#at.index - 1);
      case '{':
        return this.#at.fail('Illegal repetition', this.#at.index - 1);
      default:
        return this.#literal(c.codePointAt(0)!);
    }
  }

  #literal(code: number): Node {
    const { flags } = this.#at;
    const others = flags.has('i') ? otherCases(code, flags.has('u') || flags.has('U')) : [];
    return leaf(others.length === 0 ? escaped(code) : `[${[code, ...others].map(escaped).join('')}]`);
  }

  #group(): Node | null {
    if (!this.#at.take('?')) return this.#capturing(null);
    for (const opening of ['=', '!', '<=', '<!']) {
      if (this.#at.take(opening)) return { kind: 'look', opening: `(?${opening}`, body: this.#body() };
    }
    if (this.#at.take(':')) return this.#body();
    if (this.#at.take('>')) return { kind: 'atomic', body: this.#body() };
    const name = this.#at.takeMatch(GROUP_NAME)?.[1];
    if (name !== undefined) return this.#capturing(name);
    return this.#at.peek() === '<'
      ? this.#at.fail('capturing group name does not start with a Latin letter', this.#at.index + 1)
      : this.#flagged();
  }

  #capturing(name: string | null): Node {
    const group = ++this.#groupCount;
    if (name !== null) {
      if (this.#names.has(name)) this.#at.fail(`Named capturing group <${name}> is already defined`);
      this.#names.set(name, group);
    }
    return { kind: 'group', group, body: this.#body() };
  }

  #body(): Node {
    const body = this.#alternatives();
    if (!this.#at.take(')')) this.#at.fail('Unclosed group');
    return body;
  }

  /** `(?i-s)` to the end of the group around it, `(?i-s:…)` for what is inside. */
  #flagged(): Node | null {
    const match =
      this.#at.takeMatch(/([idmsuxU]*)(?:-([idmsuxU]*))?([:)])/y) ?? this.#at.fail('Unknown inline modifier');
    const before = this.#at.flags;
    const flags = new Set(before);
    for (const flag of match[1]!) flags.add(flag as Flag);
    for (const flag of match[2] ?? '') flags.delete(flag as Flag);
    this.#at.flags = flags;
    if (match[3] === ')') return null;
    const body = this.#body();
    this.#at.flags = before;
    return body;
  }

  #escape(): Node {
    const members = takeClassEscape(this.#at);
    if (members !== null) return leaf(members);
    const { flags } = this.#at;
    const c = this.#at.peek();
    if (/^[1-9]/.test(c)) return this.#numberedReference();
    if (!/^[bBAGzZRk]/.test(c)) return this.#literal(takeCharacterEscape(this.#at));
    this.#at.next();
    switch (c) {
      case 'b':
      case 'B':
        return leaf(`\\${c}`);
      case 'A':
      case 'G':
        return START;
      case 'z':
        return END;
      case 'Z':
        return beforeLastLineEnd(flags);
      case 'R':
        return leaf('(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])');
      default:
        return this.#namedReference();
    }
  }

  /** More digits belong to the number as long as there is such a group already. */
  #numberedReference(): Node {
    let group = Number(this.#at.next());
    for (;;) {
      const longer = group * 10 + Number(/^\d/.exec(this.#at.peek())?.[0] ?? NaN);
      if (!(longer <= this.#groupCount)) break;
      this.#at.next();
      group = longer;
    }
    return group > this.#groupCount ? NEVER : this.#reference(group);
  }

  #namedReference(): Node {
    const name =
      this.#at.takeMatch(GROUP_NAME)?.[1] ?? this.#at.fail("\\k is not followed by '<' for named capturing group");
    const group = this.#names.get(name) ?? this.#at.fail(`named capturing group <${name}> does not exist`);
    return this.#reference(group);
  }

  #reference(group: number): Node {
    const { flags } = this.#at;
    const ofAllScripts = flags.has('u') || flags.has('U');
    return { kind: 'reference', group, ignoresCase: !flags.has('i') ? null : ofAllScripts ? 'unicode' : 'ascii' };
  }
}

const ends = (flags: ReadonlySet<Flag>): string => (flags.has('d') ? '\\n' : LINE_ENDS);

/** Not between the halves of \r\n, and not at the very end. */
function startOfLine(flags: ReadonlySet<Flag>): Node {
  return leaf(`(?:(?=[^])(?:(?<![^])|(?<=[${ends(flags)}])${flags.has('d') ? '' : '(?!(?<=\\r)\\n)'}))`);
}

function endOfLine(flags: ReadonlySet<Flag>): Node {
  return leaf(`(?:(?=[${ends(flags)}])${flags.has('d') ? '' : '(?!(?<=\\r)\\n)'}|(?![^]))`);
}

function beforeLastLineEnd(flags: ReadonlySet<Flag>): Node {
  if (flags.has('d')) return leaf('(?=\\n?(?![^]))');
  return leaf(`(?:(?=(?:\\r\\n|[${LINE_ENDS}])(?![^]))(?!(?<=\\r)\\n)|(?![^]))`);
}
