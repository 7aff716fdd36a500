import { readFile } from 'node:fs/promises';
import { type ConfigData, ConfigError, type ConfigMap, type ConfigProvider, defineConfig } from '@causeway/api';
import { parseProperties } from '../../config/properties.ts';
import { AllowedPaths, allowedPathsKey } from './allowed-paths.ts';
import { NO_DATA, pick } from './config-data.ts';

export const fileConfigProviderConfig = defineConfig({ 'allowed.paths': allowedPathsKey });

/** `${file:/path/to/file.properties:key}`: a key of a properties file. */
export class FileConfigProvider implements ConfigProvider {
  #allowed = new AllowedPaths(null);

  configure(config: ConfigMap): void {
    this.#allowed = new AllowedPaths(fileConfigProviderConfig.parse(config)['allowed.paths']);
  }

  /** @throws ConfigError if the file can't be read */
  async get(path: string, keys: readonly string[]): Promise<ConfigData> {
    const file = path === '' ? null : this.#allowed.resolve(path);
    if (file === null) return NO_DATA;
    return pick(parseProperties(await read(file), file), keys);
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`Could not read properties from file ${file}: ${(cause as Error).message}`, { cause });
  }
}
