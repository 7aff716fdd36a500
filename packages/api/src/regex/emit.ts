import type { Node, Repetition, SyntaxTree } from './syntax-tree.ts';

export interface Translation {
  /** For a RegExp with the flag `v`. */
  readonly source: string;
  /** Number in JavaScript of each group of the pattern, in order. */
  readonly groups: readonly number[];
  /** Does it match the same whole texts as in Java? */
  readonly matchesSame: boolean;
  /** Does it find the same place in a text? */
  readonly findsSame: boolean;
  /** Groups of which JavaScript may forget, when something around them is repeated, what Java remembers. */
  readonly forgetful: ReadonlySet<number>;
  /** Groups in which Java may leave what an attempt that failed has put there. */
  readonly unknowable: ReadonlySet<number>;
  /** An unknowable group that the pattern refers to. */
  readonly unknowableReference: number | null;
}

export function emit(tree: SyntaxTree): Translation {
  return new Emitter().emit(tree);
}

/** Something that a match may pass by: a branch of several, what is repeated from zero times on, a negative look. */
type Choice = object;

class Emitter {
  /** Groups and numbers: JavaScript counts also those that stand for atomic groups. */
  readonly #numbers: number[] = [];
  readonly #choices: Choice[] = [];
  readonly #choicesOf = new Map<number, readonly Choice[]>();
  readonly #forgetful = new Set<number>();
  readonly #unknowable = new Set<number>();
  #opened = 0;
  /** Inside a lookbehind. */
  #isBackwards = false;
  /** How many choices there are around the innermost repetition; null outside of any. */
  #choicesAroundLoop: number | null = null;
  /** How many looks and atomic groups are around. */
  #closed = 0;
  #hasAtomic = false;
  #hasEmptyTurns = false;
  #hasOtherReferences = false;
  #unknowableReference: number | null = null;

  emit({ root }: SyntaxTree): Translation {
    const source = this.#source(root);
    return {
      source,
      groups: this.#numbers,
      matchesSame: !this.#hasOtherReferences && !(this.#hasEmptyTurns && this.#hasAtomic),
      findsSame: !this.#hasOtherReferences && !this.#hasEmptyTurns,
      forgetful: this.#forgetful,
      unknowable: this.#unknowable,
      unknowableReference: this.#unknowableReference,
    };
  }

  #source(node: Node): string {
    switch (node.kind) {
      case 'leaf':
        return node.source;
      case 'sequence':
        return node.parts.map((part) => this.#source(part)).join('');
      case 'alternatives':
        return `(?:${node.branches.map((branch) => this.#chosen(branch)).join('|')})`;
      case 'group':
        return this.#group(node.group, node.body);
      case 'look':
        return this.#look(node.opening, node.body);
      case 'atomic':
        return this.#atomic(node.body);
      case 'repetition':
        return this.#repetition(node);
      case 'reference':
        return this.#reference(node.group, node.ignoresCase !== null);
    }
  }

  #chosen(node: Node): string {
    this.#choices.push({});
    const source = this.#source(node);
    this.#choices.pop();
    return source;
  }

  #look(opening: string, body: Node): string {
    const outer = this.#isBackwards;
    this.#isBackwards = opening.startsWith('(?<');
    this.#closed++;
    const source = opening.endsWith('!') ? this.#chosen(body) : this.#source(body);
    this.#closed--;
    this.#isBackwards = outer;
    this.#hasAtomic = true;
    return `${opening}${source})`;
  }

  #group(group: number, body: Node): string {
    this.#numbers[group - 1] = ++this.#opened;
    if (this.#choicesAroundLoop !== null && this.#choices.length > this.#choicesAroundLoop) this.#forgetful.add(group);
    if (this.#closed > 0 && this.#choices.length > 0) this.#unknowable.add(group);
    const source = `(${this.#source(body)})`;
    if (!this.#isBackwards) this.#choicesOf.set(group, [...this.#choices]);
    return source;
  }

  /**
   * What was matched once stays so: a lookahead is not entered again, and the reference takes what it found. Inside a lookbehind, JavaScript
   * goes from the end to the start, so both stand the other way round.
   */
  #atomic(body: Node): string {
    const number = ++this.#opened;
    this.#closed++;
    const source = this.#source(body);
    this.#closed--;
    this.#hasAtomic = true;
    return this.#isBackwards ? `(?:\\${number}(?<=(${source})))` : `(?:(?=(${source}))\\${number})`;
  }

  /** JavaScript does not take a turn that matches nothing; Java takes one, and then goes on behind the repetition. */
  #repetition({ body, min, max, isLazy }: Repetition): string {
    if (canBeEmpty(body)) this.#hasEmptyTurns = true;
    if (min === 0) this.#choices.push({});
    const outer = this.#choicesAroundLoop;
    if (max > 1) this.#choicesAroundLoop ??= this.#choices.length;
    const source = this.#source(body);
    this.#choicesAroundLoop = outer;
    if (min === 0) this.#choices.pop();
    return `(?:${source}){${min},${max === Infinity ? '' : max}}${isLazy ? '?' : ''}`;
  }

  /** In Java a reference to a group that took no part fails; in JavaScript it matches. So it must be certain that the group did. */
  #reference(group: number, ignoresCase: boolean): string {
    const isCertain = this.#choicesOf.get(group)?.every((choice, i) => choice === this.#choices[i]) ?? false;
    if (!isCertain || ignoresCase || this.#isBackwards || this.#forgetful.has(group)) this.#hasOtherReferences = true;
    if (this.#unknowable.has(group)) this.#unknowableReference = group;
    return `(?:\\${this.#numbers[group - 1] ?? 0})`;
  }
}

/** May it match without taking a character? When in doubt, yes. */
function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'leaf':
      return /^\(|^\\[bB]$/.test(node.source);
    case 'sequence':
      return node.parts.every(canBeEmpty);
    case 'alternatives':
      return node.branches.some(canBeEmpty);
    case 'repetition':
      return node.min === 0 || canBeEmpty(node.body);
    case 'look':
    case 'reference':
      return true;
    case 'group':
    case 'atomic':
      return canBeEmpty(node.body);
  }
}
