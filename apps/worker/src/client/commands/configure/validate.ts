import type { Command } from 'commander';
import type { ConfigInfo, ConfigInfos } from '../../api/answers.ts';
import { apiCommand } from '../../command.ts';
import { type FileOptions, type Wanted, withFiles } from './connector-files.ts';
import { exitCodes, InputError } from '../../errors.ts';
import { oneLine } from '../../output/text.ts';
import { maskValue } from '../../secrets/mask.ts';
import { isSecretName } from '../../secrets/names.ts';
import { inSession, type Session } from '../../session.ts';
import { forEachFile, type Step } from './report.ts';

export const validateCommand = (): Command =>
  withFiles(apiCommand('validate', 'check connectors without creating them; prints only what is wrong')).action(
    inSession((session, { file }: FileOptions) => forEachFile(session, file, (wanted) => validate(session, wanted))),
  );

async function validate(session: Session, { file, name, config }: Wanted): Promise<Step> {
  const className = config['connector.class'];
  if (className === undefined || className === '')
    throw new InputError(
      `Could not check connector ${name}: connector.class is missing`,
      'Name the class there: causeway plugins lists those of a worker.',
    );
  const infos = withoutSecrets(await session.api.validate(className, config), session, config);
  if (!session.out.isJson)
    for (const { value } of infos.configs)
      for (const error of new Set(value.errors)) session.out.line(`${file}: ${oneLine(value.name)}: ${oneLine(error)}`);
  const isValid = infos.error_count === 0;
  return {
    outcome: { file, name, outcome: isValid ? 'valid' : 'invalid', answer: infos },
    exitCode: isValid ? exitCodes.ok : exitCodes.refused,
  };
}

/** The API hides the values of passwords; not those of secrets that its plugins take for mere text, nor what errors repeat. */
function withoutSecrets(
  infos: ConfigInfos,
  { secrets }: Session,
  config: Readonly<Record<string, string>>,
): ConfigInfos {
  const passwords = new Set(
    infos.configs.filter((one) => one.definition?.type === 'PASSWORD').map((one) => one.value.name),
  );
  const isSecret = (name: string): boolean => passwords.has(name) || isSecretName(name);
  secrets.note(config, isSecret);
  const hide = ({ definition, value }: ConfigInfo): ConfigInfo => ({
    definition,
    value: {
      ...value,
      value: value.value === null ? null : maskValue(value.value, isSecret(value.name)).shown,
      errors: value.errors.map((error) => secrets.scrub(error)),
    },
  });
  return { ...infos, configs: infos.configs.map(hide) };
}
