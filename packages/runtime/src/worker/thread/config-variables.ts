import { ConfigError, type ConfigProvider } from '@causeway/api';
import { withPrefix } from '../../config/worker-config.ts';
import type { PluginLoader } from '../../plugins/loader.ts';
import type { Config } from '../protocol.ts';

const variable = /\$\{([^}]*?):(?:([^}]*?):)?([^}]*?)\}/g;

/** The providers that there are, and the worker's settings, which hold theirs. */
export interface ConfigProviders {
  readonly providers: readonly string[];
  readonly settings: Config;
}

/** Puts the values of `${provider:path:key}` into settings. A provider or key that is unknown leaves the text as it is, as in Java. */
export class ConfigVariables {
  readonly #known: ConfigProviders;
  readonly #loader: () => PluginLoader;
  readonly #providers = new Map<string, Promise<ConfigProvider>>();

  constructor(known: ConfigProviders, loader: () => PluginLoader) {
    this.#known = known;
    this.#loader = loader;
  }

  /** @throws ConfigError if a provider fails */
  async resolve<C extends Readonly<Record<string, string | null>>>(config: C): Promise<C> {
    const resolved: Record<string, string | null> = {};
    for (const [key, value] of Object.entries(config))
      resolved[key] = value === null ? null : await this.#resolveText(key, value);
    return resolved as C;
  }

  async #resolveText(setting: string, text: string): Promise<string> {
    let result = '';
    let end = 0;
    for (const match of text.matchAll(variable)) {
      const [whole, provider, path, key] = match as unknown as [string, string, string | undefined, string];
      result += text.slice(end, match.index) + ((await this.#lookUp(setting, provider, path ?? '', key)) ?? whole);
      end = match.index + whole.length;
    }
    return result + text.slice(end);
  }

  async #lookUp(setting: string, name: string, path: string, key: string): Promise<string | null> {
    if (!this.#known.providers.includes(name)) return null;
    try {
      let provider = this.#providers.get(name);
      if (provider === undefined) this.#providers.set(name, (provider = this.#create(name)));
      const { data } = await (await provider).get(path, [key]);
      return data[key] ?? null;
    } catch (cause) {
      this.#providers.delete(name);
      throw new ConfigError(`Could not resolve \${${name}:…} in ${setting}: ${(cause as Error).message}`, { cause });
    }
  }

  async #create(name: string): Promise<ConfigProvider> {
    const className = this.#known.settings[`config.providers.${name}.class`];
    if (className === undefined) throw new ConfigError(`config.providers.${name}.class is missing`);
    const plugin = await this.#loader().load(['config_provider'], className);
    const provider = plugin.create();
    await provider.configure(withPrefix(this.#known.settings, `config.providers.${name}.param.`));
    return provider;
  }
}

/** Task settings as they may be shown and stored: what came from a variable is the variable again. Java: WorkerConfigTransformer */
export function withVariables(taskConfig: Config, connectorConfig: Config): Config {
  return Object.fromEntries(
    Object.entries(taskConfig).map(([key, value]) => {
      const raw = connectorConfig[key];
      return [key, raw !== undefined && raw.search(variable) >= 0 ? raw : value];
    }),
  );
}
