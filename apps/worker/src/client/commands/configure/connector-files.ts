import { type Command, Option } from 'commander';
import type { CreateRequest, InitialState } from '../../api/answers.ts';
import { InputError } from '../../errors.ts';
import { HIDDEN } from '../../secrets/mask.ts';
import { standardInput } from '../standard-input.ts';

/** A connector as a file describes it. */
export interface Wanted extends CreateRequest {
  readonly file: string;
}

export interface FileOptions {
  readonly file: string[];
}

export function withFiles(command: Command): Command {
  return command.addOption(
    new Option(
      '-f, --file <files...>',
      'connectors: properties, a flat JSON object, or JSON of name, config and initial_state; - for standard input',
    ).makeOptionMandatory(),
  );
}

/**
 * Reads all files before anything is sent, as the worker reads those of its command line.
 * @throws ConfigError, InputError for the first file that can't be used
 */
export async function readConnectorFiles(files: readonly string[]): Promise<Wanted[]> {
  const { parseConnector, readConnectorFile } = await import('../../../files.ts');
  const input = files.includes('-') ? await standardInput() : '';
  const fileOf = new Map<string, string>();
  return files.map((given) => {
    const isInput = given === '-';
    const file = isInput ? 'standard input' : given;
    const { name, config, targetState } = isInput ? parseConnector(input, file) : readConnectorFile(file);
    const other = fileOf.get(name);
    if (other !== undefined)
      throw new InputError(`${other} and ${file} both describe connector ${name}`, 'Give one file for each connector.');
    fileOf.set(name, file);
    refuseHidden(config, file);
    return { file, name, config, ...(targetState === null ? {} : { initial_state: initialStates[targetState] }) };
  });
}

const initialStates = { STARTED: 'RUNNING', PAUSED: 'PAUSED', STOPPED: 'STOPPED' } as const satisfies Record<
  string,
  InitialState
>;

/** What this command printed holds no secrets: sent back as it is, it would overwrite them. */
function refuseHidden(config: Readonly<Record<string, string>>, file: string): void {
  for (const [key, value] of Object.entries(config)) {
    if (!value.includes(HIDDEN)) continue;
    throw new InputError(
      `${file}: the value of ${key} holds ${HIDDEN}, which stands for a secret that was not printed`,
      'Write the secret in its place, or a reference to it such as ${file:/path/secrets.properties:key}.',
    );
  }
}
