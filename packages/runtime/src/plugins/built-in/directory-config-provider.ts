import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ConfigData, ConfigError, type ConfigMap, type ConfigProvider, defineConfig } from '@causeway/api';
import { AllowedPaths, allowedPathsKey } from './allowed-paths.ts';
import { NO_DATA, pick } from './config-data.ts';

export const directoryConfigProviderConfig = defineConfig({ 'allowed.paths': allowedPathsKey });

/** `${directory:/path/to/folder:name}`: the whole content of a file in a folder, as secrets are mounted into containers. */
export class DirectoryConfigProvider implements ConfigProvider {
  #allowed = new AllowedPaths(null);

  configure(config: ConfigMap): void {
    this.#allowed = new AllowedPaths(directoryConfigProviderConfig.parse(config)['allowed.paths']);
  }

  /** @throws ConfigError if a file can't be read */
  async get(path: string, keys: readonly string[]): Promise<ConfigData> {
    const folder = path === '' ? null : this.#allowed.resolve(path);
    if (folder === null) return NO_DATA;
    const names = keys.filter((key) => key !== '' && key !== '.' && key !== '..' && basename(key) === key);
    const contents = await Promise.all(
      names.map(async (name) => [name, await readIfThere(join(folder, name))] as const),
    );
    return pick(Object.fromEntries(contents), keys);
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).isFile() ? await readFile(file, 'utf8') : undefined;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigError(`Could not read file ${file}: ${message}`, { cause });
  }
}
