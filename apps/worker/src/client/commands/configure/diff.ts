import type { Command } from 'commander';
import { apiCommand } from '../../command.ts';
import { type FileOptions, type Wanted, withFiles } from './connector-files.ts';
import { exitCodes } from '../../errors.ts';
import { inSession, type Session } from '../../session.ts';
import { maskedChanges, planFor, printPlan } from './plan.ts';
import { forEachFile, type Step } from './report.ts';

interface DiffOptions extends FileOptions {
  readonly exitCode?: true;
}

export const diffCommand = (): Command =>
  withFiles(apiCommand('diff', 'show what apply would change'))
    .option('--exit-code', 'end with 1 if anything would change')
    .action(
      inSession((session, { file, exitCode }: DiffOptions) =>
        forEachFile(session, file, async (wanted) => {
          const step = await diff(session, wanted);
          const differs = step.outcome.outcome !== 'none';
          return { ...step, exitCode: differs && exitCode === true ? exitCodes.refused : exitCodes.ok };
        }),
      ),
    );

/** Prints what one file would change. */
export async function diff(session: Session, wanted: Wanted): Promise<Step> {
  const plan = await planFor(session, wanted);
  const changes = await maskedChanges(session, plan);
  if (!session.out.isJson) printPlan(session.out, plan, changes);
  const { file, name } = wanted;
  return { outcome: { file, name, outcome: plan.action, changes } };
}
