import type { Logger, PluginKind } from '@causeway/api';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PluginDescription, PluginRegistry } from './registry.ts';
import { type PluginPackage, readPackage, scanPluginPath } from './scan.ts';

/** Lists the plugins of a package by importing it, elsewhere than in this thread. */
export type Describe = (entry: string) => Promise<{ kind: PluginKind; class: string }[]>;

/**
 * All plugins of the plugin path and the built-in ones. Packages whose manifest lists their classes are not imported; others are handed to
 * `describe`, and left out with a warning where that fails.
 */
export async function discoverPlugins(
  paths: readonly string[],
  logger: Logger,
  describe: Describe,
): Promise<PluginRegistry> {
  const descriptions: PluginDescription[] = [];
  for (const found of [...builtInPackages(logger), ...scanPluginPath(paths, logger)]) {
    const { entry, version } = found;
    const known = new Set(descriptions.map((d) => `${d.kind} ${d.class} ${d.version}`));
    for (const { kind, class: className } of await classesOf(found, describe, logger)) {
      if (!known.has(`${kind} ${className} ${version}`)) descriptions.push({ kind, class: className, version, entry });
    }
  }
  return new PluginRegistry(descriptions);
}

async function classesOf(
  { entry, provides, name }: PluginPackage,
  describe: Describe,
  logger: Logger,
): Promise<{ kind: PluginKind; class: string }[]> {
  if (provides !== null) {
    return Object.entries(provides).flatMap(([kind, classes]) =>
      classes.map((c) => ({ kind: kind as PluginKind, class: c })),
    );
  }
  try {
    return await describe(entry);
  } catch (error) {
    logger.warn(`Skipping plugin package ${name}: ${(error as Error).message}`);
    return [];
  }
}

/** What every worker has without a plugin path: the JSON converter, which it needs itself, and the plugins in `built-in`. */
function builtInPackages(logger: Logger): PluginPackage[] {
  const here = import.meta.url;
  const builtIn: PluginPackage = {
    name: '@causeway/runtime',
    version: '0.1.0',
    dir: dirname(fileURLToPath(here)),
    entry: new URL(here.endsWith('.ts') ? './built-in/index.ts' : './built-in/index.js', here).href,
    provides: {
      header_converter: ['org.apache.kafka.connect.storage.SimpleHeaderConverter'],
      config_provider: [
        'org.apache.kafka.common.config.provider.FileConfigProvider',
        'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
        'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
      ],
    },
  };
  const json = readPackage(
    dirname(fileURLToPath(import.meta.resolve('@causeway/converter-json/package.json'))),
    logger,
  );
  return json === null ? [builtIn] : [builtIn, json];
}
