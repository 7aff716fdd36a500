import { existsSync } from 'node:fs';
import { isAbsolute, normalize, sep } from 'node:path';
import { ConfigError, string } from '@causeway/api';

export const allowedPathsKey = string({
  default: null,
  importance: 'high',
  doc: 'Folders and files, separated by commas, that may be read: absolute paths that exist. What is inside an allowed folder is allowed too. Without it everything is.',
});

/** Which paths a config provider may read. */
export class AllowedPaths {
  readonly #paths: readonly string[] | null;

  /** @throws ConfigError for a path that is not absolute or does not exist */
  constructor(setting: string | null) {
    this.#paths = setting === null || setting === '' ? null : setting.split(',').map(checked);
  }

  /** The path without its `.` and `..`; null if it may not be read. */
  resolve(path: string): string | null {
    if (this.#paths === null) return path;
    const plain = withoutSlash(normalize(path));
    return this.#paths.some((allowed) => plain === allowed || plain.startsWith(allowed === sep ? sep : allowed + sep))
      ? plain
      : null;
  }
}

function checked(path: string): string {
  const plain = withoutSlash(normalize(path));
  if (isAbsolute(plain) && existsSync(plain)) return plain;
  throw new ConfigError(
    `Invalid value ${plain} for configuration allowed.paths: it must be an absolute path that exists`,
    {
      code: 'ERR_CONFIG_INVALID',
    },
  );
}

const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path);
