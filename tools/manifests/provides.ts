/** The classes that each plugin package of the workspace exports, as its manifest should list them under `causeway.provides`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from '@causeway/api';
import { root } from '../process/workspace.ts';

export type Provides = Record<string, string[]>;

export interface PluginManifest {
  readonly file: string;
  readonly name: string;
  readonly listed: Provides | undefined;
  readonly exported: Provides;
  readonly plugins: readonly Plugin[];
}

export async function pluginManifests(): Promise<PluginManifest[]> {
  const result: PluginManifest[] = [];
  for (const dir of readdirSync(join(root, 'packages'))) {
    const file = join(root, 'packages', dir, 'package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { name: string; causeway?: { provides?: Provides } };
    if (manifest.causeway === undefined) continue;
    const module = (await import(pathToFileURL(join(root, 'packages', dir, 'src/index.ts')).href)) as {
      default: readonly Plugin[];
    };
    result.push({
      file,
      name: manifest.name,
      listed: manifest.causeway.provides,
      exported: classesByKind(module.default),
      plugins: module.default,
    });
  }
  return result;
}

function classesByKind(plugins: readonly Plugin[]): Provides {
  const provides: Provides = {};
  for (const { kind, class: name } of plugins) (provides[kind] ??= []).push(name);
  return provides;
}
