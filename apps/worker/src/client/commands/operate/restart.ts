import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ConnectorStatus } from '../../api/answers.ts';
import { apiCommand, argumentNames } from '../../command.ts';
import { oneLine } from '../../output/text.ts';
import { inSession, type Session } from '../../session.ts';

interface RestartOptions {
  readonly tasks?: true;
  readonly onlyFailed?: true;
  readonly task?: number;
}

export const restartCommand = (): Command =>
  apiCommand('restart', 'restart a connector, its tasks, or one of them')
    .argument(`<${argumentNames.connector}>`, 'the connector')
    .option('--tasks', 'its tasks too')
    .option('--only-failed', 'only what has failed')
    .addOption(
      new Option('--task <number>', 'this task and nothing else')
        .argParser(taskNumber)
        .conflicts(['tasks', 'onlyFailed']),
    )
    .action(inSession(restart));

function taskNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be the number of a task, such as 0.');
  return Number(text);
}

async function restart({ api, out }: Session, name: string, options: RestartOptions): Promise<undefined> {
  if (options.task !== undefined) {
    await api.restartTask(name, options.task);
    out.done(`Restarted task ${options.task} of connector ${oneLine(name)}.`, null);
    return;
  }
  const includeTasks = options.tasks === true;
  const status = await api.restart(name, { includeTasks, onlyFailed: options.onlyFailed === true });
  out.done(status === null ? `Restarted connector ${oneLine(name)}, not its tasks.` : restarting(name, status), status);
}

/** What the worker has chosen to restart. */
function restarting(name: string, { connector, tasks }: ConnectorStatus): string {
  const ids = tasks.filter(({ state }) => state === 'RESTARTING').map(({ id }) => id);
  const parts = [
    ...(connector.state === 'RESTARTING' ? [`connector ${oneLine(name)}`] : []),
    ...(ids.length === 0 ? [] : [`${ids.length === 1 ? 'task' : 'tasks'} ${ids.join(', ')}`]),
  ];
  return parts.length === 0
    ? `Nothing of connector ${oneLine(name)} is to be restarted.`
    : `Restarting ${parts.join(' and ')}.`;
}
