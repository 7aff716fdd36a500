import type { Command } from 'commander';
import { apiCommand } from '../../command.ts';
import { type FileOptions, type Wanted, withFiles } from './connector-files.ts';
import { oneLine } from '../../output/text.ts';
import { inSession, type Session } from '../../session.ts';
import { create } from './create.ts';
import { diff } from './diff.ts';
import { planFor } from './plan.ts';
import { forEachFile, maskedInfo, type Step } from './report.ts';

interface ApplyOptions extends FileOptions {
  readonly dryRun?: true;
}

export const applyCommand = (): Command =>
  withFiles(apiCommand('apply', 'create or change connectors so that they are as the files say'))
    .option('--dry-run', 'only show what would change')
    .action(
      inSession((session, { file, dryRun }: ApplyOptions) =>
        forEachFile(session, file, (wanted) => (dryRun === true ? diff(session, wanted) : apply(session, wanted))),
      ),
    );

/** Nothing is sent for a connector that is as it should be: a change restarts its tasks. */
async function apply(session: Session, wanted: Wanted): Promise<Step> {
  const { action, changes } = await planFor(session, wanted);
  if (action === 'create') return create(session, wanted);
  const { file, name } = wanted;
  if (action === 'none') {
    if (!session.out.isJson) session.out.line(`Connector ${oneLine(name)} is as it should be.`);
    return { outcome: { file, name, outcome: 'unchanged' } };
  }
  const info = await session.api.update(name, wanted.config);
  if (!session.out.isJson)
    session.out.line(`Changed connector ${oneLine(name)}: ${changes.map(({ key }) => oneLine(key)).join(', ')}.`);
  return {
    outcome: { file, name, outcome: 'changed', answer: session.out.isJson ? await maskedInfo(session, info) : null },
  };
}
