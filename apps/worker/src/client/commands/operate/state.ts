import type { Command } from 'commander';
import { apiCommand, argumentNames } from '../../command.ts';
import { oneLine } from '../../output/text.ts';
import { inSession } from '../../session.ts';

export const deleteCommand = (): Command =>
  apiCommand('delete', 'delete a connector; its offsets stay')
    .argument(`<${argumentNames.connector}>`, 'the connector')
    .action(
      inSession(async ({ api, out }, name: string) => {
        out.done(`Deleted connector ${oneLine(name)}.`, await api.delete(name));
        return undefined;
      }),
    );

/** The worker takes note of the wish, and the tasks follow. */
const stateCommand = (verb: 'pause' | 'resume' | 'stop', description: string, done: string): Command =>
  apiCommand(verb, description)
    .argument(`<${argumentNames.connector}>`, 'the connector')
    .action(
      inSession(async ({ api, out }, name: string) => {
        out.done(`Connector ${oneLine(name)} is being ${done}.`, await api.changeState(name, verb));
        return undefined;
      }),
    );

export const pauseCommand = (): Command =>
  stateCommand('pause', 'let a connector and its tasks rest, ready to go on', 'paused');
export const resumeCommand = (): Command =>
  stateCommand('resume', 'let a paused or stopped connector go on', 'resumed');
export const stopCommand = (): Command =>
  stateCommand('stop', 'shut down the tasks of a connector, for its offsets to be set', 'stopped');
