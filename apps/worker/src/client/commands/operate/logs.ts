import { Argument, type Command, Option } from 'commander';
import type { LoggerLevel } from '../../api/answers.ts';
import { apiCommand, argumentNames, bareCommand } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { counted, oneLine } from '../../output/text.ts';
import { inSession, type Session } from '../../session.ts';

interface LevelOptions {
  readonly scope?: 'worker' | 'cluster';
}

export const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'OFF'] as const;

export const logsCommand = (): Command =>
  bareCommand('logs', 'read or set what is logged').addCommand(
    apiCommand('level', 'show the levels of the loggers, or set one and those below it')
      .argument(`[${argumentNames.logger}]`, 'a logger; root for all')
      .addArgument(new Argument('[level]', 'the level to set').choices(levels).argParser((text) => text.toUpperCase()))
      .addOption(new Option('--scope <scope>', 'of this worker, or of all').choices(['worker', 'cluster']))
      .action(inSession(level)),
  );

async function level(
  session: Session,
  logger: string | undefined,
  wanted: string | undefined,
  { scope }: LevelOptions,
): Promise<undefined> {
  if (wanted === undefined && scope !== undefined)
    throw new UsageError('--scope needs a level to set', 'Write: causeway logs level LOGGER LEVEL --scope cluster.');
  if (logger === undefined) await show(session, await session.api.loggers());
  else if (wanted === undefined) await showOne(session, logger);
  else await set(session, logger, wanted, scope ?? 'worker');
}

async function show({ out }: Session, loggers: Readonly<Record<string, LoggerLevel>>): Promise<void> {
  if (out.isJson) {
    out.json(loggers);
    return;
  }
  const rows = Object.entries(loggers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  out.table(
    ['LOGGER', 'LEVEL', 'SET AT'],
    rows.map(([name, { level, last_modified: at }]) => [name, level ?? '', at === null ? '' : timeOf(at)]),
  );
}

async function showOne({ api, out }: Session, logger: string): Promise<void> {
  const answer = await api.logger(logger);
  const { level, last_modified: at } = answer;
  out.done(`${oneLine(level ?? 'none')}${at === null ? '' : `, set at ${timeOf(at)}`}`, answer);
}

async function set({ api, out }: Session, logger: string, wanted: string, scope: 'worker' | 'cluster'): Promise<void> {
  const loggers = await api.setLogger(logger, wanted, scope);
  const what =
    loggers === null
      ? `Told all workers to set logger ${oneLine(logger)} to ${wanted}.`
      : loggers.length === 0
        ? `Logger ${oneLine(logger)} has level ${wanted} already.`
        : `Set ${counted(loggers.length, 'logger')} to ${wanted}${loggers.length > 5 ? '' : `: ${loggers.map(oneLine).join(', ')}`}.`;
  out.done(what, loggers);
}

const timeOf = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString() : String(ms));
