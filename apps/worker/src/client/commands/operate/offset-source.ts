import { readFileSync } from 'node:fs';
import type { ConnectorOffset } from '../../api/answers.ts';
import { isObject, parseJson } from '../../api/lossless-json.ts';
import { InputError, UsageError } from '../../errors.ts';
import { standardInput } from '../standard-input.ts';

/** Where offsets to be set come from: a file, or one pair on the command line. */
export interface OffsetSource {
  readonly file?: string;
  readonly partition?: string;
  readonly offset?: string;
}

const form = 'The form is {"offsets": [{"partition": {…}, "offset": {…}}]}, as causeway offsets get --json prints it.';

/** Offsets with their numbers as they were written. @throws UsageError, InputError */
export async function offsetsFrom({ file, partition, offset }: OffsetSource): Promise<ConnectorOffset[]> {
  if (file !== undefined && partition === undefined && offset === undefined)
    return offsetsIn(file === '-' ? await standardInput() : read(file), file === '-' ? 'standard input' : file);
  if (file !== undefined || partition === undefined || offset === undefined)
    throw new UsageError(
      'offsets set takes either --file or both --partition and --offset',
      'To forget the offset of a partition, give --offset null.',
    );
  return [{ partition: fromOption('--partition', partition), offset: fromOption('--offset', offset) }];
}

function fromOption(option: string, text: string): unknown {
  const value = parsed(text);
  if (isObject(value) || (option === '--offset' && value === null)) return value;
  throw new UsageError(`${option} ${text}: it is no JSON object`, `Write it as ${option} '{"key": "value"}'.`);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`Cannot read offset file ${file}: ${(cause as Error).message}`, null, cause);
  }
}

function offsetsIn(text: string, file: string): ConnectorOffset[] {
  const value = parsed(text);
  const offsets = isObject(value) ? value['offsets'] : value;
  if (!Array.isArray(offsets)) throw new InputError(`${file} holds no offsets`, form);
  return offsets.map((one: unknown, index) => {
    const isOffset = isObject(one) && isObject(one['partition']) && (one['offset'] === null || isObject(one['offset']));
    if (!isOffset) throw new InputError(`${file}: offset number ${index + 1} has no partition and offset`, form);
    return { partition: one['partition'], offset: one['offset'] };
  });
}

/** undefined if it is no JSON. */
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
