import { Command } from 'commander';
import { exitCodes } from './errors.ts';
import { withApiOptions } from './settings.ts';

/** Ends the process: 0 after help, else the code for wrong arguments. */
export const endAfterParsing = ({ exitCode }: { exitCode: number }): never =>
  process.exit(exitCode === 0 ? exitCodes.ok : exitCodes.usage);

/** A command with the headings and exit codes of this room, without options. */
export const bareCommand = (name: string, description: string): Command =>
  new Command(name).description(description).exitOverride(endAfterParsing).helpGroup('Ask a REST API:');

const exitCodesInWords =
  '\nExit codes: 0 done, 1 refused by the API or wrong in a file, 2 wrong arguments, 3 no API answers.';

/** A command that asks a REST API. */
export const apiCommand = (name: string, description: string): Command =>
  withApiOptions(bareCommand(name, description)).addHelpText('after', exitCodesInWords);

/** Arguments by these names are completed with what the API knows. */
export const argumentNames = { connector: 'name', logger: 'logger', plugin: 'class' } as const;
