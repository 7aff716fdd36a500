import type { Argument, Command, Option } from 'commander';

/** Values of options that stand before the cursor, by the name that commander gives them. */
export type Given = Readonly<Partial<Record<string, string>>>;

/** What the word under the cursor can be. */
export type Position =
  | { readonly kind: 'command' | 'option'; readonly of: Command }
  | { readonly kind: 'value'; readonly of: Option }
  | { readonly kind: 'argument'; readonly of: Argument; readonly given: Given }
  | { readonly kind: 'nothing' };

/** How far the words before the cursor lead. */
interface Walk {
  readonly given: Partial<Record<string, string>>;
  command: Command;
  argumentsSeen: number;
  /** The option that waits for its value. */
  open: Option | null;
}

/**
 * Finds out where the cursor stands.
 * @param words those behind the name of the program; the last one is the word under the cursor, perhaps empty
 */
export function positionOf(program: Command, words: readonly string[]): Position {
  const walk: Walk = { given: {}, command: program, argumentsSeen: 0, open: null };
  for (const word of words.slice(0, -1)) step(walk, word);
  const { command, argumentsSeen, given, open } = walk;
  if (words.at(-1)?.startsWith('-') === true) return { kind: 'option', of: command };
  if (open !== null) return { kind: 'value', of: open };
  if (command.commands.length > 0) return argumentsSeen === 0 ? { kind: 'command', of: command } : { kind: 'nothing' };
  const all = command.registeredArguments;
  const argument = all[argumentsSeen] ?? all.findLast((one) => one.variadic);
  return argument === undefined ? { kind: 'nothing' } : { kind: 'argument', of: argument, given };
}

function step(walk: Walk, word: string): void {
  // A single hyphen is a value: standard input
  if (word.length > 1 && word.startsWith('-')) {
    stepOverFlag(walk, word);
  } else if (walk.open !== null) {
    walk.given[walk.open.attributeName()] = word;
    if (!walk.open.variadic) walk.open = null;
  } else {
    const inner = walk.command.commands.find((one) => one.name() === word);
    if (inner === undefined || walk.argumentsSeen > 0) walk.argumentsSeen++;
    else walk.command = inner;
  }
}

function stepOverFlag(walk: Walk, word: string): void {
  const [flag = '', ...rest] = word.split('=');
  const option = walk.command.options.find((one) => one.long === flag || one.short === flag);
  const takesValue = option !== undefined && (option.required || option.optional);
  walk.open = takesValue && rest.length === 0 ? option : null;
  if (takesValue && rest.length > 0) walk.given[option.attributeName()] = rest.join('=');
}
