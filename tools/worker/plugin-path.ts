/** A plugin path as a user makes it: one folder per connector or converter, each filled by `npm install`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packWorkspace } from '../pack/pack.ts';
import { run } from '../process/run.ts';
import { dependenciesOf } from '../process/workspace.ts';

export interface PluginPathOptions {
  /** Where the tarballs and the plugin folders go; made anew. */
  readonly dir: string;
  /** Packages to install, by the name of the folder that each gets. */
  readonly packages: Readonly<Record<string, string>>;
  /** Told of each package that was installed. */
  readonly onInstalled?: (folder: string, packageName: string) => void;
}

/** Packs the packages and installs each into a folder of its own, together with the API and what else of the workspace it needs. @returns the plugin path */
export async function installPlugins({ dir, packages, onInstalled }: PluginPathOptions): Promise<string> {
  const plugins = join(dir, 'plugins');
  await rm(plugins, { recursive: true, force: true });
  const needed = new Set(Object.values(packages).flatMap((name) => [name, ...dependenciesOf(name)]));
  const tarballs = await packWorkspace(join(dir, 'tarballs'), ['@causeway/api', ...needed]);
  for (const [folder, name] of Object.entries(packages)) {
    const target = join(plugins, folder);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'package.json'), '{ "private": true }\n');
    const files = ['@causeway/api', ...dependenciesOf(name), name].map((each) => tarballs.get(each)!);
    const { code, output } = await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...files], {
      cwd: target,
    });
    if (code !== 0) throw new Error(`npm install of ${name} failed:\n${output}`);
    onInstalled?.(folder, name);
  }
  return plugins;
}
