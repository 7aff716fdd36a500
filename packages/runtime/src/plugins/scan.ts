import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Logger, PluginKind } from '@causeway/api';

/** An npm package whose manifest names an entry with plugins: `"causeway": { "plugins": "./dist/index.js", "provides": { … } }`. */
export interface PluginPackage {
  readonly name: string;
  readonly version: string;
  readonly dir: string;
  /** URL of the module that exports the list of plugins. */
  readonly entry: string;
  /** Class names by kind, where the manifest lists them; otherwise the entry must be imported to know them. */
  readonly provides: Readonly<Partial<Record<PluginKind, readonly string[]>>> | null;
}

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly causeway?: { readonly plugins?: unknown; readonly provides?: PluginPackage['provides'] };
}

/**
 * The plugin packages below the folders of `plugin.path`. Each folder may be a package, hold packages (a workspace, unpacked tarballs), be a
 * `node_modules` folder, or hold folders that have one. Reads manifests only. What can't be used is skipped with a warning.
 */
export function scanPluginPath(paths: readonly string[], logger: Logger): PluginPackage[] {
  const found = new Map<string, PluginPackage>();
  for (const path of paths.filter((p) => p !== '')) {
    const top = resolve(path);
    if (!isFolder(top)) {
      logger.error(
        `Could not get listing for plugin path: ${path}. Ignoring. Is it the folder you meant in plugin.path?`,
      );
      continue;
    }
    for (const folder of [top, ...subfolders(top)]) {
      for (const dir of packageFolders(folder)) {
        const real = realpathSync(dir);
        if (found.has(real)) continue;
        const plugin = readPackage(real, logger);
        if (plugin !== null) found.set(real, plugin);
      }
    }
  }
  return [...found.values()];
}

/** The folders that may be packages in `folder`: itself, or what its `node_modules` holds. */
function packageFolders(folder: string): string[] {
  if (basename(folder) === 'node_modules') return installedPackages(folder);
  if (isFile(join(folder, 'package.json')) && isPluginManifest(folder)) return [folder];
  const installed = join(folder, 'node_modules');
  return isFolder(installed) ? installedPackages(installed) : [];
}

function installedPackages(nodeModules: string): string[] {
  return subfolders(nodeModules)
    .flatMap((dir) => (basename(dir).startsWith('@') ? subfolders(dir) : [dir]))
    .filter((dir) => isPluginManifest(dir));
}

/** A cheap test before the manifest is parsed; a manifest that is broken but means to be one of ours passes, and is reported later. */
function isPluginManifest(dir: string): boolean {
  try {
    return /"causeway"\s*:/.test(readFileSync(join(dir, 'package.json'), 'utf8'));
  } catch {
    return false;
  }
}

/** One package from its folder; null with a warning where its manifest or entry is unusable. */
export function readPackage(dir: string, logger: Logger): PluginPackage | null {
  const file = join(dir, 'package.json');
  const skip = (why: string): null => {
    logger.warn(`Skipping plugin package ${dir}: ${why}`);
    return null;
  };
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    return skip(`its package.json can't be read: ${(error as Error).message}`);
  }
  const { name, version, causeway } = manifest;
  if (typeof name !== 'string' || typeof version !== 'string')
    return skip('its package.json lacks a name or a version');
  if (typeof causeway?.plugins !== 'string')
    return skip('"causeway.plugins" in its package.json must be the path of its entry');
  const entry = resolve(dir, causeway.plugins);
  if (!isFile(entry)) return skip(`its entry ${causeway.plugins} does not exist (was the package built?)`);
  return { name, version, dir, entry: pathToFileURL(entry).href, provides: causeway.provides ?? null };
}

function subfolders(dir: string): string[] {
  return readdirSync(dir)
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(dir, name))
    .filter(isFolder);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
