import type { Config, ConfigKeyInfo } from '../api/answers.ts';
import type { ConnectApi } from '../api/connect-api.ts';
import { RefusedError } from '../errors.ts';
import { maskConfig, maskValue, scrub } from './mask.ts';
import { isSecretName } from './names.ts';

/**
 * Knows which settings are secrets, by their names and by what the definitions of their plugins say, and remembers the secrets it has seen, so
 * that texts of others can be freed of them.
 */
export class SecretKeeper {
  readonly #api: Pick<ConnectApi, 'pluginConfig'>;
  readonly #passwordsOf = new Map<string, Promise<ReadonlySet<string>>>();
  readonly #seen = new Set<string>();

  constructor(api: Pick<ConnectApi, 'pluginConfig'>) {
    this.#api = api;
  }

  /** The settings with their secrets hidden. */
  async mask(config: Config): Promise<Config> {
    return maskConfig(config, await this.learn(config));
  }

  /** Takes the secrets that were seen out of a text. */
  scrub(text: string): string {
    return scrub(text, this.#seen);
  }

  /** Takes them out of all texts in a JSON value. */
  scrubAll(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
      typeof inner === 'string' ? this.scrub(inner) : inner,
    );
  }

  /** Remembers the secrets of these settings. @returns whether a setting of them is one */
  async learn(config: Config): Promise<(name: string) => boolean> {
    this.note(config, isSecretName);
    const passwords = new Set<string>();
    for (const [prefix, className] of pluginsOf(config))
      for (const name of await this.#passwords(className)) passwords.add(prefix + name);
    const isSecret = (name: string): boolean => passwords.has(name) || isSecretName(name);
    this.note(config, isSecret);
    return isSecret;
  }

  /** Remembers secrets without asking the API. */
  note(config: Config, isSecret = isSecretName): void {
    for (const [name, value] of Object.entries(config))
      for (const secret of maskValue(value, isSecret(name)).secrets) this.#seen.add(secret);
  }

  #passwords(className: string): Promise<ReadonlySet<string>> {
    let passwords = this.#passwordsOf.get(className);
    if (passwords === undefined) this.#passwordsOf.set(className, (passwords = this.#read(className)));
    return passwords;
  }

  async #read(className: string): Promise<ReadonlySet<string>> {
    try {
      const keys: readonly ConfigKeyInfo[] = await this.#api.pluginConfig(className);
      return new Set(keys.filter(({ type }) => type === 'PASSWORD').map(({ name }) => name));
    } catch (error) {
      // A plugin that is not installed, or a worker too old to describe it: the names alone must do
      if (error instanceof RefusedError) return new Set();
      throw error;
    }
  }
}

/** The plugins that a connector's settings name, each with the prefix of its own settings. */
function pluginsOf(config: Config): [prefix: string, className: string][] {
  return Object.entries(config).flatMap(([name, className]): [string, string][] => {
    if (className === '') return [];
    if (name === 'connector.class') return [['', className]];
    if (/^(key|value|header)\.converter$/.test(name)) return [[`${name}.`, className]];
    return /^(transforms|predicates)\.[^.]+\.type$/.test(name) ? [[name.slice(0, -'type'.length), className]] : [];
  });
}
