import { readFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { bareCommand } from '../command.ts';
import { askNames } from './ask-names.ts';
import { candidatesFor } from './candidates.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export const completionCommand = (): Command =>
  bareCommand('completion', 'print the script that lets a shell complete commands, options and names of connectors')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .action((shell: Shell) => void process.stdout.write(scriptOf(shell)));

/** The scripts are no code of this language, so they are not built: the path is that of the sources from the build, too. */
export const scriptOf = (shell: Shell): string =>
  readFileSync(new URL(`../../../src/client/completion/shells/causeway.${shell}`, import.meta.url), 'utf8');

/** What the scripts ask: a line for each word that fits, with a tab and a description behind it; or `:files`, which leaves it to the shell. */
export const completeCommand = (program: Command): Command =>
  bareCommand('complete', 'print what a word can be completed to')
    .argument('[words...]', 'the words behind causeway; the last one is under the cursor')
    .action(async (words: string[]) => {
      const found = await candidatesFor(program, words, askNames);
      const lines = found === 'files' ? [':files'] : found.map(({ word, about }) => `${word}\t${about}`);
      process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    });
