import type { ConnectorInfo } from '../../api/answers.ts';
import { readConnectorFiles, type Wanted } from './connector-files.ts';
import { exitCodes, InputError, RefusedError } from '../../errors.ts';
import { printError, type Session } from '../../session.ts';

/** What became of one file, as it is printed with --json. */
export interface Outcome {
  readonly file: string;
  readonly name: string;
  readonly outcome: string;
  readonly [detail: string]: unknown;
}

export interface Step {
  readonly outcome: Outcome;
  /** 0 if it is left out. */
  readonly exitCode?: number;
}

/**
 * Does one thing for each file, in order, once all of them are read. A file that the API refuses does not keep the others from their turn; one
 * that nobody answers for ends the command.
 */
export async function forEachFile(
  session: Session,
  files: readonly string[],
  step: (wanted: Wanted) => Promise<Step>,
): Promise<number> {
  const { out } = session;
  let worst: number = exitCodes.ok;
  const outcomes: Outcome[] = [];
  try {
    for (const wanted of await readConnectorFiles(files)) {
      const { outcome, exitCode = exitCodes.ok } = await orRefused(session, wanted, step);
      outcomes.push(outcome);
      worst = Math.max(worst, exitCode);
    }
  } finally {
    if (out.isJson && outcomes.length > 0) out.json(outcomes);
  }
  return worst;
}

async function orRefused(
  { out, secrets }: Session,
  wanted: Wanted,
  step: (wanted: Wanted) => Promise<Step>,
): Promise<Step> {
  const { file, name } = wanted;
  try {
    return await step(wanted);
  } catch (error) {
    if (!(error instanceof InputError || error instanceof RefusedError)) throw error;
    await secrets.learn(wanted.config).catch(() => null); // for the API may repeat what it refuses
    const { message, advice } = error;
    const exitCode = printError(new InputError(`${file}: ${message}`, advice), out, secrets);
    const body = error instanceof RefusedError ? error.body : undefined;
    return { outcome: { file, name, outcome: 'refused', answer: secrets.scrubAll(body ?? { message }) }, exitCode };
  }
}

/** The API's answer with its secrets hidden. */
export const maskedInfo = async ({ secrets }: Session, info: ConnectorInfo): Promise<ConnectorInfo> => ({
  ...info,
  config: await secrets.mask(info.config),
});
