/** Plugins straight from the workspace's packages, without a worker. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from '@causeway/api';
import { root } from '../../process/workspace.ts';

interface Manifest {
  readonly causeway?: { readonly plugins: string; readonly provides?: Readonly<Record<string, readonly string[]>> };
}

/** The plugins of the packages that have these classes, as built. */
export async function importPlugins(classes: readonly string[]): Promise<Plugin[]> {
  const plugins: Plugin[] = [];
  for (const name of await readdir(join(root, 'packages'))) {
    const dir = join(root, 'packages', name);
    const { causeway } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as Manifest;
    const provided = Object.values(causeway?.provides ?? {}).flat();
    if (causeway === undefined || !provided.some((name) => classes.includes(name))) continue;
    const module = (await import(pathToFileURL(join(dir, causeway.plugins)).href)) as { default: readonly Plugin[] };
    plugins.push(...module.default);
  }
  return plugins;
}
