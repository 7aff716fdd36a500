import {
  type ConfigData,
  ConfigError,
  type ConfigMap,
  type ConfigProvider,
  defineConfig,
  JavaRegex,
  string,
} from '@causeway/api';
import { pick } from './config-data.ts';

export const envVarConfigProviderConfig = defineConfig({
  'allowlist.pattern': string({
    default: null,
    importance: 'high',
    doc: 'A regular expression that the whole name of an environment variable must match to be readable. Without it every variable is.',
  }),
});

/** `${env:NAME}`: an environment variable of the worker. */
export class EnvVarConfigProvider implements ConfigProvider {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #isAllowed: (name: string) => boolean = () => true;

  constructor(environment: Readonly<Record<string, string | undefined>> = process.env) {
    this.#environment = environment;
  }

  configure(config: ConfigMap): void {
    const pattern = envVarConfigProviderConfig.parse(config)['allowlist.pattern'];
    const regex = pattern === null ? null : new JavaRegex(pattern);
    this.#isAllowed = regex === null ? () => true : (name) => regex.matches(name);
  }

  /** @throws ConfigError for a path: variables have none */
  get(path: string, keys: readonly string[]): ConfigData {
    if (path !== '') {
      throw new ConfigError(`Environment variables have no path: write \${env:NAME} instead of \${env:${path}:NAME}`);
    }
    return pick(
      this.#environment,
      keys.filter((key) => this.#isAllowed(key)),
    );
  }
}
