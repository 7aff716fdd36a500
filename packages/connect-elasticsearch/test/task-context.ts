import type { Logger, SinkRecord, SinkTaskContext } from '@causeway/api';

const nothing = (): undefined => undefined;
export const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** What a task did with its context. */
export interface TaskContextDouble extends SinkTaskContext {
  readonly reported: { readonly record: SinkRecord; readonly error: Error }[];
  readonly lines: string[];
  readonly commitsAsked: () => number;
}

/** The context of a task without a worker. `reports` false: there is no dead letter queue. */
export function taskContext({ reports = true, signal = new AbortController().signal } = {}): TaskContextDouble {
  const reported: TaskContextDouble['reported'] = [];
  const lines: string[] = [];
  let commits = 0;
  const log =
    (level: string) =>
    (message: string): void => {
      lines.push(`${level} ${message}`);
    };
  return {
    connector: 'es',
    task: 0,
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    signal,
    assignment: () => [],
    offset: nothing,
    timeout: nothing,
    pause: nothing,
    resume: nothing,
    requestCommit: () => {
      commits++;
    },
    errantRecordReporter: reports
      ? {
          report: async (record, error) => {
            reported.push({ record, error });
          },
        }
      : null,
    reported,
    lines,
    commitsAsked: () => commits,
  };
}
