import { type ConfigOf, type ConfigMap, ConfigError, defineConfig } from '@causeway/api';
import { checkConnection } from './config/check-connection.ts';
import { connectorKeys } from './config/connector-keys.ts';
import { conversionKeys } from './config/conversion-keys.ts';
import { checkRules } from './config/rules.ts';
import { securityKeys } from './config/security-keys.ts';

const keys = { ...connectorKeys, ...conversionKeys, ...securityKeys };

/** The settings of the Elasticsearch sink. Checking them tries the connection. */
export const elasticsearchSinkConfig = defineConfig(keys, {
  async validate(values, report, raw) {
    const problems: string[] = [];
    checkRules(values, raw, (name, message) => {
      problems.push(message);
      report(name, message);
    });
    if (problems.length === 0) await checkConnection(values, report);
  },
});

export type ElasticsearchSinkConfig = ConfigOf<typeof elasticsearchSinkConfig>;

/** The typed values, without asking the cluster. @throws ConfigError that lists every problem, one a line */
export function parseSinkConfig(raw: ConfigMap): ElasticsearchSinkConfig {
  const values = elasticsearchSinkConfig.parse(raw);
  // a rule may concern several keys, and says the same of each
  const problems = new Set<string>();
  checkRules(values, raw, (_, message) => problems.add(message));
  if (problems.size > 0) throw new ConfigError([...problems].join('\n'), { code: 'ERR_CONFIG_INVALID' });
  return values;
}
