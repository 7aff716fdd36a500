import type { Command } from 'commander';
import { ConnectError } from '@causeway/api';
import { ConnectApi } from './api/connect-api.ts';
import { CommandError, exitCodes, RefusedError } from './errors.ts';
import { Output } from './output/output.ts';
import { printable } from './output/text.ts';
import { SecretKeeper } from './secrets/secret-keeper.ts';
import { type ApiOptions, apiSettings } from './settings.ts';

/** What the commands work with. */
export interface Session {
  readonly api: ConnectApi;
  readonly out: Output;
  readonly secrets: SecretKeeper;
}

/** What an action does; the exit code is 0 unless it returns another. */
type Run<A extends unknown[]> = (session: Session, ...args: A) => Promise<number | undefined>;

/** The action of a command: its errors become sentences, and its end an exit code. `args` are the command's arguments and then its options. */
export function inSession<A extends unknown[]>(run: Run<A>): (...args: [...A, Command]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    process.exitCode = await runCommand(command.opts<ApiOptions>(), (session) =>
      run(session, ...(given.slice(0, -1) as A)),
    );
  };
}

/** @returns the exit code */
export async function runCommand(
  options: ApiOptions,
  run: (session: Session) => Promise<number | undefined>,
  out = new Output(options.json === true),
): Promise<number> {
  let secrets: SecretKeeper | null = null;
  try {
    const api = new ConnectApi(apiSettings(options));
    secrets = new SecretKeeper(api);
    return (await run({ api, out, secrets })) ?? exitCodes.ok;
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    return printError(error, out, secrets);
  }
}

/** Prints what went wrong and what to do. @returns the exit code for it */
export function printError(error: ConnectError, out: Output, secrets: SecretKeeper | null): number {
  const scrub = (text: string): string => secrets?.scrub(text) ?? text;
  out.error(`causeway: ${scrub(printable(error.message))}`);
  if (!(error instanceof CommandError)) return exitCodes.refused;
  if (error.advice !== null) out.error(error.advice);
  if (out.isJson && error instanceof RefusedError && error.body !== undefined) out.json(secrets?.scrubAll(error.body));
  return error.exitCode;
}
