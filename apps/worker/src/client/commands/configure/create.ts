import { type Command, InvalidArgumentError, Option } from 'commander';
import type { InitialState } from '../../api/answers.ts';
import { apiCommand } from '../../command.ts';
import { type FileOptions, type Wanted, withFiles } from './connector-files.ts';
import { oneLine } from '../../output/text.ts';
import { inSession, type Session } from '../../session.ts';
import { forEachFile, maskedInfo, type Step } from './report.ts';

interface CreateOptions extends FileOptions {
  readonly initialState?: InitialState;
}

const initialStates: readonly InitialState[] = ['RUNNING', 'PAUSED', 'STOPPED'];

export const createCommand = (): Command =>
  withFiles(apiCommand('create', 'create connectors'))
    .addOption(
      new Option('--initial-state <state>', 'whatever the files say').choices(initialStates).argParser(initialState),
    )
    .action(
      inSession((session, { file, initialState: state }: CreateOptions) =>
        forEachFile(session, file, (wanted) =>
          create(session, state === undefined ? wanted : { ...wanted, initial_state: state }),
        ),
      ),
    );

function initialState(text: string): InitialState {
  const state = initialStates.find((one) => one === text.toUpperCase());
  if (state === undefined) throw new InvalidArgumentError('It must be RUNNING, PAUSED or STOPPED.');
  return state;
}

/** Creates the connector of one file. */
export async function create(session: Session, { file, ...request }: Wanted): Promise<Step> {
  const info = await session.api.create(request);
  const { name, initial_state: state } = request;
  if (!session.out.isJson)
    session.out.line(`Created connector ${oneLine(name)}${state === undefined ? '' : `, ${state} at first`}.`);
  return {
    outcome: { file, name, outcome: 'created', answer: session.out.isJson ? await maskedInfo(session, info) : null },
  };
}
