import { JavaSyntaxError } from './cursor.ts';
import type { Node, Repetition, SyntaxTree } from './syntax-tree.ts';

export interface Translation {
  /** For a RegExp with the flag `v`. */
  readonly source: string;
  /** Number in JavaScript of each group of the pattern, in order. */
  readonly groups: readonly number[];
  /** Groups of which JavaScript may forget, when something around them is repeated, what Java remembers. */
  readonly forgetful: ReadonlySet<number>;
}

/** @throws JavaSyntaxError for a reference that JavaScript takes in another way */
export function emit(tree: SyntaxTree, pattern: string): Translation {
  return new Emitter(pattern).emit(tree);
}

/** Something that a match may pass by: a branch of several, what is repeated from zero times on, a negative look. */
type Choice = object;

class Emitter {
  readonly #pattern: string;
  /** Groups and numbers: JavaScript counts also those that stand for atomic groups. */
  readonly #numbers: number[] = [];
  readonly #choices: Choice[] = [];
  readonly #choicesOf = new Map<number, readonly Choice[]>();
  readonly #forgetful = new Set<number>();
  #opened = 0;
  /** Inside a lookbehind. */
  #isBackwards = false;
  /** How many choices there are around the innermost repetition; null outside of any. */
  #choicesAroundLoop: number | null = null;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  emit({ root }: SyntaxTree): Translation {
    const source = this.#source(root);
    return { source, groups: this.#numbers, forgetful: this.#forgetful };
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
        return this.#reference(node.group, node.index);
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
    const source = opening.endsWith('!') ? this.#chosen(body) : this.#source(body);
    this.#isBackwards = outer;
    return `${opening}${source})`;
  }

  #group(group: number, body: Node): string {
    this.#numbers[group - 1] = ++this.#opened;
    if (this.#choicesAroundLoop !== null && this.#choices.length > this.#choicesAroundLoop) this.#forgetful.add(group);
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
    const source = this.#source(body);
    return this.#isBackwards ? `(?:\\${number}(?<=(${source})))` : `(?:(?=(${source}))\\${number})`;
  }

  #repetition({ body, min, max, isLazy }: Repetition): string {
    if (min === 0) this.#choices.push({});
    const outer = this.#choicesAroundLoop;
    if (max > 1) this.#choicesAroundLoop ??= this.#choices.length;
    const source = this.#source(body);
    this.#choicesAroundLoop = outer;
    if (min === 0) this.#choices.pop();
    return `(?:${source}){${min},${max === Infinity ? '' : max}}${isLazy ? '?' : ''}`;
  }

  /** In Java a reference to a group that took no part fails; in JavaScript it matches. So it must be certain that the group did. */
  #reference(group: number, index: number): string {
    const isCertain = this.#choicesOf.get(group)?.every((choice, i) => choice === this.#choices[i]) ?? false;
    if (isCertain && !this.#isBackwards && !this.#forgetful.has(group)) return `(?:\\${this.#numbers[group - 1]!})`;
    throw new JavaSyntaxError(
      'A reference to a group that may have taken no part is not supported',
      this.#pattern,
      index,
    );
  }
}
