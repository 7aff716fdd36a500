import { ConfigError, type ConfigMap, defineConfig } from '@causeway/api';
import { checkDatabase } from './config/check-database.ts';
import { type JdbcSourceConfig, sourceKeys } from './config/keys.ts';
import { checkRules } from './config/rules.ts';

/** The settings of the source and how they are checked. */
export const jdbcSourceConfig = defineConfig(sourceKeys, {
  validate: async (config, report, raw) => {
    // as in Java, what a wrong key would make of the rules is not worth saying, nor the database worth asking
    if (await hasWrongKey(raw)) return;
    const problems: string[] = [];
    checkRules(config, (name, message) => {
      problems.push(message);
      report(name, message);
    });
    if (problems.length === 0) await checkDatabase(config, report, raw);
  },
});

const keysAlone = defineConfig(sourceKeys);

async function hasWrongKey(raw: ConfigMap): Promise<boolean> {
  return (await keysAlone.validate(raw)).some(({ errorMessages }) => errorMessages.length > 0);
}

/** The typed settings. @throws ConfigError that lists every rule that is broken, without asking the database */
export function parseConfig(raw: ConfigMap): JdbcSourceConfig {
  const config = keysAlone.parse(raw);
  const problems: string[] = [];
  if (config.mode === '') {
    problems.push('mode is missing; set it to bulk, incrementing, timestamp or timestamp+incrementing');
  }
  checkRules(config, (name, message) => problems.push(`${name}: ${message}`));
  if (problems.length > 0) throw new ConfigError(problems.join('\n'), { code: 'ERR_CONFIG_INVALID' });
  return config;
}
