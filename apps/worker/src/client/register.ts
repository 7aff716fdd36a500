/**
 * The commands for daily work against a Kafka Connect REST API, that of Causeway or of the Java worker alike.
 *
 * `api/` asks, `commands/` has one file a command, `secrets/` keeps secrets out of all that is printed, `output/` prints, `completion/` serves
 * shells. Nothing here knows the runtime, so that a command starts at once.
 */
import type { Command } from 'commander';
import { endAfterParsing } from './command.ts';
import { applyCommand } from './commands/configure/apply.ts';
import { createCommand } from './commands/configure/create.ts';
import { diffCommand } from './commands/configure/diff.ts';
import { validateCommand } from './commands/configure/validate.ts';
import { listCommand } from './commands/inspect/list.ts';
import { pluginsCommand } from './commands/inspect/plugins.ts';
import { showCommand } from './commands/inspect/show.ts';
import { healthCommand, statusCommand } from './commands/inspect/status.ts';
import { logsCommand } from './commands/operate/logs.ts';
import { offsetsCommand } from './commands/operate/offsets.ts';
import { restartCommand } from './commands/operate/restart.ts';
import { deleteCommand, pauseCommand, resumeCommand, stopCommand } from './commands/operate/state.ts';
import { completeCommand, completionCommand } from './completion/commands.ts';

const commands = [
  listCommand,
  showCommand,
  createCommand,
  diffCommand,
  applyCommand,
  validateCommand,
  deleteCommand,
  pauseCommand,
  resumeCommand,
  stopCommand,
  restartCommand,
  offsetsCommand,
  pluginsCommand,
  logsCommand,
  statusCommand,
  healthCommand,
  completionCommand,
];

/** Call when the commands that run a worker are there: they keep the exit codes of Java's. */
export function registerClient(program: Command): void {
  program.exitOverride(endAfterParsing);
  for (const command of commands) program.addCommand(command());
  program.addCommand(completeCommand(program), { hidden: true });
  // `causeway list | head -1` closes the pipe before all is written
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
