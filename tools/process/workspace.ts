/** Where the workspace is and which packages it has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export const root: string = dirname(dirname(import.meta.dirname));

export interface WorkspacePackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** True for what is never published. */
  readonly private: boolean;
}

interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** All packages below packages/ and apps/. */
export function workspacePackages(): WorkspacePackage[] {
  const folders = ['packages', 'apps'].flatMap((group) =>
    existsSync(join(root, group)) ? readdirSync(join(root, group)).map((name) => join(root, group, name)) : [],
  );
  return folders
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => {
      const { name, version = '0.0.0', private: isPrivate = false } = readManifest(folder);
      return { name, version, folder, private: isPrivate };
    });
}

/** Packages of the workspace that a package depends on, peers aside, and those that these depend on. */
export function dependenciesOf(name: string): string[] {
  const packages = workspacePackages();
  const found = new Set<string>();
  const visit = (of: string): void => {
    const folder = packages.find((one) => one.name === of)?.folder;
    if (folder === undefined) return;
    for (const dependency of Object.keys(readManifest(folder).dependencies ?? {})) {
      if (found.has(dependency) || !packages.some((one) => one.name === dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(name);
  return [...found];
}

/** `pnpm@VERSION` of package.json's packageManager: what `npx -y` is given. */
export function pnpm(): string {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string };
  return packageManager.replace(/\+.*/, '');
}

/** The environment in which pnpm takes itself for the right version, asks nothing and installs nothing unasked. */
export function pnpmEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, CI: 'true', pnpm_config_pm_on_fail: 'ignore', pnpm_config_verify_deps_before_run: 'false' };
}

/** The environment in which the workspace's own programs, its Node among them, are found first. */
export function toolEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, PATH: [join(root, 'node_modules', '.bin'), env['PATH']].filter(Boolean).join(delimiter) };
}
