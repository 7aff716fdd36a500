import { parseValue } from '@causeway/api';
import { discoverPlugins } from '../plugins/discover.ts';
import { PluginLoader } from '../plugins/loader.ts';
import type { Config } from './protocol.ts';
import { ConfigVariables } from './thread/config-variables.ts';

const silent = (): void => undefined;
const nobody = { debug: silent, info: silent, warn: silent, error: silent };

const listOf = (key: string, settings: Config): readonly string[] =>
  parseValue(key, 'LIST', settings[key] ?? '') as readonly string[];

/**
 * A worker's own settings with the values of `${provider:path:key}`. Java: AbstractConfig#resolveConfigVariables
 *
 * Done once, before there are task threads: the only plugins that run in the main thread are the providers that the settings name.
 * @throws ConfigError for a provider that is unknown or fails
 */
export async function resolveWorkerSettings(settings: Config): Promise<Config> {
  const providers = listOf('config.providers', settings);
  if (providers.length === 0) return settings;
  // what is wrong with the plugin path is told when the worker searches it
  const registry = await discoverPlugins(listOf('plugin.path', settings), nobody, () => Promise.resolve([]));
  const loader = new PluginLoader(registry);
  return new ConfigVariables({ providers, settings }, () => loader).resolve(settings);
}
