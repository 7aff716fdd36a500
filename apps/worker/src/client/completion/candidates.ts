import type { Argument, Command, Option } from 'commander';
import { argumentNames } from '../command.ts';
import { type Given, type Position, positionOf } from './position.ts';

/** A word that fits, and a few words on what it does. */
export interface Candidate {
  readonly word: string;
  readonly about: string;
}

/** `files` leaves it to the shell. */
export type Candidates = readonly Candidate[] | 'files';

/** Asks a worker for what an argument can be: the names of its connectors, loggers or plugins. */
export type AskNames = (what: keyof typeof argumentNames, given: Given) => Promise<readonly string[]>;

/** What the word under the cursor, the last of `words`, can be completed to. */
export async function candidatesFor(program: Command, words: readonly string[], ask: AskNames): Promise<Candidates> {
  const all = await candidatesAt(positionOf(program, words), ask);
  const start = words.at(-1) ?? '';
  return all === 'files' ? all : all.filter(({ word }) => word.startsWith(start));
}

async function candidatesAt(position: Position, ask: AskNames): Promise<Candidates> {
  switch (position.kind) {
    case 'command':
      return visibleCommands(position.of).map((one) => ({ word: one.name(), about: one.description() }));
    case 'option':
      return visibleOptions(position.of).map((one) => ({ word: one.long ?? one.flags, about: one.description }));
    case 'value':
      return valuesOf(position.of);
    case 'argument':
      return argumentsFor(position.of, position.given, ask);
    case 'nothing':
      return [];
  }
}

const visibleCommands = (command: Command): Command[] => [...command.createHelp().visibleCommands(command)];
const visibleOptions = (command: Command): Option[] => command.createHelp().visibleOptions(command);

function valuesOf(option: Option): Candidates {
  if (option.argChoices !== undefined) return bare(option.argChoices);
  return /<(files?|.*\.properties)(\.\.\.)?>/.test(option.flags) ? 'files' : [];
}

async function argumentsFor(argument: Argument, given: Given, ask: AskNames): Promise<Candidates> {
  if (argument.argChoices !== undefined) return bare(argument.argChoices);
  for (const what of ['connector', 'logger', 'plugin'] as const)
    if (argument.name() === argumentNames[what]) return bare(await ask(what, given));
  return 'files';
}

const bare = (words: readonly string[]): Candidate[] => words.map((word) => ({ word, about: '' }));
